import * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { LIST_MAX, partyResourceSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { ownResourceThreads } from './thread-names.ts';

/** Causes of what a party says of its own account: it is for no other log. Spec §8, [R-8.20]. */
export const OWN_CAUSES: ReadonlySet<string> = new Set(['released', 'terminated']);

/** Budgets on which one negotiation draws: a document changes at most eight threads. */
const BUDGETS_MAX = 7;

/**
 * The registrar's word that a negotiation ended without agreement; holds are released. By a party, in its own log alone:
 * what nobody's word will end any more is free, or what it did not deliver before the agreement ended. Spec §8,
 * [R-8.13], [R-8.20].
 */
export const lapse = defineDocument(
  'lapse',
  {
    terms: documentIdSchema,
    cause: z.enum(['deadline', 'rejected', 'withdrawn', 'released', 'terminated']),
    resources: z.array(partyResourceSchema).max(LIST_MAX),
    /** Own budgets that get back what the negotiation drew and did not take. Spec §15. */
    budgets: z.array(refSchema).min(1).max(BUDGETS_MAX).exactOptional(),
  },
  {
    signer: 'commons',
    threads: (d) => [
      d.subject,
      ...ownResourceThreads(d.resources, d.commons),
      ...(d.budgets ?? []).map(({ subject }) => subject),
    ],
    reads: () => [],
    foreignThreads: (d, home) => [d.subject, ...ownResourceThreads(d.resources, home)],
  },
);
export type Lapse = z.infer<typeof lapse.schema>;
