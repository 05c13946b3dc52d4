import { writeFileSync } from 'node:fs';
import { GOVERNANCE_FILES } from './governance/files.ts';
import { caseFile } from './governance/scenario.ts';

/* Writes the vectors of small histories: `node test/support/vectors/write-governance.ts`. */

for (const { name, about, scenarios } of GOVERNANCE_FILES) {
  const file = new URL(`../../../spec/vectors/${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(await caseFile(about, scenarios), null, 2)}\n`);
}
