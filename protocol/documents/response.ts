import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { claimFields } from './claims.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';
import type { Rung } from './rung.ts';

/** What a person can answer, by rung. Spec §6. */
export const ANSWERS = {
  consent: ['consent', 'concern', 'abstain', 'pause'],
  consensus: ['agree', 'agree-with-reservation', 'stand-aside', 'block', 'abstain', 'pause'],
  vote: ['yes', 'no', 'abstain'],
} as const satisfies Partial<Record<Rung, readonly string[]>>;
export type Answer = (typeof ANSWERS)[keyof typeof ANSWERS][number];

/** Rungs on which a circle answers, person by person. */
export type CircleRung = keyof typeof ANSWERS;

export function isCircleRung(rung: Rung): rung is CircleRung {
  return Object.hasOwn(ANSWERS, rung);
}

export const answerSchema = z.enum([
  ...new Set<Answer>([...ANSWERS.consent, ...ANSWERS.consensus, ...ANSWERS.vote]),
]);

/** What a block can rest on. Spec §6. */
export const BLOCK_GROUNDS = ['purpose', 'value', 'safety'] as const;

/** One person's answer to one version of a proposal; a newer one replaces it. Spec §6. */
export const response = defineDocument(
  'response',
  {
    proposal: refSchema,
    value: answerSchema,
    /** Why; whoever stands aside or blocks says so. */
    text: textSchema.exactOptional(),
    /** What a block rests on; only a block names it. */
    ground: z.enum(BLOCK_GROUNDS).exactOptional(),
    /** In whose name, by a proxy; only at a vote. Spec §17. */
    for: subjectSchema.exactOptional(),
    /** Only of a block on a value: what a machine can recompute of it. Spec §6. */
    ...claimFields,
  },
  {
    signer: 'participant',
    threads: (d) => [d.proposal.subject],
    reads: (d) => (d.for === undefined ? [] : [d.for]),
  },
);
export type Response = z.infer<typeof response.schema>;
