import type * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Whom somebody would see in a role, and why; a newer one replaces it. Spec §15. */
export const nomination = defineDocument(
  'nomination',
  { proposal: refSchema, nominee: subjectSchema, reason: textSchema },
  { signer: 'participant', threads: (d) => [d.proposal.subject], reads: (d) => [d.nominee] },
);
export type Nomination = z.infer<typeof nomination.schema>;
