import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { LEVELS, type LevelResult } from '../../../protocol/verify/report.ts';
import { eventually } from '../../support/instances.ts';
import type { Site } from '../support/site.ts';

const folder = fileURLToPath(new URL('../../../protocol', import.meta.url));

/** Places in the file at which one byte is changed, spread over all of it. */
const PLACES = 12;

/** What the browser makes of a file: the answers of all levels, or that it is no bundle at all. */
type Verdict = readonly LevelResult[] | string;

const PASSED = LEVELS.map(() => 'pass');

/** The verifier itself, in a browser, over files from the server. */
export function testVerifying(given: () => { readonly site: Site; readonly browser: Browser }): void {
  describe('§9 [R-9.1] the same verifier runs in a browser', () => {
    let code: string;
    beforeAll(async () => {
      code = await verifierCode();
    });

    test('a decision and an agreement pass, and are nobody’s to change by one byte', async () => {
      const { site, browser } = given();
      const { origin } = site.a.server;
      const trust = [site.a.commons, site.b.commons];
      const context = await browser.newContext();
      const page = await context.newPage();
      await openBlank(page, origin);
      await page.evaluate(code);
      for (const name of [site.agreement, site.counted.slice(site.counted.indexOf(';') + 1)]) {
        const path = `/bundles/${name}`;
        await eventually(`${path} passes, once its time is witnessed`, async () =>
          isDeepStrictEqual(await verdict(page, path, trust, null), PASSED),
        );
        for (let place = 0; place < PLACES; place++) {
          const changed = await verdict(page, path, trust, place / PLACES);
          expect(changed, `${path}, byte ${place}/${PLACES}`).not.toEqual(PASSED);
        }
      }
      await context.close();
    });
  });
}

/** A page of the server's origin with nothing on it: the server's own pages run no script but their own, whoever asks. */
async function openBlank(page: Page, origin: string): Promise<void> {
  const address = `${origin}/blank`;
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: '<!DOCTYPE html>' }));
  await page.goto(address);
}

/**
 * Gets a bundle from the server and verifies it, all in the browser.
 *
 * @param at where one byte is changed first, from 0 to 1; null for nowhere.
 */
async function verdict(
  page: Page,
  path: string,
  trust: readonly string[],
  at: number | null,
): Promise<Verdict> {
  const script = `(async () => {
    const bytes = new Uint8Array(await (await fetch(${JSON.stringify(path)})).arrayBuffer());
    const at = ${at};
    // Another letter of base64url in place of the one that is there, so that it is still text.
    if (at !== null) bytes[Math.floor(at * bytes.length)] ^= 1;
    try {
      const { levels, faults } = await verifier.verifyBundle(bytes, {
        verify: verifier.verifyWithJose,
        trust: ${JSON.stringify(trust)},
        now: Date.now(),
      });
      return faults.length > 0 ? faults[0].sentence : Object.values(levels).map(({ result }) => result);
    } catch (error) {
      return String(error);
    }
  })()`;
  return page.evaluate<Verdict>(script);
}

async function verifierCode(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './verify/verify-bundle.ts'; export * from './identity/jose-verify.ts';",
      resolveDir: folder,
    },
    bundle: true,
    format: 'iife',
    globalName: 'verifier',
    platform: 'browser',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
