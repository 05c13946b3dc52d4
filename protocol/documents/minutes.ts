import * as z from 'zod';
import { documentIdSchema, refSchema, subjectSchema } from '../ids.ts';
import { THREADS_MAX } from '../limits.ts';
import { STANCES } from './advice.ts';
import { countSchema, LIST_MAX, positiveSchema, textSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { OBJECTION_GROUNDS } from './objection.ts';
import { answerSchema, BLOCK_GROUNDS } from './response.ts';
import { FATES, reluctanceSchema } from './withdrawal.ts';

/** As many as a circle has members. */
const PEOPLE_MAX = 1000;
/** Each is a thread that the minutes change, besides the meeting's own. */
const MATTERS_MAX = THREADS_MAX - 1;

/** What one person said, as far as the rung asks for it: as in `response`. */
const answerOfSchema = z.strictObject({
  by: subjectSchema,
  value: answerSchema,
  text: textSchema.exactOptional(),
  ground: z.enum(BLOCK_GROUNDS).exactOptional(),
});
/** As in `objection`. */
const objectionOfSchema = z.strictObject({
  by: subjectSchema,
  ground: z.enum(OBJECTION_GROUNDS),
  argument: textSchema,
  resolvedBy: textSchema,
});
/** As in `approval`: everybody of whom the person approves; nobody is *none of these*. */
const ballotOfSchema = z.strictObject({
  by: subjectSchema,
  approves: z
    .array(subjectSchema)
    .max(LIST_MAX)
    .refine((list) => isDistinct(list), 'each person once'),
});
/** As in `advice`. */
const adviceOfSchema = z.strictObject({ by: subjectSchema, stance: z.enum(STANCES), text: textSchema });
/** As in `withdrawal`, of an objection that the person raised before. */
const endOfSchema = z.strictObject({
  by: subjectSchema,
  objection: documentIdSchema,
  fate: z.enum(FATES),
  reluctant: reluctanceSchema.exactOptional(),
});
/** As in `objection-test`. */
const testOfSchema = z.strictObject({
  by: subjectSchema,
  objection: documentIdSchema,
  argumentMade: z.boolean(),
  reason: textSchema,
});

/** One matter of the agenda, and what people said to it; each has one word. */
const matterSchema = z
  .strictObject({
    proposal: refSchema,
    /** How often everybody was heard in turn. */
    rounds: positiveSchema.exactOptional(),
    answers: z.array(answerOfSchema).min(1).max(PEOPLE_MAX).exactOptional(),
    /** How many said what, without their names. */
    counted: z
      .partialRecord(answerSchema, positiveSchema)
      .refine((counts) => Object.keys(counts).length > 0, 'at least one')
      .exactOptional(),
    objections: z.array(objectionOfSchema).min(1).max(LIST_MAX).exactOptional(),
    /** In a selection by approval. */
    ballots: z.array(ballotOfSchema).min(1).max(PEOPLE_MAX).exactOptional(),
    advice: z.array(adviceOfSchema).min(1).max(PEOPLE_MAX).exactOptional(),
    ended: z.array(endOfSchema).min(1).max(LIST_MAX).exactOptional(),
    tests: z.array(testOfSchema).min(1).max(LIST_MAX).exactOptional(),
    /** The meeting closes the matter: attendance takes the place of the time that it would be open for. */
    closes: z.literal(true).exactOptional(),
  })
  .refine(
    ({ answers, objections, ballots }) =>
      isDistinct([answers, objections, ballots].flatMap((acts) => (acts ?? []).map(({ by }) => by))),
    'each person once, with an answer, an objection or a ballot',
  )
  .refine(({ advice }) => isDistinct((advice ?? []).map(({ by }) => by)), 'each person once, with advice')
  .refine(({ ended }) => isDistinct((ended ?? []).map(({ objection }) => objection)), 'each objection once')
  .refine(
    ({ tests }) => isDistinct((tests ?? []).map(({ by, objection }) => `${by} ${objection}`)),
    'each person once for each objection',
  );
export type RecordedMatter = z.infer<typeof matterSchema>;

/** Who was there and what they said, written down by the minute-taker. Spec §14. */
export const minutes = defineDocument(
  'minutes',
  {
    meeting: refSchema,
    /** The meeting's circle. */
    circle: subjectSchema,
    attendance: z
      .array(subjectSchema)
      .min(1)
      .max(PEOPLE_MAX)
      .refine((people) => isDistinct(people), 'each person once'),
    /** People who were there without a voice. */
    guests: countSchema.exactOptional(),
    text: textSchema.exactOptional(),
    /** Why somebody else took the minutes than the notice names. Spec §14. */
    standsIn: textSchema.exactOptional(),
    matters: z
      .array(matterSchema)
      .max(MATTERS_MAX)
      .refine((matters) => isDistinct(matters.map(({ proposal }) => proposal.subject)), 'each matter once'),
  },
  {
    signer: 'participant',
    threads: (d) => [d.meeting.subject, ...d.matters.map(({ proposal }) => proposal.subject)],
    reads: (d) => [d.circle, 'charter', 'constraints'],
  },
);
export type Minutes = z.infer<typeof minutes.schema>;

function isDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}
