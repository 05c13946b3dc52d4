import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { linesOf } from '../../support/vectors/did-case.ts';
import { DAY, GENESIS_TIME, wholeLife } from '../../support/vectors/did-commons.ts';

/** Measured 521 kB: 264 of them are zod's languages, which fall out where all of protocol/ imports `* as z` (164 kB). */
const BUNDLE_BYTES_MAX = 560_000;

const folder = fileURLToPath(new URL('../../../protocol/identity', import.meta.url));

test('protocol/identity runs in a browser: no import of Node, and no large bundle', async () => {
  const { code, inputs } = await bundle();
  expect(inputs.filter((input) => input.includes('node:') || input.includes('didwebvh-ts'))).toEqual([]);
  expect(code).not.toMatch(/node:|\brequire\(/);
  expect(code.length).toBeLessThan(BUNDLE_BYTES_MAX);
});

test('the bundle resolves a DID log where there is nothing of Node', async () => {
  const life = await wholeLife();
  const { code } = await bundle();
  const web = { atob, btoa, crypto, CryptoKey, TextDecoder, TextEncoder, Uint8Array, URL };
  const context = createContext({ ...web, lines: linesOf(life), now: GENESIS_TIME + 30 * DAY });
  const versions = await runInContext(
    `${code}; identity.resolveDidLog(lines, { now, verify: identity.verifyWithJose })`,
    context,
  );
  expect(JSON.stringify(versions)).toBe(JSON.stringify(life));
});

async function bundle() {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const { outputFiles, metafile } = await build({
    stdin: { contents: files.map((file) => `export * from './${file}';`).join('\n'), resolveDir: folder },
    bundle: true,
    format: 'iife',
    globalName: 'identity',
    metafile: true,
    minify: true,
    platform: 'browser',
    write: false,
  });
  return { code: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) };
}
