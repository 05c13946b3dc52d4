import type * as z from 'zod';
import { documentIdSchema, scidSchema } from '../ids.ts';
import { defineDocument } from './define.ts';
import { depositsThread } from './thread-names.ts';

/**
 * A commons keeps a document that somebody signed for another commons, whose server does not take it: it says since when,
 * by the place in its own log. Spec §21.
 */
export const deposit = defineDocument(
  'deposit',
  { doc: documentIdSchema, for: scidSchema },
  { signer: 'commons', threads: (d) => [depositsThread(d.for)], reads: () => [] },
);
export type Deposit = z.infer<typeof deposit.schema>;
