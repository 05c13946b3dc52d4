import * as z from 'zod';
import { refSchema } from '../ids.ts';
import { claimFields } from './claims.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** What an objection can rest on. Spec §6. */
export const OBJECTION_GROUNDS = [
  'harms-aim',
  'harms-affected',
  'violates-value',
  'exceeds-authority',
  'irreversible-risk',
  'worthwhile-improvement',
] as const;

/** A reasoned objection; it is its author's response and stands until its author ends it. Spec §6. */
export const objection = defineDocument(
  'objection',
  {
    proposal: refSchema,
    ground: z.enum(OBJECTION_GROUNDS),
    argument: textSchema,
    resolvedBy: textSchema,
    /** What a machine can recompute of it. Spec §6. */
    ...claimFields,
  },
  { signer: 'participant', threads: (d) => [d.proposal.subject], reads: () => [] },
);
export type Objection = z.infer<typeof objection.schema>;
