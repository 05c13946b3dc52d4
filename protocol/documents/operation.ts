import * as z from 'zod';
import { isPath } from '../governance/scope/path.ts';
import { authorSchema, documentIdSchema, hashTextSchema, refSchema, subjectSchema } from '../ids.ts';
import { adoptableSchema, thingTypeSchema } from './adoptable.ts';
import { countSchema, intervalSchema, nameSchema, positiveSchema, textSchema, timeSchema } from './common.ts';
import { erasesSchema, erasureGroundSchema } from './erasure.ts';
import { recallSchema, selectSchema, suspendSchema } from './seat-operations.ts';
import { negotiationSchema, termsFieldsSchema } from './terms-fields.ts';

/** Paths of one change: each is looked up in the register, and a change of more is several. */
const PATHS_MAX = 64;

/** A path inside what the commons looks after. Spec §5. */
const pathSchema = z.string().refine(isPath, 'a relative path without empty segments, `.` or `..`');

/** Own resource leaves the commons' stock for good, or is given for a time. Spec §7 [R-7.2a], [R-7.6]. */
const transferSchema = z.strictObject({
  op: z.literal('transfer'),
  resource: refSchema,
  quantity: positiveSchema,
  /** Only of slots, and always there. */
  interval: intervalSchema.exactOptional(),
  /** What it is drawn on. Spec §15. */
  budget: refSchema.exactOptional(),
  to: z.union([z.strictObject({ party: authorSchema }), z.strictObject({ named: textSchema })]),
});

/** A version of a thing, or a set, comes into force. */
const adoptSchema = z.strictObject({ op: z.literal('adopt'), adopts: adoptableSchema });

/** A thing ends: a mandate is recalled, a domain closed. */
const endSchema = z.discriminatedUnion('type', [
  z.strictObject({ op: z.literal('end'), type: thingTypeSchema.exclude(['mandate']), thing: refSchema }),
  z.strictObject({
    op: z.literal('end'),
    type: z.literal('mandate'),
    thing: refSchema,
    role: subjectSchema,
  }),
]);

/** Yes to an offer: of our own (no `terms` yet) or of another party (`terms` names it). Spec §8. */
const agreeSchema = z.strictObject({
  op: z.literal('agree'),
  negotiation: negotiationSchema,
  terms: documentIdSchema.exactOptional(),
  fields: termsFieldsSchema,
  /** What our part of it is drawn on. Spec §15. */
  budget: refSchema.exactOptional(),
});

/** No to an offer. */
const declineSchema = z.strictObject({
  op: z.literal('decline'),
  negotiation: negotiationSchema,
  terms: documentIdSchema,
});

const reportFields = {
  op: z.literal('report'),
  negotiation: negotiationSchema,
  terms: documentIdSchema,
  commitment: countSchema,
};

/** A word on a promise of an agreement: that so much of it was given, or that so much of a delivery came. Spec §8. */
const reportSchema = z.discriminatedUnion('said', [
  z.strictObject({ ...reportFields, said: z.literal('delivered'), quantity: positiveSchema }),
  z.strictObject({
    ...reportFields,
    said: z.literal('received'),
    quantity: countSchema,
    of: documentIdSchema,
  }),
]);

/** What was agreed ends before all of it is kept: at that time, or later where the terms ask for notice. Spec §8. */
const terminateSchema = z.strictObject({
  op: z.literal('terminate'),
  negotiation: negotiationSchema,
  terms: documentIdSchema,
  endsAt: timeSchema,
});

const asksFields = { negotiation: negotiationSchema, terms: documentIdSchema, text: textSchema };

/** What the other parties are asked about terms; and what is answered. It binds nobody. Spec §8. */
const askSchema = z.strictObject({ op: z.literal('ask'), ...asksFields });
const answerSchema = z.strictObject({ op: z.literal('answer'), ...asksFields, question: documentIdSchema });

/** A change to what lies under the given paths; `content` names the change itself. */
const changeSchema = z.strictObject({
  op: z.literal('change'),
  paths: z.array(pathSchema).min(1).max(PATHS_MAX),
  content: hashTextSchema,
  title: nameSchema,
});

/** A text that is agreed and changes nothing else: it has no effect that a domain could own. */
const resolveSchema = z.strictObject({ op: z.literal('resolve'), text: textSchema });

/**
 * A word on another decision: on a challenge of it, on a question about it, or on the decision itself, that it is kept.
 * Spec §6.
 */
const ruleSchema = z.strictObject({
  op: z.literal('rule'),
  decision: refSchema,
  /** The challenge, the request, or the decision itself. */
  on: documentIdSchema,
  ruling: z.enum(['upheld', 'remanded', 'reversed', 'interpreted', 'kept', 'vetoed', 'ratified']),
  text: textSchema,
});
export type Ruling = z.infer<typeof ruleSchema>;

/** Words, or a document on which nothing rests, go for good; the log keeps their place. Spec §16. */
const eraseSchema = z.strictObject({
  op: z.literal('erase'),
  erases: erasesSchema,
  ground: erasureGroundSchema,
});

/** What a decision does, as data: the machine reads nothing else. Spec §5. */
export const operationSchema = z.discriminatedUnion('op', [
  transferSchema,
  adoptSchema,
  endSchema,
  agreeSchema,
  declineSchema,
  reportSchema,
  terminateSchema,
  askSchema,
  answerSchema,
  changeSchema,
  resolveSchema,
  ruleSchema,
  selectSchema,
  recallSchema,
  suspendSchema,
  eraseSchema,
]);
export type Operation = z.infer<typeof operationSchema>;
export type Agree = z.infer<typeof agreeSchema>;
export type Ask = z.infer<typeof askSchema | typeof answerSchema>;
export type Terminate = z.infer<typeof terminateSchema>;
export type Report = z.infer<typeof reportSchema>;

/** Operations of one decision: a decision that does more is several. */
const OPERATIONS_MAX = 16;

/** The binding part: what a decision makes binding and what every response is bound to. Spec §5. */
export const bindingSchema = z.strictObject({
  operations: z.array(operationSchema).min(1).max(OPERATIONS_MAX),
});
export type Binding = z.infer<typeof bindingSchema>;
