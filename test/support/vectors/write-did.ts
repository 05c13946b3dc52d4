import { writeFileSync } from 'node:fs';
import { didCases } from './did-cases.ts';

/** Writes `spec/vectors/01-did.json` anew: `node test/support/vectors/write-did.ts`. */
const description =
  'DID logs of commons (spec chapter 1). Each case: `lines` of did.jsonl without newlines, judged at `now`. ' +
  '`expectedScid`: the reader wants that commons. `known`: lines seen before; a log that does not extend them is ' +
  'refused although its `versions` are good by themselves. `problem` and `fault`: our words for why; others may have ' +
  'their own. The keys are made from public labels: never use them.';

const file = new URL('../../../spec/vectors/01-did.json', import.meta.url);
writeFileSync(file, `${JSON.stringify({ description, cases: await didCases() }, null, 2)}\n`);
