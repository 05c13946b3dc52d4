import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { textSchema, timeSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** More than one evening holds. */
const AGENDA_MAX = 64;

const itemSchema = z
  .strictObject({
    /** A proposal that is to be dealt with, by the version known then. */
    proposal: refSchema.exactOptional(),
    about: textSchema.exactOptional(),
  })
  .refine(({ proposal, about }) => proposal !== undefined || about !== undefined, 'a proposal or a text');

/** Somebody calls a circle together: when, about what, and who will write the minutes. Spec §14. */
export const meeting = defineDocument(
  'meeting',
  {
    circle: refSchema,
    startsAt: timeSchema,
    place: textSchema.exactOptional(),
    agenda: z.array(itemSchema).min(1).max(AGENDA_MAX),
    facilitator: subjectSchema,
    minuteTaker: subjectSchema,
    /** Only of a later version: it does not take place, and why. Spec §14. */
    calledOff: textSchema.exactOptional(),
    /** A role that must not be silent, and is: they come together about it. Spec §15. */
    silent: refSchema.exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) => [d.subject, ...(d.silent === undefined ? [] : [d.silent.subject])],
    reads: (d) => [d.circle.subject, 'charter', 'constraints'],
  },
);
export type Meeting = z.infer<typeof meeting.schema>;
