import type * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { timeSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Somebody lets another answer in their name when their circle votes, for a time. Spec §17. */
export const proxy = defineDocument(
  'proxy',
  {
    to: subjectSchema,
    circle: subjectSchema,
    endsAt: timeSchema,
    /** For one meeting: for what is on its agenda, or opened in it. Spec §17. */
    meeting: refSchema.exactOptional(),
  },
  // In the thread of whoever holds it: there it is seen what they answer by, and how many they hold.
  {
    signer: 'participant',
    threads: (d) => [d.to],
    reads: (d) => (d.meeting === undefined ? [] : [d.meeting.subject]),
  },
);
export type ProxyGiven = z.infer<typeof proxy.schema>;
