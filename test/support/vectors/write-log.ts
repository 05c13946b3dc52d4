import { writeFileSync } from 'node:fs';
import { headsVectors } from './log/heads-cases.ts';
import { leafVectors } from './log/leaf-cases.ts';

/* Writes the vectors of leaves and heads, §3: `node test/support/vectors/write-log.ts`. */

const FILES = { '03-heads.json': headsVectors, '03-leaf.json': leafVectors };

for (const [name, vectors] of Object.entries(FILES)) {
  const file = new URL(`../../../spec/vectors/${name}`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(vectors(), null, 2)}\n`);
}
