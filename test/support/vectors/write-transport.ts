import { writeFileSync } from 'node:fs';
import { discoveryVectors } from './transport/discovery-cases.ts';
import { pageVectors } from './transport/page-cases.ts';

/* Writes the vectors of discovery and of pages, §10: `node test/support/vectors/write-transport.ts`. */

const FILES = { '10-discovery.json': discoveryVectors, '10-pages.json': pageVectors };

for (const [name, vectors] of Object.entries(FILES)) {
  const file = new URL(`../../../spec/vectors/${name}`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(await vectors(), null, 2)}\n`);
}
