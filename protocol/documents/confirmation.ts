import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { THREADS_MAX } from '../limits.ts';
import { domainRefSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { domainThreads } from './thread-names.ts';

/** By what right a second signer signs: their mandate, its role, the domain; an alternate names whom they stand in for. */
const bySchema = z.strictObject({
  mandate: refSchema,
  role: refSchema,
  domain: domainRefSchema,
  standsInFor: refSchema.exactOptional(),
});

/** Threads that a decision can change: nothing else is a name here, so that nobody makes up threads. Spec §4. */
const changedThreadSchema = z.union([
  subjectSchema,
  z.templateLiteral(['usage:', subjectSchema]),
  z.enum(['charter', 'constraints', 'register']),
]);

/**
 * A further signature: a founder's under the charter, a second signer's under a decision. Spec §4.
 *
 * For a decision, `changes` repeats the names of the threads that the decision changed, so that whoever reads one of
 * them sees the confirmation too.
 */
export const confirmation = defineDocument(
  'confirmation',
  {
    of: refSchema,
    decision: z
      .strictObject({ changes: z.array(changedThreadSchema).min(1).max(THREADS_MAX), by: bySchema })
      .exactOptional(),
    /** The threads that minutes changed, confirmed by a second person who was there. Spec §14. */
    minutes: z.strictObject({ changes: z.array(subjectSchema).min(1).max(THREADS_MAX) }).exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) =>
      isFounders(d) ? ['charter', d.author] : [...(d.decision?.changes ?? []), ...(d.minutes?.changes ?? [])],
    reads: (d) =>
      d.decision === undefined
        ? []
        : [
            d.decision.by.mandate.subject,
            d.decision.by.role.subject,
            ...(d.decision.by.standsInFor === undefined ? [] : [d.decision.by.standsInFor.subject]),
            ...domainThreads(d.decision.by.domain),
            'charter',
          ],
  },
);
export type Confirmation = z.infer<typeof confirmation.schema>;

/** What a confirmation can be of, besides the charter. */
interface Names {
  readonly decision?: unknown;
  readonly minutes?: unknown;
}

/** Of the charter: the one confirmation that names nothing else. Spec §4. */
export function isFounders({ decision, minutes }: Names): boolean {
  return decision === undefined && minutes === undefined;
}
