import * as z from 'zod';
import { termsFieldsSchema } from '../../protocol/documents/terms-fields.ts';
import { documentIdSchema, refSchema, scidSchema, subjectSchema } from '../../protocol/ids.ts';

/** What a server shows, in the form that this client relies on; further members pass through. Spec §10. */

/** Words by language. */
export const textsSchema = z.record(z.string(), z.string());

/** What the rules said. */
export const verdictSchema = z.looseObject({
  status: z.enum(['counted', 'pending', 'not-counted', 'unresolved']),
  code: z.string().nullable(),
});

const decisionSchema = z.looseObject({
  id: documentIdSchema,
  at: z.string(),
  what: z.array(z.string()),
  verdict: verdictSchema.nullable(),
});

/** `GET /commons` */
export const homeSchema = z.looseObject({
  commons: scidSchema,
  origin: z.string(),
  name: textsSchema,
  purpose: textsSchema,
  founded: z.boolean(),
  provisional: z.looseObject({ until: z.string(), overdue: z.boolean() }).nullable(),
  founders: z.array(z.looseObject({ pseudonym: z.string(), confirmed: z.boolean() })),
  entries: z.int(),
  decisions: z.array(decisionSchema),
});
export type Home = z.infer<typeof homeSchema>;

const ownerSchema = z.looseObject({
  kind: z.string(),
  subject: subjectSchema.nullable(),
  name: textsSchema.nullable(),
  people: z.array(z.looseObject({ subject: subjectSchema, name: z.string() })),
});

const domainSummarySchema = z.looseObject({
  subject: subjectSchema,
  title: textsSchema,
  owner: ownerSchema,
  rung: z.string(),
  impact: z.string(),
  status: z.string(),
});
export type DomainSummary = z.infer<typeof domainSummarySchema>;

/** `GET /register` */
export const registerSchema = z.looseObject({
  total: z.int(),
  found: z.int(),
  domains: z.array(domainSummarySchema),
  withheld: z.int(),
  next: z.int().nullable(),
});

/** `GET /domains/:subject`, as far as choosing a steward needs it. */
export const domainSchema = z.looseObject({
  subject: subjectSchema,
  source: z.looseObject({ kind: z.string(), id: z.string() }),
  body: z.looseObject({ scope: z.looseObject({ effects: z.array(z.string()) }) }),
});

export const resourceSchema = z.looseObject({
  subject: subjectSchema,
  id: documentIdSchema,
  kind: z.string(),
  name: textsSchema,
  unit: z.string(),
  /** A peer of an earlier version lends nothing. */
  model: z.enum(['stock', 'slots']).default('stock'),
  capacity: z.int(),
  allocated: z.int(),
  held: z.int(),
  available: z.int(),
});
export type ResourceShown = z.infer<typeof resourceSchema>;

/** `GET /resources` */
export const resourcesSchema = z.looseObject({
  resources: z.array(resourceSchema),
  budgets: z.array(
    z.looseObject({
      subject: subjectSchema,
      id: documentIdSchema,
      title: textsSchema,
      unit: z.string(),
      quantity: z.int(),
      left: z.int(),
      endsAt: z.string(),
    }),
  ),
});

const constraintSchema = z.looseObject({
  subject: subjectSchema,
  id: documentIdSchema,
  title: textsSchema,
  hard: z.boolean(),
  words: z.string(),
  until: z.string().nullable(),
});

/** `GET /constraints` */
export const constraintsSchema = z.looseObject({ constraints: z.array(constraintSchema) });

const agentSchema = z.looseObject({
  subject: subjectSchema,
  id: documentIdSchema,
  name: z.string(),
  steward: z.looseObject({
    subject: subjectSchema,
    name: z.string(),
    mandate: refSchema.nullable(),
    role: refSchema.nullable(),
  }),
  vouched: z.boolean(),
  stoppedBy: z.array(z.string()),
  runs: z.boolean(),
  totals: z.array(
    z.looseObject({
      effects: z.array(z.string()),
      measure: z.string(),
      perPeriod: z.looseObject({ most: z.int(), used: z.int(), end: z.string() }).nullable(),
    }),
  ),
});
export type AgentShown = z.infer<typeof agentSchema>;

/** `GET /agents` */
export const agentsSchema = z.looseObject({
  agents: z.array(agentSchema),
  waiting: z.array(
    z.looseObject({ id: documentIdSchema, by: z.string(), until: z.string(), what: z.array(z.string()) }),
  ),
});

