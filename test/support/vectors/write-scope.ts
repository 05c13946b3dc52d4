import { writeFileSync } from 'node:fs';
import { effectVectors } from './scope/effect-cases.ts';
import { registerVectors } from './scope/register-cases.ts';
import { setVectors } from './scope/set-cases.ts';

/* Writes the vectors of effects, the register and sets, §5: `node test/support/vectors/write-scope.ts`. */

const FILES = {
  '05-effects.json': effectVectors,
  '05-register.json': registerVectors,
  '05-sets.json': setVectors,
};

for (const [name, vectors] of Object.entries(FILES)) {
  const file = new URL(`../../../spec/vectors/${name}`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(vectors(), null, 2)}\n`);
}
