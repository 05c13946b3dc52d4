import { writeFileSync } from 'node:fs';
import { bundleVectors } from './verification/bundles.ts';

/* Writes the vectors of proof bundles, §9: `node test/support/vectors/write-verification.ts`. */

const file = new URL('../../../spec/vectors/09-bundles.json', import.meta.url);
const { description, bundles, cases } = await bundleVectors();
// One line a bundle: they are long, and nobody reads them.
const lines = Object.entries(bundles).map(
  ([name, bundle]) => `    ${JSON.stringify(name)}: ${JSON.stringify(bundle)}`,
);
const rest = JSON.stringify({ description, cases }, null, 2).slice(1);
writeFileSync(file, `{\n  "bundles": {\n${lines.join(',\n')}\n  },${rest}\n`);