const peerSchema = z.looseObject({
  commons: scidSchema,
  name: z.string(),
  baseUrl: z.string(),
  mirrored: z.int(),
  pushed: z.int(),
  cosigned: z.int(),
  lastError: z.string().nullable(),
  standing: z.string(),
  level: z.int().nullable(),
  misconduct: z.array(z.string()),
  keepsDeposits: z.boolean(),
  keptForIt: z.int(),
  owedToUs: z.int(),
  waiting: z.array(z.looseObject({ count: z.int(), why: z.string() })),
  endedAt: z.string().nullable(),
});
export type PeerShown = z.infer<typeof peerSchema>;

const peerRuleSchema = z.looseObject({
  target: z.string(),
  standing: z.string(),
  reason: z.string(),
  note: z.string(),
  publicNote: z.string(),
  until: z.string().nullable(),
});

/** `GET /peers`, and what adding one answers. */
export const peersSchema = z.looseObject({
  peers: z.array(peerSchema),
  entries: z.int(),
  mode: z.string(),
  rules: z.array(peerRuleSchema),
});
export const addedPeerSchema = z.looseObject({ commons: scidSchema, name: z.string(), baseUrl: z.string() });

/** `POST /invitations` */
export const invitationSchema = z.looseObject({ code: z.string(), expiresAt: z.string() });

const stepModeSchema = z.enum(['talk', 'mediate', 'decide', 'default']);
const terminalKindSchema = z.enum(['status-quo', 'equal-split', 'in-proportion', 'interim-cap']);

/** How far a promise of an agreement is kept, and where a claim of what did not come stands. */
const keptSchema = z.looseObject({
  ...{
    delivered: z.number(),
    received: z.number(),
    missing: z.number(),
    left: z.number(),
    state: z.string(),
  },
  dispute: z
    .looseObject({
      since: z.string(),
      step: z.looseObject({ number: z.number(), of: z.number(), mode: stepModeSchema }).nullable(),
      until: z.string(),
      fallback: terminalKindSchema.nullable(),
    })
    .nullable(),
  deliveries: z.array(
    z.looseObject({ id: documentIdSchema, quantity: z.number(), received: z.number().nullable() }),
  ),
});

const saidSchema = z.looseObject({
  ...{ id: documentIdSchema, commons: scidSchema, by: z.string(), at: z.string() },
  words: z.string().nullable(),
});

/** What was asked about terms. */
const questionSchema = saidSchema.extend({ terms: documentIdSchema, answers: z.array(saidSchema) });

/** That an agreement ends before all of it is kept. */
const endingSchema = z.looseObject({
  at: z.string().nullable(),
  said: z.array(z.looseObject({ commons: scidSchema, name: z.string(), endsAt: z.string() })),
});

/** `GET /agreements/:negotiation` */
export const agreementSchema = z.looseObject({
  negotiation: subjectSchema,
  status: z.string(),
  terms: documentIdSchema.nullable(),
  fields: termsFieldsSchema.nullable(),
  parties: z.array(
    z.looseObject({ commons: scidSchema, name: z.string(), us: z.boolean(), accepted: z.boolean() }),
  ),
  commitments: z.array(
    z.looseObject({
      provider: scidSchema,
      receiver: scidSchema,
      quantity: z.number(),
      unit: z.string().nullable(),
      resource: textsSchema.nullable(),
      kept: keptSchema.nullable(),
    }),
  ),
  questions: z.array(questionSchema),
  ending: endingSchema.nullable(),
  events: z.array(
    z.looseObject({
      what: z.string(),
      id: documentIdSchema,
      by: z.string(),
      at: z.string(),
      decision: documentIdSchema.nullable(),
      liaison: z.looseObject({ role: textsSchema, until: z.string() }).nullable(),
      about: z.looseObject({ commitment: z.int(), quantity: z.number() }).nullable(),
      reason: z.string().nullable(),
    }),
  ),
  seal: documentIdSchema.nullable(),
  owed: z.array(z.looseObject({ by: z.string(), state: z.string(), sentence: z.string() })),
});
export type AgreementShown = z.infer<typeof agreementSchema>;

/** `GET /agreements` */
export const agreementsSchema = z.looseObject({ agreements: z.array(agreementSchema) });

/** `GET /register/lint` */
export const lintSchema = z.looseObject({
  domains: z.int(),
  findings: z.array(
    z.looseObject({
      code: z.string(),
      severity: z.enum(['error', 'warning']),
      sentence: z.string(),
      domain: z.looseObject({ subject: subjectSchema, title: textsSchema }).nullable(),
      words: z.string(),
    }),
  ),
});

/** `GET /erasures` */
export const erasuresSchema = z.looseObject({
  outOfReach: z.string(),
  erasures: z.array(
    z.looseObject({
      id: documentIdSchema,
      at: z.string(),
      by: z.string(),
      ground: z.string(),
      what: z.array(z.looseObject({ sentence: z.string() })),
      peers: z.array(z.looseObject({ name: z.string(), acknowledged: z.boolean() })),
    }),
  ),
});
