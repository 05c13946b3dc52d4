import { writeFileSync } from 'node:fs';
import { LIMIT_SCENARIOS } from './governance/limit-scenarios.ts';
import { PROCESS_SCENARIOS } from './governance/process-scenarios.ts';
import { RIGHT_SCENARIOS } from './governance/right-scenarios.ts';
import { governanceFile } from './governance/scenario.ts';
import { SECOND_SCENARIOS } from './governance/second-scenarios.ts';

/* Writes the vectors of §6: `node test/support/vectors/write-governance.ts`. */

const FILES = {
  '06-right.json': ['Who had the right to decide.', RIGHT_SCENARIOS],
  '06-process.json': ['What a decision must say and name.', PROCESS_SCENARIOS],
  '06-limits.json': ['What limits and constraints leave.', LIMIT_SCENARIOS],
  '06-second.json': ['A second signature.', SECOND_SCENARIOS],
} as const;

for (const [name, [description, scenarios]] of Object.entries(FILES)) {
  const file = new URL(`../../../spec/vectors/${name}`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(await governanceFile(description, scenarios), null, 2)}\n`);
}
