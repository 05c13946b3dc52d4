import { writeFileSync } from 'node:fs';
import { exampleFiles } from './logs/example-file.ts';

/* Writes the two example logs: `node test/support/vectors/write-examples.ts`. */

for (const [name, content] of Object.entries(await exampleFiles())) {
  const file = new URL(`../../../spec/vectors/${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}
