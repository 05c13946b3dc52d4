import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/* What pages run in a browser: each entry becomes one file beside the stylesheet of the built server. */

const root = fileURLToPath(new URL('..', import.meta.url));
await build({
  entryPoints: ['start', 'member'].map((name) => `${root}/server/web/script/${name}.ts`),
  outdir: `${root}/dist/server/web/assets`,
  bundle: true,
  format: 'esm',
  minify: true,
  platform: 'browser',
  target: 'es2024',
  legalComments: 'none',
  // The server hashes natively; everything else is the same code.
  alias: { 'node:crypto': `${root}/server/web/script/node-crypto.ts` },
});
