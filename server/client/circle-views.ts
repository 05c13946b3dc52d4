import * as z from 'zod';
import { documentIdSchema, subjectSchema } from '../../protocol/ids.ts';

const circleSchema = z.looseObject({
  subject: subjectSchema,
  id: documentIdSchema,
  name: z.record(z.string(), z.string()),
  status: z.string(),
  retires: z.looseObject({ from: z.string(), isOver: z.boolean() }).nullable(),
  members: z.array(z.looseObject({ subject: subjectSchema, name: z.string() })),
});
export type CircleShown = z.infer<typeof circleSchema>;

const participantSchema = z.looseObject({
  subject: subjectSchema,
  id: documentIdSchema,
  name: z.string(),
  status: z.string(),
  circles: z.array(subjectSchema),
});
export type ParticipantShown = z.infer<typeof participantSchema>;

/** `GET /circles` */
export const circlesSchema = z.looseObject({
  circles: z.array(circleSchema),
  people: z.array(participantSchema),
});
