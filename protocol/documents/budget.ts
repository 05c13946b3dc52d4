import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { parseTime } from '../time.ts';
import { namesSchema, paragraphsSchema, positiveSchema, timeSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** So much of an own resource is set aside for a circle or a domain, for a time. Spec §15. */
export const budget = defineDocument(
  'budget',
  {
    title: namesSchema,
    resource: refSchema,
    quantity: positiveSchema,
    /** Who may draw on it: what this circle or its roles decide, or what is decided under this domain. */
    for: z.strictObject({ kind: z.enum(['circle', 'domain']), subject: subjectSchema }),
    period: z
      .strictObject({ startsAt: timeSchema, endsAt: timeSchema })
      .refine(
        ({ startsAt, endsAt }) => (parseTime(startsAt) ?? 0) < (parseTime(endsAt) ?? 0),
        'it ends after it starts',
      ),
    rationale: paragraphsSchema.exactOptional(),
  },
  { signer: 'participant', threads: (d) => [d.subject], reads: () => [] },
);
export type Budget = z.infer<typeof budget.schema>;
