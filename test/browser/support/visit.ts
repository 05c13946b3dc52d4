import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** What is wrong with the page that is open, one sentence each. */
const CHECKS = readFileSync(new URL('./in-page.js', import.meta.url), 'utf8');

/** A folder for pictures of every page that is visited, for people who want to look at them; none by default. */
const PICTURES = process.env.FOLKMOOT_TEST_PICTURES;

/** A phone and a desk, by day and by night. */
const LOOKS = [1280, 360].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

/** A page as somebody visits it. */
export interface Visit {
  readonly name: string;
  readonly url: string;
  readonly status: number;
}

/** Everything that is wrong with pages, by their names: at every look, and with everything open that can be opened. */
export async function faultsOf(
  page: Page,
  visits: readonly Visit[],
): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  const faults: string[] = [];
  let expected = 200;
  watch(page, faults, () => expected);
  for (const { name, url, status } of visits) {
    expected = status;
    const answer = await page.goto(url);
    if (answer?.status() !== status) faults.push(`it answers ${answer?.status()}`);
    const closed = page.locator('details:not([open]) > summary');
    while ((await closed.count()) > 0) await closed.first().click();
    for (const { width, colorScheme } of LOOKS) {
      const look = `${width}-${colorScheme}`;
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      faults.push(...(await faultsNow(page)).map((fault) => `${look}: ${fault}`));
      await takePicture(page, `${name}-${look}`);
    }
    if (faults.length > 0) found[name] = faults.splice(0);
  }
  return found;
}

/** What is wrong with the page as it is shown now. */
export async function faultsNow(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(CHECKS);
}

/** Notes what a page must never do: complain, fail, or ask anybody but its own server. */
export function watch(page: Page, faults: string[], status: () => number): void {
  page.on('console', (message) => {
    // The browser itself writes down that the page was not found.
    const isStatus = status() >= 400 && message.text().includes(`status of ${status()}`);
    if (!isStatus) faults.push(`the console says: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`a script fails: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`a dialog opens: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    if (reason !== GIVEN_UP) faults.push(`${request.url()} cannot be loaded: ${reason}`);
  });
  page.on('request', (request) => {
    const own = new URL(request.isNavigationRequest() ? request.url() : page.url()).origin;
    if (new URL(request.url()).origin !== own) faults.push(`it asks ${request.url()}`);
  });
}

/** A reader who goes on before the last page's icon has come: the browser drops the request itself. */
const GIVEN_UP = 'net::ERR_ABORTED';

export async function takePicture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  // Hiding the caret would put a style into the page, which its policy forbids.
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true, caret: 'initial' });
}
