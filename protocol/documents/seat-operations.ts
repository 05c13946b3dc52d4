import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { positiveSchema, secondsSchema, timeSchema } from './common.ts';

/** How people are selected; a role says which. `appoint` is no selection: whoever has the right decides it. */
export const SELECTION_METHODS = ['consent', 'approval'] as const;

/** Seats of one selection: its outcome changes the thread of every term, and a document changes at most eight. */
const SELECTED_MAX = 5;

/** Seats of a role are filled, for one term, by those whom the role serves. Spec §15. */
export const selectSchema = z.strictObject({
  op: z.literal('select'),
  role: refSchema,
  seats: positiveSchema.max(SELECTED_MAX),
  method: z.enum(SELECTION_METHODS),
  startsAt: timeSchema,
  endsAt: timeSchema,
  nominateSeconds: secondsSchema,
  changeSeconds: secondsSchema,
});
export type Select = z.infer<typeof selectSchema>;

/** A term ends before its time, by the word of those whom the role serves. Spec §15. */
export const recallSchema = z.strictObject({
  op: z.literal('recall'),
  mandate: refSchema,
  role: subjectSchema,
});
export type Recall = z.infer<typeof recallSchema>;

/** A term rests for a short time, to protect somebody, until it is looked at. Spec §15. */
export const suspendSchema = z.strictObject({
  op: z.literal('suspend'),
  mandate: refSchema,
  role: subjectSchema,
  until: timeSchema,
});
export type Suspend = z.infer<typeof suspendSchema>;
