import * as z from 'zod';
import { subjectSchema } from '../ids.ts';
import { countSchema, namesSchema, paragraphsSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** The amount of one decision on one resource, or on any. */
const maxAmountSchema = z.strictObject({
  kind: z.literal('maxAmount'),
  resource: subjectSchema.exactOptional(),
  most: countSchema,
});

/** A value that the machine checks. The kinds are closed; there is no general language. Spec §6. */
export const constraint = defineDocument(
  'constraint',
  {
    title: namesSchema,
    value: paragraphsSchema,
    hard: z.boolean(),
    rule: z.discriminatedUnion('kind', [maxAmountSchema]),
  },
  { signer: 'participant', threads: (d) => [d.subject], reads: () => [] },
);
export type Constraint = z.infer<typeof constraint.schema>;
