import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { documentSchemas } from './schema.ts';

/* Writes `spec/schema/` anew: `node test/support/vectors/write-schema.ts`. */

const folder = new URL('../../../spec/schema/', import.meta.url);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [type, schema] of Object.entries(documentSchemas())) {
  writeFileSync(new URL(`${type}.json`, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
