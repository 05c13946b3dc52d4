import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { LIST_MAX, namesSchema, paragraphsSchema, positiveSchema, secondsSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** A described seat or several: what it is for, what it decides, for how long. Spec §4. */
export const role = defineDocument(
  'role',
  {
    circle: refSchema,
    name: namesSchema,
    purpose: paragraphsSchema,
    decides: z.array(subjectSchema).max(LIST_MAX),
    meetings: paragraphsSchema.exactOptional(),
    knowledge: paragraphsSchema.exactOptional(),
    accountabilities: z.array(paragraphsSchema).max(LIST_MAX),
    effortHoursPerWeek: positiveSchema.exactOptional(),
    seats: z
      .strictObject({ min: positiveSchema, max: positiveSchema })
      .refine((seats) => seats.min <= seats.max, 'min at most max'),
    termSeconds: secondsSchema,
    maxConsecutiveTerms: positiveSchema,
    selection: z.enum(['consent', 'approval', 'appoint']),
    separateFrom: z.array(subjectSchema).max(LIST_MAX),
    alternates: z.boolean(),
    continuity: z.boolean(),
  },
  { signer: 'participant', threads: (d) => [d.subject], reads: () => [] },
);
export type Role = z.infer<typeof role.schema>;
