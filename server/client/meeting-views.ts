import * as z from 'zod';
import { documentIdSchema, subjectSchema } from '../../protocol/ids.ts';

/** A meeting that dealt with a proposal or a decision. */
export const heldSchema = z.looseObject({
  minutes: documentIdSchema,
  startsAt: z.string(),
  takenBy: z.string(),
  confirmedBy: z.string().nullable(),
  until: z.string().nullable(),
  closes: z.boolean(),
  present: z.array(z.string()),
  disownedBy: z.array(z.string()),
});
export type HeldShown = z.infer<typeof heldSchema>;

const matterNameSchema = z.looseObject({ proposal: subjectSchema, what: z.array(z.string()) });
const meetingSchema = z.looseObject({
  subject: subjectSchema,
  id: documentIdSchema,
  circle: z.string(),
  startsAt: z.string(),
  isOver: z.boolean(),
  place: z.string().nullable(),
  agenda: z.array(z.looseObject({ about: z.string().nullable(), matter: matterNameSchema.nullable() })),
  facilitator: z.string(),
  minuteTaker: z.string(),
  calledOff: z.string().nullable(),
  minutes: z.array(
    z.looseObject({
      id: documentIdSchema,
      confirmedBy: z.string().nullable(),
      confirmBy: z.string().nullable(),
      present: z.array(z.string()),
      text: z.string().nullable(),
    }),
  ),
});
export type MeetingShown = z.infer<typeof meetingSchema>;

/** `GET /meetings` */
export const meetingsSchema = z.looseObject({ meetings: z.array(meetingSchema) });
