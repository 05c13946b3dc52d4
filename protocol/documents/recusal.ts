import type * as z from 'zod';
import { refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Somebody has an interest of their own in a matter, and takes no part in deciding it. Spec §15. */
export const recusal = defineDocument(
  'recusal',
  { proposal: refSchema, reason: textSchema },
  { signer: 'participant', threads: (d) => [d.proposal.subject], reads: () => [] },
);
export type Recusal = z.infer<typeof recusal.schema>;
