import * as z from 'zod';
import { scidSchema, subjectSchema } from '../ids.ts';
import { countSchema, LIST_MAX, nameSchema, namesSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Something that a commons has and can share, counted in its smallest unit. Spec §7. */
export const resource = defineDocument(
  'resource',
  {
    kind: z.enum(['money', 'space', 'tool', 'compute', 'hours', 'goods', 'other']),
    name: namesSchema,
    unit: nameSchema,
    capacity: z.discriminatedUnion('model', [
      /** Used up. */
      z.strictObject({ model: z.literal('stock'), quantity: countSchema }),
      /** So many alike, each of which one at a time can have for a time. Spec §7. */
      z.strictObject({ model: z.literal('slots'), quantity: countSchema }),
    ]),
    steward: subjectSchema,
    askers: z.union([z.enum(['anyone', 'peers', 'members']), z.array(scidSchema).min(1).max(LIST_MAX)]),
  },
  { signer: 'participant', threads: (d) => [d.subject], reads: () => [] },
);
export type Resource = z.infer<typeof resource.schema>;
