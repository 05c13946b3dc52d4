import { writeFileSync } from 'node:fs';
import { logFile } from './logs/log-file.ts';
import { LOG_FILES } from './logs/log-files.ts';

/* Writes the vectors that are small logs, §§1, 3, 4: `node test/support/vectors/write-logs.ts`. */

for (const { name, about, foundations } of LOG_FILES) {
  const file = new URL(`../../../spec/vectors/${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(await logFile(about, foundations), null, 2)}\n`);
}
