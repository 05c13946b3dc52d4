import * as z from 'zod';
import { positiveSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** One line of a DID log: a document with a handful of keys and services takes 3 kB. */
const DID_LINE_CHARACTERS_MAX = 32 * 1024;

/**
 * One version of the commons' DID, as the exact line of its did:webvh log: so the log itself carries the key history.
 * Signed by a document key that this version lists. Spec §1 [R-1.12].
 */
export const identity = defineDocument(
  'identity',
  { version: positiveSchema, line: z.string().min(1).max(DID_LINE_CHARACTERS_MAX) },
  { signer: 'commons', threads: () => ['identity'], reads: () => [] },
);
export type Identity = z.infer<typeof identity.schema>;
