import * as z from 'zod';
import { refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { OBJECTION_GROUNDS } from './objection.ts';

/** Somebody wants a decision looked at again, one rung up. Spec §6. */
export const challenge = defineDocument(
  'challenge',
  { decision: refSchema, ground: z.enum(OBJECTION_GROUNDS), argument: textSchema, resolvedBy: textSchema },
  { signer: 'participant', threads: (d) => [d.decision.subject], reads: () => [] },
);
export type Challenge = z.infer<typeof challenge.schema>;
