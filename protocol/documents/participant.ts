import * as z from 'zod';
import { hashTextSchema, subjectSchema } from '../ids.ts';
import { heldKeysSchema, nameSchema, positiveSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Hours in a week: nobody has more to give. */
const WEEK_HOURS = 168;

/**
 * A human or an agent, under a pseudonym. The version in force lists the keys that count. Spec §1.
 *
 * `invitation` is the SHA-256 of the one-time secret that lets a newcomer in.
 */
export const participant = defineDocument(
  'participant',
  {
    kind: z.enum(['human', 'agent']),
    pseudonym: nameSchema,
    keys: heldKeysSchema,
    steward: subjectSchema.exactOptional(),
    capacityHoursPerWeek: positiveSchema.max(WEEK_HOURS).exactOptional(),
    status: z.enum(['active', 'resting', 'left']),
    invitation: hashTextSchema.exactOptional(),
  },
  {
    signer: 'participant',
    // Whoever reads what binds decisions knows who is an agent: no roster asks one.
    threads: (d) => (isNewAgent(d) ? [d.subject, 'constraints'] : [d.subject]),
    // A first version reads the charter: nobody takes the place of a founder who has not confirmed yet.
    reads: (d) => (d.supersedes === undefined ? ['charter'] : []),
  },
);
export type Participant = z.infer<typeof participant.schema>;

/** The first word of an agent that everybody may read. Another one gives it nothing. Spec §13. */
function isNewAgent({
  kind,
  audience,
  supersedes,
}: {
  kind: string;
  audience: unknown;
  supersedes?: unknown;
}) {
  return kind === 'agent' && audience === 'public' && supersedes === undefined;
}
