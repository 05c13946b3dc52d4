import type * as z from 'zod';
import { scidSchema } from '../ids.ts';
import { defineDocument } from './define.ts';
import { depositsThread } from './thread-names.ts';

/**
 * What a commons says when another asks which deposits it keeps for it: these are all. Its leaf counts them: it stands in
 * their thread. Spec §21.
 */
export const depositList = defineDocument(
  'deposit-list',
  { for: scidSchema },
  { signer: 'commons', threads: (d) => [depositsThread(d.for)], reads: () => [] },
);
export type DepositList = z.infer<typeof depositList.schema>;
