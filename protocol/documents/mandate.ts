import type * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { parseTime } from '../time.ts';
import { timeSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** One holder's term in a role. It always ends. Spec §4. */
export const mandate = defineDocument(
  'mandate',
  {
    role: refSchema,
    holder: subjectSchema,
    alternate: subjectSchema.exactOptional(),
    startsAt: timeSchema,
    endsAt: timeSchema,
    handoverIn: refSchema.exactOptional(),
    handoverOut: refSchema.exactOptional(),
  },
  { signer: 'participant', threads: (d) => [d.subject], reads: () => [] },
);
export type Mandate = z.infer<typeof mandate.schema>;

/** Start and end in milliseconds. The schema has checked both texts. */
export function termOf(document: Mandate): { readonly startsAt: number; readonly endsAt: number } {
  return {
    startsAt: parseTime(document.startsAt) ?? Number.NaN,
    endsAt: parseTime(document.endsAt) ?? Number.NaN,
  };
}
