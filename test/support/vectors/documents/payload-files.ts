import type { VectorFile } from '../document-case.ts';
import { fieldCases } from './field-cases.ts';
import { negotiationCases } from './negotiation-cases.ts';
import type { PayloadExpected } from './payload-case.ts';
import { thingCases } from './thing-cases.ts';
import { threadCases } from './thread-cases.ts';
import { typeCases } from './type-cases.ts';

const HOW =
  '`input.text` is a payload, in canonical form. Where `valid`, it is a document that can enter the log of the commons ' +
  '`expected.log`, with the id, type, kind of signer and attachments that `expected` says, and its entry `changes` and ' +
  "`reads` these threads, by name, sorted, the author's own included. Otherwise it is refused with the problem type " +
  '`expected.problem`, by its form or because it does not enter that log. Whether it counts is another question.';

export function fieldVectors(): VectorFile<PayloadExpected> {
  return { description: `Common members and forms of fields (Spec §2.5, §2.6). ${HOW}`, cases: fieldCases() };
}

export function typeVectors(): VectorFile<PayloadExpected> {
  return {
    description: `Payloads of every type, and their threads (Spec §3.3, §§4, 5, 7, 8). ${HOW}`,
    cases: [...typeCases(), ...thingCases(), ...negotiationCases(), ...threadCases()],
  };
}
