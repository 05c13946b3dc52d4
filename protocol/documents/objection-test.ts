import * as z from 'zod';
import { refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/**
 * One person's word on whether an objection makes an argument at all; not on whether it is right. Spec §6.
 */
export const objectionTest = defineDocument(
  'objection-test',
  {
    /** The proposal's thread and the objection's id. */
    of: refSchema,
    argumentMade: z.boolean(),
    reason: textSchema,
  },
  { signer: 'participant', threads: (d) => [d.of.subject], reads: () => [] },
);
export type ObjectionTest = z.infer<typeof objectionTest.schema>;
