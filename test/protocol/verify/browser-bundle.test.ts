import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { LEVELS } from '../../../protocol/verify/report.ts';
import { bytesOf, withoutEntries } from '../../support/verify/bundles.ts';
import { goodBundles } from '../../support/verify/good-bundles.ts';

const folder = fileURLToPath(new URL('../../../protocol', import.meta.url));

test('§9 [R-9.1] the verifier runs where there is nothing of Node, and says the same', async () => {
  const { code, inputs } = await bundle();
  expect(inputs.filter((input) => input.includes('node:') || input.includes('didwebvh-ts'))).toEqual([]);
  expect(code).not.toMatch(/node:|\brequire\(/);
  const web = { atob, btoa, crypto, CryptoKey, TextDecoder, TextEncoder, Uint8Array, URL };
  const context = createContext({ ...web, asked: {} });
  runInContext(code, context);
  for (const { name, bundle: whole, trust, now } of await goodBundles()) {
    const verify = async (bytes: Uint8Array) => {
      context.asked = { bytes, trust, now };
      const call = 'verifier.verifyBundle(asked.bytes, { verify: verifier.verifyWithJose, ...asked })';
      const { levels } = await runInContext(call, context);
      return LEVELS.map((level) => levels[level].result);
    };
    expect(await verify(bytesOf(whole)), name).toEqual(LEVELS.map(() => 'pass'));
    const withoutCharter = withoutEntries(whole, whole.target.commons, [0]);
    expect(await verify(bytesOf(withoutCharter)), name).toContain('unresolved');
  }
});

async function bundle() {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: "export * from './verify/verify-bundle.ts'; export * from './identity/jose-verify.ts';",
      resolveDir: folder,
    },
    bundle: true,
    format: 'iife',
    globalName: 'verifier',
    metafile: true,
    minify: true,
    platform: 'browser',
    write: false,
  });
  return { code: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) };
}
