import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Site } from '../support/site.ts';
import { watch } from '../support/visit.ts';

/** What people come for, in a browser that runs no script at all. */
export function testReading(given: () => { readonly site: Site; readonly browser: Browser }): void {
  describe('without any script', () => {
    test('who decides about a path, by typing it', async () => {
      await reading(given(), async (page) => {
        await page.getByRole('link', { name: 'Who decides' }).click();
        await page.getByLabel('Who decides about this path?').fill('  /money/grants/2026.csv ');
        await page.getByRole('button', { name: 'Look up' }).click();
        expect(await heading(page)).toBe('Who decides about money/grants/2026.csv');
        const [first, second] = await page.locator('.owners > li').allTextContents();
        expect(first).toMatch(/^This domain decidesGRANTS/);
        expect(second).not.toContain('This domain decides');
        await page.getByRole('link', { name: 'GRANTS' }).click();
        expect(await heading(page)).toBe('GRANTS');
        expect(await page.locator('main').textContent()).toContain('money/grants/');
      });
    });

    test('what is no path can be mended where it was refused', async () => {
      await reading(given(), async (page) => {
        await ask(page, 'Who decides about this path?', 'money//grants');
        expect(await heading(page)).toBe('This is not a path');
        await ask(page, 'Who decides about this path?', 'money/grants/2026.csv');
        expect(await heading(page)).toBe('Who decides about money/grants/2026.csv');
      });
    });

    test('the register is searched by typing, and leafed through', async () => {
      await reading(given(), async (page) => {
        await page.getByRole('link', { name: 'decision domains' }).click();
        await ask(page, 'Search the register', 'part store');
        expect(await page.getByRole('status').textContent()).toMatch(
          /^300 domains of \d+ found for “part store”/,
        );
        expect(await page.getByRole('searchbox').inputValue()).toBe('part store');
        await page.getByRole('link', { name: 'Next' }).click();
        expect(await page.locator('caption').textContent()).toBe('Domains 51 to 100 of 300');
        await page.getByRole('link', { name: 'Last' }).click();
        expect(await page.locator('caption').textContent()).toBe('Domains 251 to 300 of 300');
        expect(await page.getByRole('link', { name: 'Next' }).count()).toBe(0);
        await page.getByRole('link', { name: 'Previous' }).click();
        expect(await page.locator('caption').textContent()).toBe('Domains 201 to 250 of 300');
      });
    });

    test('from the front page to why something was decided, to its domain, and back', async () => {
      await reading(given(), async (page) => {
        await page.getByRole('link', { name: 'Give 240.00 EUR' }).click();
        const why = page.url();
        expect(await heading(page)).toBe(
          'Founder of a, as Coordinator, decided to give 240.00 EUR from “Fund” to “The tool shop” — under “Sharing and spending”.',
        );
        expect(await page.locator('.note').first().textContent()).toContain('Counts');
        expect(await page.getByText('The old wheelbarrow broke.').count()).toBe(1);

        await page.locator('dd').getByRole('link', { name: 'Sharing and spending' }).click();
        expect(await heading(page)).toBe('Sharing and spending');
        await page.getByRole('link', { name: 'Give 240.00 EUR' }).click();
        expect(page.url()).toBe(why);

        await page.getByRole('link', { name: /^Founding act/ }).click();
        expect(await heading(page)).toBe('Founding act “Commons A”');
        await page.goBack();
        await page.goBack();
        expect(await heading(page)).toBe('Sharing and spending');
      });
    });

    test('what does not count says so, with the rule and the figures', async () => {
      await reading(given(), async (page) => {
        await page.getByRole('link', { name: 'Give 1,500.00 EUR' }).click();
        expect(await page.locator('.note').first().textContent()).toContain('Does not count');
        // The rules are open where one of them says no.
        expect(await page.getByText('Allowed: 100,000, asked for: 150,000').isVisible()).toBe(true);
      });
    });

    test('an agreement: who gives what, who said yes, and by which decision', async () => {
      await reading(given(), async (page) => {
        await page.getByRole('link', { name: 'Agreements' }).click();
        await page.getByRole('link', { name: 'Money for the repair of our tools.' }).click();
        expect(await page.locator('.note').first().textContent()).toContain('Agreed');
        expect(await page.getByRole('row').nth(1).textContent()).toContain('200.00\u00a0EUR');
        await page.getByRole('link', { name: 'this decision' }).click();
        expect(await heading(page)).toContain('decided to agree with Commons B on');
        await page.getByRole('link', { name: 'Who gives what, and how it stands' }).click();
        expect(await heading(page)).toBe('Money for the repair of our tools.');
      });
    });

    test('the proof is a file to take away', async () => {
      await reading(given(), async (page) => {
        await page.getByRole('link', { name: 'Give 240.00 EUR' }).click();
        await page.getByRole('link', { name: 'Check it yourself' }).click();
        const download = page.waitForEvent('download');
        await page.getByRole('link', { name: 'Download the proof' }).click();
        expect((await download).suggestedFilename()).toBe('folkmoot-bundle.json');
      });
    });
  });
}

/** Begins on the front page of `a`; afterwards nothing has gone wrong on the way. */
async function reading(
  { site, browser }: { readonly site: Site; readonly browser: Browser },
  read: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(ACT_MS_MAX);
  const faults: string[] = [];
  watch(page, faults, () => 400);
  try {
    await page.goto(`${site.a.server.origin}/`);
    await read(page);
    expect(faults).toEqual([]);
  } finally {
    await context.close();
  }
}

/** Long beside any page here: it ends a test that waits for what never comes. */
const ACT_MS_MAX = 10_000;

/** Types into a box and sends it off. */
async function ask(page: Page, label: string, text: string): Promise<void> {
  const box = page.locator('input').and(page.getByLabel(label));
  await box.fill(text);
  const arrived = page.waitForEvent('load');
  await box.press('Enter');
  await arrived;
}

async function heading(page: Page): Promise<string> {
  return (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
}
