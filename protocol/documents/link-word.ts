import * as z from 'zod';
import { documentIdSchema, hashTextSchema, refSchema, subjectSchema } from '../ids.ts';
import { STANCES } from './advice.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { OBJECTION_GROUNDS } from './objection.ts';
import { answerSchema, BLOCK_GROUNDS } from './response.ts';
import { FATES, reluctanceSchema } from './withdrawal.ts';

/** What can be said by a link: one of these. Spec §14. */
export const LINK_WORDS = ['answer', 'objection', 'ended', 'advice', 'question', 'disowned'] as const;
export type LinkWordKind = (typeof LINK_WORDS)[number];

/**
 * What somebody said by a link, once. The commons signs what came in by it, and it counts only with what opens the
 * link's lock. Spec §14.
 */
export const linkWord = defineDocument(
  'link-word',
  {
    proposal: refSchema,
    link: documentIdSchema,
    /** The hash of the link's secret; its hash is the lock. */
    proof: hashTextSchema,
    /** Whom the link is for; nobody where that is a guest. */
    by: subjectSchema.exactOptional(),
    /** As in `response`. */
    answer: z
      .strictObject({
        value: answerSchema,
        text: textSchema.exactOptional(),
        ground: z.enum(BLOCK_GROUNDS).exactOptional(),
      })
      .exactOptional(),
    /** As in `objection`. */
    objection: z
      .strictObject({ ground: z.enum(OBJECTION_GROUNDS), argument: textSchema, resolvedBy: textSchema })
      .exactOptional(),
    /** As in `withdrawal`, of an objection that they raised before. */
    ended: z
      .strictObject({
        objection: documentIdSchema,
        fate: z.enum(FATES),
        reluctant: reluctanceSchema.exactOptional(),
      })
      .exactOptional(),
    /** As in `advice`. */
    advice: z.strictObject({ stance: z.enum(STANCES), text: textSchema }).exactOptional(),
    question: textSchema.exactOptional(),
    /** As in `disavowal`. */
    disowned: z.strictObject({ minutes: documentIdSchema, text: textSchema.exactOptional() }).exactOptional(),
  },
  {
    signer: 'commons',
    threads: (d) => [d.proposal.subject],
    reads: (d) => (d.by === undefined ? [] : [d.by]),
  },
);
export type LinkWord = z.infer<typeof linkWord.schema>;

/** What it says, where that is one thing; null where it says none, or several. */
export function saidIn(word: Pick<LinkWord, LinkWordKind>): LinkWordKind | null {
  const [kind, ...more] = LINK_WORDS.filter((name) => word[name] !== undefined);
  return kind === undefined || more.length > 0 ? null : kind;
}
