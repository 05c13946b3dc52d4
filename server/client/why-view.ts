import * as z from 'zod';
import { documentIdSchema, subjectSchema } from '../../protocol/ids.ts';
import { LEVELS } from '../../protocol/verify/report.ts';
import { heldSchema } from './meeting-views.ts';
import { textsSchema, verdictSchema } from './views.ts';

const levelSchema = z.looseObject({ result: z.string(), reason: z.string() });

const questionSchema = z.looseObject({
  id: documentIdSchema,
  by: z.string(),
  text: z.string().nullable(),
  state: z.string(),
  ruling: z.string().nullable(),
});

const limitSchema = z.looseObject({
  effects: z.array(z.string()),
  measure: z.string(),
  resource: z.looseObject({ name: textsSchema, unit: z.string() }).nullable(),
  asked: z.int(),
  perDecision: z.int().nullable(),
  perPeriod: z.looseObject({ most: z.int(), seconds: z.int(), end: z.string(), used: z.int() }).nullable(),
});

/** `GET /why/:id` */
export const whySchema = z.looseObject({
  id: documentIdSchema,
  sentence: z.string(),
  at: z.string(),
  who: z.looseObject({ name: z.string() }),
  role: z
    .looseObject({
      name: z.string(),
      from: z.string(),
      until: z.string(),
      acting: z
        .looseObject({ as: z.string(), for: z.string().nullable(), until: z.string().nullable() })
        .nullable(),
    })
    .nullable(),
  domain: z.looseObject({ title: z.string(), rung: z.string() }),
  way: z.looseObject({ rung: z.string(), notes: z.array(z.string()) }),
  chain: z.array(z.looseObject({ id: documentIdSchema, type: z.string(), what: z.string() })),
  findings: z.array(z.looseObject({ severity: z.string(), sentence: z.string() })),
  result: z.string(),
  verdict: verdictSchema,
  what: z.array(z.string()),
  signatures: z.array(z.looseObject({ name: z.string(), at: z.string() })),
  proposal: subjectSchema.nullable(),
  driver: z.string().nullable(),
  explanation: z.array(z.looseObject({ words: z.string() })),
  reason: z.string().nullable(),
  alternatives: z.array(z.string()),
  silent: z.array(z.string()),
  answers: z.array(
    z.looseObject({
      by: z.string(),
      value: z.string(),
      ground: z.string().nullable(),
      text: z.string().nullable(),
    }),
  ),
  answersWithheld: z.int(),
  tallies: z.array(
    z.looseObject({
      by: z.string(),
      counts: z.looseObject({ yes: z.int(), no: z.int(), abstain: z.int() }),
    }),
  ),
  emergencies: z.array(
    z.looseObject({
      id: documentIdSchema,
      by: z.string(),
      harm: z.string().nullable(),
      did: z.string().nullable(),
    }),
  ),
  advice: z.array(
    z.looseObject({
      by: z.string(),
      stance: z.string(),
      text: z.string().nullable(),
      answer: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  counts: z.looseObject({ answers: z.record(z.string(), z.int()) }).nullable(),
  selection: z
    .looseObject({
      method: z.string(),
      candidates: z.array(
        z.looseObject({
          name: z.string(),
          nominations: z.int(),
          approvals: z.int().nullable(),
          chosen: z.boolean(),
          reasons: z.array(z.looseObject({ by: z.string(), words: z.string() })),
        }),
      ),
      none: z.int().nullable(),
      ballots: z.array(z.looseObject({ by: z.string(), approves: z.array(z.string()) })),
    })
    .nullable(),
  objections: z.array(
    z.looseObject({
      objection: z.string(),
      fate: z.string(),
      by: z.string().nullable(),
      ground: z.string().nullable(),
      argument: z.string().nullable(),
      resolvedBy: z.string().nullable(),
      ended: z.looseObject({ reason: z.string().nullable(), measure: z.string().nullable() }).nullable(),
    }),
  ),
  limits: z.array(limitSchema),
  constraints: z.array(
    z.looseObject({
      title: textsSchema,
      words: z.string(),
      result: z.string(),
      reason: z.string().nullable(),
    }),
  ),
  meetings: z.array(heldSchema),
  effectiveAt: z.string(),
  reviewAt: z.string(),
  expiresAt: z.string().nullable(),
  life: z
    .looseObject({
      standing: z.string(),
      suspended: z.boolean(),
      challengeUntil: z.string(),
      challenges: z.array(questionSchema),
      requests: z.array(questionSchema),
      actions: z.array(
        z.looseObject({
          id: documentIdSchema,
          owner: z.string(),
          what: z.string().nullable(),
          dueAt: z.string(),
          result: z.string().nullable(),
          overdue: z.boolean(),
        }),
      ),
      veto: z
        .looseObject({
          circle: z.string(),
          until: z.string(),
          over: z.boolean(),
          open: z.array(subjectSchema),
        })
        .nullable(),
    })
    .nullable(),
  reverses: documentIdSchema.nullable(),
  replaces: documentIdSchema.nullable(),
  reversedBy: documentIdSchema.nullable(),
  replacedBy: documentIdSchema.nullable(),
  levels: z.record(z.enum(LEVELS), levelSchema),
  singleHistory: z.looseObject({ result: z.string(), unknown: z.int() }),
  notShown: z.array(z.string()),
});
export type Why = z.infer<typeof whySchema>;
