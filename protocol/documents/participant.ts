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
    /** Rosters follow: whoever is not active is asked no more, and whoever is back is asked again. Spec §6 [R-6.3b]. */
    recount: z.literal(true).exactOptional(),
  },
  {
    signer: 'participant',
    // Whoever reads what binds decisions knows who is an agent, and who is gone: no roster asks them.
    threads: (d) => (isNewAgent(d) || recounts(d) ? [d.subject, 'constraints'] : [d.subject]),
    // A first version reads the charter: nobody takes the place of a founder who has not confirmed yet.
    reads: (d) => (d.supersedes === undefined ? ['charter'] : []),
  },
);
export type Participant = z.infer<typeof participant.schema>;

/** A word on who is there that everybody may read. Spec §6 [R-6.3b]. */
export function recounts({ recount, audience }: { recount?: unknown; audience: unknown }): boolean {
  return recount === true && audience === 'public';
}

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
