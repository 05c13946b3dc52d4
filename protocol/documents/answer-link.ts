import type * as z from 'zod';
import { hashTextSchema, refSchema, subjectSchema } from '../ids.ts';
import { textSchema, timeSchema } from './common.ts';
import { defineDocument } from './define.ts';

/**
 * A link by which somebody without a key of their own says one thing in one matter: a person who is asked, or a guest.
 * Spec §14.
 *
 * `lock` is the hash of the hash of the link's secret: whoever reads the log opens nothing with it.
 */
export const answerLink = defineDocument(
  'answer-link',
  {
    proposal: refSchema,
    /** Whose it is, among those who are asked. */
    for: subjectSchema.exactOptional(),
    /** Who the guest is, in words. */
    guest: textSchema.exactOptional(),
    lock: hashTextSchema,
    endsAt: timeSchema,
  },
  {
    signer: 'participant',
    threads: (d) => [d.proposal.subject],
    reads: (d) => (d.for === undefined ? [] : [d.for]),
  },
);
export type AnswerLink = z.infer<typeof answerLink.schema>;
