import { writeFileSync } from 'node:fs';
import {
  caseOf,
  FOREST_KEY,
  OTHER_KEY,
  PARTICIPANT_KEY,
  type TestKey,
  type VectorCase,
} from './request-signature-case.ts';
import { FIELD_PLANS } from './request-signature-fields.ts';
import { INPUT_PLANS } from './request-signature-input.ts';
import { MESSAGE_PLANS } from './request-signature-message.ts';

export interface VectorFile {
  readonly description: string;
  readonly keys: readonly Omit<TestKey, 'privateKey'>[];
  readonly cases: readonly VectorCase[];
}

export const VECTOR_FILE = new URL('../../../spec/vectors/10-request-signature.json', import.meta.url);

/** What VECTOR_FILE holds: the same on every run. Run this file to write it anew. */
export function requestSignatureVectors(): VectorFile {
  return {
    description:
      'Signed requests (chapter 10). Each case is one request at one receiver; `keysInForce` (keyids) and `usedNonces` are all that the receiver knows. Where `valid`, `signatureBase` and `sender` follow; otherwise `reason` is the code of the first step of [R-10.14] that fails. `body` and `seed` are base64url.',
    keys: [FOREST_KEY, PARTICIPANT_KEY, OTHER_KEY].map(({ name, seed, key }) => ({ name, seed, key })),
    cases: [...FIELD_PLANS, ...INPUT_PLANS, ...MESSAGE_PLANS].map(caseOf),
  };
}

if (import.meta.main) writeFileSync(VECTOR_FILE, textOf(requestSignatureVectors()));

/** One line a key and a case: a change of one case shows as one line. */
function textOf({ description, keys, cases }: VectorFile): string {
  const lines = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).join(',\n');
  return `{"description":${JSON.stringify(description)},\n"keys":[\n${lines(keys)}\n],\n"cases":[\n${lines(cases)}\n]}\n`;
}
