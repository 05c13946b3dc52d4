import * as z from 'zod';
import { documentIdSchema, hashTextSchema, subjectSchema } from '../ids.ts';
import { LIST_MAX, positiveSchema, textSchema } from './common.ts';
import { effectPatternSchema } from './effect-kind.ts';

/** Things: they keep their subject over versions and have force only once adopted. Spec §4. */
export const THING_TYPES = [
  'charter',
  'circle',
  'role',
  'mandate',
  'domain',
  'constraint',
  'budget',
  'resource',
] as const;
export const thingTypeSchema = z.enum(THING_TYPES);
export type ThingType = z.infer<typeof thingTypeSchema>;

const version = { subject: subjectSchema, id: documentIdSchema };

/** One version of one thing, by its id. */
const adoptedThingSchema = z.strictObject({
  type: thingTypeSchema.exclude(['mandate', 'constraint']),
  ...version,
});

/** Roles kept apart from one: each is a thread that a decision reads. */
const SEPARATE_MAX = 4;

/** A term in a role: the role's thread changes too, so that whoever reads it knows everybody who holds the role. */
const adoptedMandateSchema = z.strictObject({
  type: z.literal('mandate'),
  ...version,
  role: subjectSchema,
  /** Roles that are kept apart from it, so that their threads are read. Spec §15. */
  separate: z.array(subjectSchema).min(1).max(SEPARATE_MAX).exactOptional(),
  /** Why its holder begins without a handover. Spec §15. */
  waiver: textSchema.exactOptional(),
  /** A call that found nobody else. Spec §15. */
  call: documentIdSchema.exactOptional(),
  /** The seat that its holder has claimed: its thread changes too. Spec §15. */
  seat: subjectSchema.exactOptional(),
});
export type AdoptedMandate = z.infer<typeof adoptedMandateSchema>;

/** A constraint; `circle` names the people who are to keep it, where that takes several. Spec §12. */
const adoptedConstraintSchema = z.strictObject({
  type: z.literal('constraint'),
  ...version,
  circle: subjectSchema.exactOptional(),
});
export type AdoptedConstraint = z.infer<typeof adoptedConstraintSchema>;

/**
 * A whole set, by root and count.
 *
 * `effects` bounds what its items may own: an item has no force for an effect outside of it. So a verifier of another
 * effect needs none of the set's pages. Spec §5.
 */
const adoptedSetSchema = z.strictObject({
  type: z.literal('set'),
  of: z.literal('domain'),
  subject: subjectSchema,
  root: hashTextSchema,
  count: positiveSchema,
  effects: z.array(effectPatternSchema).min(1).max(LIST_MAX),
});
export type AdoptedSet = z.infer<typeof adoptedSetSchema>;

export type AdoptedThing = z.infer<typeof adoptedThingSchema> | AdoptedMandate | AdoptedConstraint;

/** What the charter or a counted decision brings into force. Spec §5. */
export const adoptableSchema = z.discriminatedUnion('type', [
  adoptedThingSchema,
  adoptedMandateSchema,
  adoptedConstraintSchema,
  adoptedSetSchema,
]);
export type Adoptable = z.infer<typeof adoptableSchema>;
