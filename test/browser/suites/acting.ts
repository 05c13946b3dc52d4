import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { act } from '../../support/instances.ts';
import type { Site } from '../support/site.ts';
import { faultsNow, takePicture, watch } from '../support/visit.ts';

/** A member who signs on the pages, with a key that the browser holds. */
export function testActing(given: () => { readonly site: Site; readonly browser: Browser }): void {
  describe('§10 with a key in the browser', () => {
    test('[R-10.45] makes one, puts something forward, decides it, and is told what would not count', async () => {
      const { site, browser } = given();
      const { server, client, founder } = site.a;
      const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
      const page = await context.newPage();
      const faults: string[] = [];
      watch(page, faults, () => 200);

      await page.goto(`${server.origin}/me`);
      await page.getByRole('button', { name: 'Make a key for this browser' }).click();
      const key = (await page.locator('#this-browser .id code').textContent()) ?? '';
      expect(key).toMatch(/^z6Mk/);
      await page.getByLabel('Your name here').fill('Somebody else');
      await page.getByRole('button', { name: 'That is me' }).click();
      await page.getByText('Nobody of this name lists this key yet.').waitFor();
      await act(client, 'participant', {
        subject: founder.author,
        kind: 'human',
        pseudonym: 'Founder of a',
        keys: [
          { key: founder.key, custody: 'device' },
          { key, custody: 'browser' },
        ],
        status: 'active',
      });
      await page.getByLabel('Your name here').fill('founder of A');
      await page.getByRole('button', { name: 'That is me' }).click();
      await page.getByText('You sign here as').waitFor();

      await page.goto(`${server.origin}/register`);
      await page.getByRole('link', { name: 'Purpose and charter' }).click();
      await page.getByText('I put forward something to agree on here').click();
      await page.getByLabel('What shall hold?').fill('We meet on Thursdays.');
      await page.getByLabel('Why?').fill('Wednesday is taken.');
      await page.getByRole('button', { name: 'Put it forward' }).click();
      const dialog = page.getByRole('dialog');
      expect(await dialog.textContent()).toContain('We meet on Thursdays.');
      expect(await faultsNow(page)).toEqual([]);
      await takePicture(page, 'signing');
      await dialog.getByRole('button', { name: 'Leave it' }).click();
      expect(await page.getByLabel('Why?').inputValue()).toBe('Wednesday is taken.');
      await page.getByRole('button', { name: 'Put it forward' }).click();
      await dialog.getByRole('button', { name: 'Sign and publish' }).click();
      await page.getByText('Signed: entry').waitFor();

      await page.goto(`${server.origin}/proposals`);
      await page.getByRole('link', { name: 'We meet on Thursdays.' }).click();
      await page.getByText('I put it forward, and take it back').waitFor();
      await page.getByRole('radio', { name: 'Consent', exact: false }).first().check();
      await page.getByRole('button', { name: 'Answer' }).click();
      await dialog.getByText('It would count.').waitFor();
      await dialog.getByRole('button', { name: 'Sign and publish' }).click();
      await page.getByText('Signed: entry').waitFor();
      const why = page.getByRole('link', { name: 'Who decided it, by what right, and why' });
      await until(page, why);
      await why.click();
      expect(await page.locator('h1').textContent()).toContain('We meet on Thursdays.');
      const { people } = (await client.get('/circles')) as { people: { id: string }[] };
      await page.goto(`${server.origin}/documents/${people[0]?.id.split(';')[1]}`);
      expect(await page.locator('main').textContent()).toContain('with a key on a device of theirs');

      await page.goto(`${server.origin}/act/confirmation`);
      await page.getByLabel('of', { exact: false }).fill(site.counted);
      await page.getByRole('button', { name: 'Look at what it makes' }).click();
      await dialog.getByText('So it is not signed.').waitFor();
      expect(await dialog.getByRole('button', { name: 'Sign and publish' }).count()).toBe(0);
      await dialog.getByRole('button', { name: 'Leave it' }).click();

      const elsewhere = await context.newPage();
      await elsewhere.goto(`${server.origin}/act/matter`);
      await elsewhere.getByLabel('what', { exact: false }).first().fill('Somebody who was here before.');

      await page.goto(`${server.origin}/me`);
      await page.getByText('You sign here as').waitFor();
      await page.getByRole('button', { name: 'Forget this key' }).click();
      await page.getByText('This browser has no key yet.').waitFor();
      await elsewhere.getByRole('button', { name: 'Look at what it makes' }).click();
      await elsewhere.getByText('This browser has forgotten its key.').waitFor();
      await page.goto(`${server.origin}/proposals`);
      expect(await page.locator('form[data-act]').count()).toBe(0);
      expect(faults).toEqual([]);
      await context.close();
    });
  });
}

/** Loads the page again until something is there: what follows from an answer comes a moment later. */
async function until(page: Page, there: ReturnType<Page['getByRole']>): Promise<void> {
  for (;;) {
    await page.waitForLoadState('networkidle');
    if ((await there.count()) > 0) return;
    await page.reload();
  }
}
