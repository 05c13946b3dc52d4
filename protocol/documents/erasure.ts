import * as z from 'zod';
import { documentIdSchema, hashTextSchema, refSchema, subjectSchema } from '../ids.ts';
import { ATTACHMENTS_MAX } from '../limits.ts';
import { textSchema } from './common.ts';
import { defineDocument, type ThreadName } from './define.ts';

/** Why something is erased. Spec §16. */
export const ERASURE_GROUNDS = ['author-request', 'law', 'safety', 'error'] as const;
export const erasureGroundSchema = z.enum(ERASURE_GROUNDS);
export type ErasureGround = z.infer<typeof erasureGroundSchema>;

/** Documents of one erasure: each whole payload is a thread that is read. */
const ERASED_MAX = 8;

/** What goes of one document: attachments that it names, or its payload with all of them. */
const erasedSchema = z.strictObject({
  document: documentIdSchema,
  attachments: z.array(hashTextSchema).min(1).max(ATTACHMENTS_MAX).exactOptional(),
  /** A thread that the document stands in: it shows that nothing rests on it. Of words alone no thread is told. */
  payload: z.strictObject({ thread: subjectSchema }).exactOptional(),
});
export const erasesSchema = z.array(erasedSchema).min(1).max(ERASED_MAX);
export type Erased = z.infer<typeof erasedSchema>;

/** Threads that tell whether something still rests on a payload: of attachments nothing is asked. */
export function erasedThreads(erases: readonly Erased[]): readonly ThreadName[] {
  return erases.flatMap(({ payload }) => payload?.thread ?? []);
}

/**
 * Bytes that are gone: an author's own words, or what a decision said. The leaf and every verdict stay. Spec §16.
 *
 * A person signs for what they wrote; the commons where a decision of its own, which it names, says just this.
 */
export const erasure = defineDocument(
  'erasure',
  {
    erases: erasesSchema,
    ground: erasureGroundSchema,
    by: refSchema.exactOptional(),
    reason: textSchema.exactOptional(),
  },
  {
    signer: (d) => (d.by === undefined ? 'participant' : 'commons'),
    threads: (d) => ['erasures', ...(d.by === undefined ? [] : [d.by.subject])],
    reads: (d) => erasedThreads(d.erases),
  },
);
export type Erasure = z.infer<typeof erasure.schema>;
