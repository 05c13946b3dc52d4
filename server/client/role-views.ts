import * as z from 'zod';
import { documentIdSchema, subjectSchema } from '../../protocol/ids.ts';

const textsSchema = z.record(z.string(), z.string());
const personSchema = z.looseObject({ subject: subjectSchema, name: z.string() });
const roleSchema = z.looseObject({
  subject: subjectSchema,
  id: documentIdSchema,
  name: textsSchema,
  selection: z.string(),
  seats: z.int(),
  termSeconds: z.int(),
  freeFrom: z.string(),
  terms: z.array(
    z.looseObject({
      subject: subjectSchema,
      id: documentIdSchema,
      holder: personSchema,
      startsAt: z.string(),
      endsAt: z.string(),
      suspendedUntil: z.string().nullable(),
      state: z.string(),
      handover: z
        .looseObject({
          missing: z.array(z.string()),
          acceptedBy: documentIdSchema.nullable(),
          waivedBy: documentIdSchema.nullable(),
        })
        .nullable(),
    }),
  ),
  vacant: z.boolean(),
  speaksWith: z.looseObject({ commons: z.string(), name: z.string() }).nullable(),
  speaksIn: z.looseObject({ circle: z.string(), name: textsSchema, asked: z.boolean() }).nullable(),
  silent: z
    .looseObject({
      since: z.string(),
      conveneBy: z.string(),
      outcomeBy: z.string(),
      convened: z.boolean(),
      returnsAt: z.string(),
    })
    .nullable(),
  calls: z.array(z.looseObject({ id: documentIdSchema, closesAt: z.string(), answers: z.int() })),
  delegations: z.array(
    z.looseObject({ id: documentIdSchema, from: z.string(), to: z.string(), endsAt: z.string() }),
  ),
  serves: z.array(personSchema),
  claims: z.array(
    z.looseObject({
      by: personSchema,
      seat: personSchema,
      domain: z.looseObject({ title: textsSchema }).nullable(),
      term: documentIdSchema,
      evidence: z.string().nullable(),
    }),
  ),
});
export type RoleShown = z.infer<typeof roleSchema>;

/** `GET /roles` */
export const rolesSchema = z.looseObject({ roles: z.array(roleSchema) });

/** People for a role, in `GET /proposals/:name`. */
export const selectionSchema = z.looseObject({
  phase: z.string(),
  candidates: z.array(
    z.looseObject({
      name: z.string(),
      nominations: z.int(),
      answer: z.string(),
      approvals: z.int().nullable(),
      chosen: z.boolean(),
      needsCall: z.boolean(),
    }),
  ),
  none: z.int().nullable(),
});
