import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian's Chromium lies; `CHROMIUM_PATH` names another one. */
const USUAL_PATH = '/usr/bin/chromium';

/** The browser's program, or null. Without one the browser tests are skipped, and say so. */
export function findChromium(): string | null {
  const path = process.env.CHROMIUM_PATH ?? USUAL_PATH;
  if (existsSync(path)) return path;
  console.warn(
    `SKIPPED: the browser tests need Chromium, and there is none at ${path}. ` +
      'Install it (Debian: apt-get install chromium), or name it by CHROMIUM_PATH.',
  );
  return null;
}

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
}
