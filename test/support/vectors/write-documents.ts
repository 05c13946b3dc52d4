import { writeFileSync } from 'node:fs';
import { canonicalVectors } from './canonical.ts';
import { fieldVectors, typeVectors } from './documents/payload-files.ts';
import { envelopeVectors } from './envelope.ts';
import { formVectors } from './forms.ts';

/* Writes the vectors of payloads and envelopes, §2 and §4: `node test/support/vectors/write-documents.ts`. */

const FILES = {
  '02-canonical.json': canonicalVectors,
  '02-envelope.json': envelopeVectors,
  '02-forms.json': formVectors,
  '02-fields.json': fieldVectors,
  '04-documents.json': typeVectors,
};

for (const [name, vectors] of Object.entries(FILES)) {
  const file = new URL(`../../../spec/vectors/${name}`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(vectors(), null, 2)}\n`);
}
