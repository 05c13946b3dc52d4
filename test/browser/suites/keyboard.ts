import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Site } from '../support/site.ts';

/** More than the longest of the pages that are walked through. */
const STEPS_MAX = 200;

/** Tells of whatever has the focus: what it says, and what shows that it has it. */
const FOCUSED = `(() => {
  const at = document.activeElement;
  if (at === null || at === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const { top, bottom, left, right } = at.getBoundingClientRect();
  const seen = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  const name = at.localName + ' ' + (at.textContent || at.id).trim().slice(0, 40);
  return { name, outlineStyle, outlineWidth: parseFloat(outlineWidth), seen };
})()`;

interface Focused {
  readonly name: string;
  readonly outlineStyle: string;
  readonly outlineWidth: number;
  readonly seen: boolean;
}

/** Everything can be reached by the keyboard, and one sees where one is. */
export function testKeyboard(given: () => { readonly site: Site; readonly browser: Browser }): void {
  describe('with the keyboard alone', () => {
    test.each([
      [1280, '/'],
      [360, '/'],
      [360, 'why'],
      [1280, '/register?q=workshop'],
    ])('at %i pixels on %s: everything in turn, and always in sight', async (width, path) => {
      const { site } = given();
      const url = path === 'why' ? `/why/${site.counted.slice(site.counted.indexOf(';') + 1)}` : path;
      await at(given(), width, url, async (page) => {
        const reachable = await page.locator('a[href], button, input, summary').count();
        const hidden = await page.locator('details:not([open]) :is(a[href], button, input)').count();
        const seen: Focused[] = [];
        for (let step = 0; step < STEPS_MAX; step++) {
          await page.keyboard.press('Tab');
          const focused = (await page.evaluate(FOCUSED)) as Focused | null; // the script says so
          if (focused === null) break;
          seen.push(focused);
        }
        expect(
          seen.filter((one) => !one.seen || one.outlineStyle === 'none' || one.outlineWidth < 2),
        ).toEqual([]);
        expect(seen).toHaveLength(reachable - hidden);
      });
    });

    test('the first stop skips to the content', async () => {
      await at(given(), 1280, '/register', async (page) => {
        await page.keyboard.press('Tab');
        expect(((await page.evaluate(FOCUSED)) as Focused).name).toBe('a Skip to the content');
        await page.keyboard.press('Enter');
        await page.keyboard.press('Tab');
        expect(((await page.evaluate(FOCUSED)) as Focused).name).toBe('input q');
      });
    });
  });

  test('on a narrow screen a table is still a table for whoever listens', async () => {
    await at(given(), 360, '/resources', async (page) => {
      expect(await page.getByRole('table').count()).toBe(1);
      expect(await page.getByRole('columnheader').allTextContents()).toContain('Held for offers');
      expect(await page.getByRole('rowheader').count()).toBe(1);
      expect(await page.getByRole('cell').count()).toBe(5);
    });
  });
}

async function at(
  { site, browser }: { readonly site: Site; readonly browser: Browser },
  width: number,
  path: string,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  try {
    const page = await context.newPage();
    await page.goto(`${site.a.server.origin}${path}`);
    await look(page);
  } finally {
    await context.close();
  }
}
