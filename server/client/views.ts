import * as z from 'zod';
import { termsFieldsSchema } from '../../protocol/documents/terms-fields.ts';
import { documentIdSchema, refSchema, scidSchema, subjectSchema } from '../../protocol/ids.ts';
import { LEVELS } from '../../protocol/verify/report.ts';
import { heldSchema } from './meeting-views.ts';
import { selectionSchema } from './role-views.ts';

/** What a server shows, in the form that this client relies on; further members pass through. Spec §10. */

const textsSchema = z.record(z.string(), z.string());

const verdictSchema = z.looseObject({
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
  body: z.looseObject({ scope: z.looseObject({ effects: z.array(z.string()) }) }),
});

const resourceSchema = z.looseObject({
  subject: subjectSchema,
  id: documentIdSchema,
  kind: z.string(),
  name: textsSchema,
  unit: z.string(),
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
});
export type PeerShown = z.infer<typeof peerSchema>;

/** `GET /peers`, and what adding one answers. */
export const peersSchema = z.looseObject({ peers: z.array(peerSchema), entries: z.int() });
export const addedPeerSchema = z.looseObject({ commons: scidSchema, name: z.string(), baseUrl: z.string() });

/** `POST /invitations` */
export const invitationSchema = z.looseObject({ code: z.string(), expiresAt: z.string() });

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
    }),
  ),
  events: z.array(
    z.looseObject({
      what: z.string(),
      id: documentIdSchema,
      by: z.string(),
      at: z.string(),
      decision: documentIdSchema.nullable(),
    }),
  ),
  seal: documentIdSchema.nullable(),
  owed: z.array(z.looseObject({ by: z.string(), state: z.string(), sentence: z.string() })),
});
export type AgreementShown = z.infer<typeof agreementSchema>;

/** `GET /agreements` */
export const agreementsSchema = z.looseObject({ agreements: z.array(agreementSchema) });

const levelSchema = z.looseObject({ result: z.string(), reason: z.string() });

const questionSchema = z.looseObject({
  id: documentIdSchema,
  by: z.string(),
  text: z.string().nullable(),
  state: z.string(),
  ruling: z.string().nullable(),
});

/** `GET /why/:id` */
export const whySchema = z.looseObject({
  id: documentIdSchema,
  sentence: z.string(),
  at: z.string(),
  who: z.looseObject({ name: z.string() }),
  role: z.looseObject({ name: z.string(), from: z.string(), until: z.string() }).nullable(),
  domain: z.looseObject({ title: z.string(), rung: z.string() }),
  chain: z.array(z.looseObject({ id: documentIdSchema, type: z.string(), what: z.string() })),
  result: z.string(),
  verdict: verdictSchema,
  what: z.array(z.string()),
  reason: z.string().nullable(),
  alternatives: z.array(z.string()),
  constraints: z.array(
    z.looseObject({
      title: textsSchema,
      words: z.string(),
      result: z.string(),
      reason: z.string().nullable(),
    }),
  ),
  meetings: z.array(heldSchema),
  reviewAt: z.string(),
  expiresAt: z.string().nullable(),
  life: z
    .looseObject({
      standing: z.string(),
      suspended: z.boolean(),
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
    })
    .nullable(),
  reversedBy: documentIdSchema.nullable(),
  replacedBy: documentIdSchema.nullable(),
  levels: z.record(z.enum(LEVELS), levelSchema),
  singleHistory: z.looseObject({ result: z.string(), unknown: z.int() }),
  notShown: z.array(z.string()),
});
export type Why = z.infer<typeof whySchema>;

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
});

/** `GET /proposals` */
export const proposalsSchema = z.looseObject({ proposals: z.array(proposalSummarySchema) });

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
  answers: z.array(
    z.looseObject({ by: z.string(), value: z.string(), at: z.string(), text: z.string().nullable() }),
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
    }),
  ),
  hindrance: z.looseObject({ sentence: z.string(), until: z.string().nullable() }).nullable(),
  decision: documentIdSchema.nullable(),
  standing: z.string().nullable(),
  asked: z.looseObject({ rung: z.string(), secret: z.boolean() }).nullable(),
  announced: z.looseObject({ until: z.string(), challenges: z.array(documentIdSchema) }).nullable(),
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

/** `GET /register/lint` */
export const lintSchema = z.looseObject({
  domains: z.int(),
  findings: z.array(
    z.looseObject({
      code: z.string(),
      severity: z.enum(['error', 'warning']),
      sentence: z.string(),
      domain: z.looseObject({ subject: subjectSchema, title: textsSchema }).nullable(),
      detail: z.record(z.string(), z.unknown()),
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
