import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { testActing } from './suites/acting.ts';
import { testKeyboard } from './suites/keyboard.ts';
import { testPages } from './suites/pages.ts';
import { testReading } from './suites/reading.ts';
import { testVerifying } from './suites/verifying.ts';
import { findChromium, launchChromium } from './support/chromium.ts';
import { type Site, startSite } from './support/site.ts';

const chromium = findChromium();

/** One browser and one site for all suites: starting them takes longer than most of the tests. */
describe.skipIf(chromium === null)('in a real browser', { timeout: 60_000 }, () => {
  let site: Site | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), launchChromium(chromium ?? '')]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const given = () => {
    if (site === undefined || browser === undefined) throw new TypeError('both are started before the tests');
    return { site, browser };
  };
  testPages(given);
  testReading(given);
  testKeyboard(given);
  testVerifying(given);
  testActing(given);
});
