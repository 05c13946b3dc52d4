import type * as z from 'zod';
import { refSchema } from '../ids.ts';
import { textSchema, timeSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Somebody is looked for who would take on a role. Spec §15. */
export const call = defineDocument(
  'call',
  { role: refSchema, closesAt: timeSchema, text: textSchema },
  { signer: 'participant', threads: (d) => [d.role.subject], reads: () => ['charter'] },
);
export type Call = z.infer<typeof call.schema>;
