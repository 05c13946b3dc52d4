import * as z from 'zod';
import { pathPatternSchema } from '../governance/scope/path-pattern.ts';
import { refSchema, subjectSchema } from '../ids.ts';
import { countSchema, LIST_MAX, namesSchema, paragraphsSchema, secondsSchema, timeSchema } from './common.ts';
import { effectPatternSchema } from './effect-kind.ts';
import { domainPathSchema } from './escalation-path.ts';
import { ladderSchema, rungSchema } from './rung.ts';

/** Path patterns of one domain: the largest real section has 150. */
const PATTERNS_MAX = 400;

const patternsSchema = z.array(pathPatternSchema).max(PATTERNS_MAX);
const subjectsSchema = z.array(subjectSchema).max(LIST_MAX);

/** What a domain is about: kinds of effect, own resources, paths. Without a list it bounds nothing. Spec §5. */
const scopeSchema = z.strictObject({
  effects: z.array(effectPatternSchema).min(1).max(LIST_MAX),
  resources: subjectsSchema.exactOptional(),
  paths: patternsSchema.exactOptional(),
  tags: z.array(z.string().min(1).max(64)).max(LIST_MAX).exactOptional(),
});

const excludesSchema = z.strictObject({
  resources: subjectsSchema.exactOptional(),
  paths: patternsSchema.exactOptional(),
});

/**
 * Who decides: a circle, a role, unclaimed seats of an imported register, or nobody yet.
 *
 * An unclaimed seat is a person whom another register names: no key and no participant document, the name in a private
 * table, and an end unless it is claimed. Spec §5.
 */
const ownerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('circle'), ...refSchema.shape }),
  z.strictObject({ kind: z.literal('role'), ...refSchema.shape }),
  z.strictObject({ kind: z.literal('seats'), seats: subjectsSchema.min(1), endsAt: timeSchema }),
  z.strictObject({ kind: z.literal('none') }),
]);

/** Limits of one domain, or of one agent: each is asked of every decision. */
export const LIMITS_MAX = 16;

/** A bound on what one decision, and all of one period, may do. Amounts are in the resource's smallest unit. */
export const limitSchema = z.strictObject({
  effects: z.array(effectPatternSchema).min(1).max(LIST_MAX),
  resource: subjectSchema.exactOptional(),
  measure: z.enum(['amount', 'count']),
  /** What it bounds is given from this budget alone. Spec §15. */
  budget: subjectSchema.exactOptional(),
  perDecision: countSchema.exactOptional(),
  perPeriod: z.strictObject({ most: countSchema, seconds: secondsSchema }).exactOptional(),
});
export type Limit = z.infer<typeof limitSchema>;

/** Another circle may return what was decided here: for so long, in this way. Spec §17. */
const vetoSchema = z.strictObject({
  circle: subjectSchema,
  rung: z.enum(['consent', 'consensus', 'vote']),
  windowSeconds: secondsSchema,
});

/** All that a decision domain says of itself, in its own document or as an item of a set. Spec §5. */
export const domainFields = {
  title: namesSchema,
  scope: scopeSchema,
  excludes: excludesSchema.exactOptional(),
  affected: subjectsSchema,
  knowledge: subjectsSchema,
  impact: z.enum(['low', 'medium', 'high']),
  reversibility: z.enum(['easy', 'costly', 'irreversible']),
  timeline: z.enum(['minutes', 'hours', 'days', 'weeks']),
  owner: ownerSchema,
  rung: rungSchema,
  parameters: ladderSchema,
  limits: z.array(limitSchema).max(LIMITS_MAX),
  maxOpen: countSchema.exactOptional(),
  humanReserved: z.boolean(),
  /** What nobody decides here for themself: a payment, a mandate. Spec §15. */
  conflicts: z
    .array(z.enum(['payment', 'mandate']))
    .max(2)
    .exactOptional(),
  reviewAfterSeconds: secondsSchema,
  escalation: domainPathSchema.exactOptional(),
  veto: vetoSchema.exactOptional(),
  disclosure: z.enum(['public', 'parties', 'members']),
  weight: z.enum(['light', 'full']),
  rationale: paragraphsSchema,
  status: z.enum(['active', 'supported', 'maintained', 'odd-fixes', 'orphan', 'obsolete']),
};

const domainBodySchema = z.strictObject(domainFields);
export type DomainBody = z.infer<typeof domainBodySchema>;
