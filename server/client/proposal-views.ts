import * as z from 'zod';
import { documentIdSchema, subjectSchema } from '../../protocol/ids.ts';
import { saidAsideFields, throughFields } from './link-views.ts';
import { heldSchema } from './meeting-views.ts';
import { selectionSchema } from './role-views.ts';

const proposalSummarySchema = z.looseObject({
  subject: subjectSchema,
  id: documentIdSchema,
  what: z.array(z.string()),
  by: z.string(),
  at: z.string(),
  domain: z.looseObject({ title: z.string(), rung: z.string() }),
  state: z.string(),
  closesAt: z.string().nullable(),
  step: z.int().nullable(),
  phase: z.string().nullable(),
  secondFrom: z.string().nullable(),
});

/** `GET /proposals` */
export const proposalsSchema = z.looseObject({ proposals: z.array(proposalSummarySchema) });

/** What an objection claims that can be recomputed. */
const claimSchema = z.looseObject({ words: z.string(), finds: z.string().nullable() });

/** `GET /proposals/:name` */
export const proposalSchema = z.looseObject({
  ...proposalSummarySchema.shape,
  opensIn: z.looseObject({ meeting: subjectSchema, startsAt: z.string() }).nullable(),
  meetings: z.array(heldSchema),
  texts: z.array(z.string()),
  driver: z.string().nullable(),
  alternatives: z.array(z.string()),
  deadline: z.string().nullable(),
  counts: z.looseObject({ roster: z.int(), responders: z.int() }).nullable(),
  unmet: z.array(z.string()),
  quorum: z.array(z.looseObject({ of: z.string(), needed: z.int(), given: z.int() })),
  answers: z.array(
    z.looseObject({
      ...throughFields,
      by: z.string(),
      value: z.string(),
      text: z.string().nullable(),
      uncounted: z.string().nullable(),
    }),
  ),
  versions: z.array(
    z.looseObject({
      id: documentIdSchema,
      integrates: z.array(z.looseObject({ id: documentIdSchema, by: z.string() })),
    }),
  ),
  advice: z.array(
    z.looseObject({
      id: documentIdSchema,
      by: z.string(),
      stance: z.string(),
      text: z.string().nullable(),
      asked: z.boolean(),
    }),
  ),
  objections: z.array(
    z.looseObject({
      id: documentIdSchema,
      by: z.string(),
      ground: z.string(),
      argument: z.string().nullable(),
      fate: z.string(),
      claims: z.array(claimSchema),
      offers: z.array(z.looseObject({ version: documentIdSchema, at: z.string() })),
      lapsesAt: z.string().nullable(),
    }),
  ),
  ...saidAsideFields,
  hindrance: z.looseObject({ sentence: z.string(), until: z.string().nullable() }).nullable(),
  decision: documentIdSchema.nullable(),
  standing: z.string().nullable(),
  asked: z.looseObject({ rung: z.string(), circle: subjectSchema, secret: z.boolean() }).nullable(),
  way: z.looseObject({
    rung: z.string(),
    seats: z.enum(['select', 'recall']).nullable(),
    secret: z.boolean(),
    answersFrom: z.string().nullable(),
  }),
  announced: z.looseObject({ until: z.string() }).nullable(),
  challenges: z.array(
    z.looseObject({
      id: documentIdSchema,
      by: z.string(),
      ground: z.string(),
      argument: z.string().nullable(),
      resolvedBy: z.string().nullable(),
    }),
  ),
  tallies: z.array(
    z.looseObject({
      by: z.string(),
      counts: z.looseObject({ yes: z.int(), no: z.int(), abstain: z.int() }),
    }),
  ),
  referrals: z.int(),
  recused: z.array(z.string()),
  selection: selectionSchema.nullable(),
  support: z.looseObject({ given: z.int(), needed: z.int() }).nullable(),
});
export type ProposalShown = z.infer<typeof proposalSchema>;
