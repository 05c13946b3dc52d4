import * as z from 'zod';
import { refSchema } from '../ids.ts';
import { textSchema, timeSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** What somebody who leaves a role has to pass on. Spec §15. */
const HANDOVER_ITEMS = ['knowledge', 'relationship', 'open-matter', 'access', 'document'] as const;

/** Each has a text of its own, and a document brings few attachments: more is told in further documents. */
const ITEMS_MAX = 4;
const SESSIONS_MAX = 2;
/** Threads that are read for them. */
const PRACTICE_MAX = 4;

/**
 * A part of a handover, by somebody who holds or held the role: what is passed on, when it was taught, what the successor
 * decided for practice. Spec §15.
 */
export const handover = defineDocument(
  'handover',
  {
    /** The successor's mandate. */
    mandate: refSchema,
    role: refSchema,
    /** The author's own mandate. */
    predecessor: refSchema,
    note: textSchema.exactOptional(),
    items: z.array(z.strictObject({ kind: z.enum(HANDOVER_ITEMS), text: textSchema })).max(ITEMS_MAX),
    sessions: z.array(z.strictObject({ heldAt: timeSchema, text: textSchema })).max(SESSIONS_MAX),
    practice: z.array(refSchema).max(PRACTICE_MAX),
  },
  {
    signer: 'participant',
    threads: (d) => [d.role.subject],
    reads: (d) => [
      d.mandate.subject,
      d.predecessor.subject,
      'charter',
      ...d.practice.map(({ subject }) => subject),
    ],
  },
);
export type Handover = z.infer<typeof handover.schema>;
