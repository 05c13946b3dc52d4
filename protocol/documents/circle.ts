import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { namesSchema, paragraphsSchema, secondsSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Members that fit one document; a larger roster is several circles. */
const MEMBERS_MAX = 1000;

/** Each is a body whom an opening asks besides the circle. */
const LIAISONS_MAX = 4;

/** A decision-making body; its thread is its roster. Spec §4. */
export const circle = defineDocument(
  'circle',
  {
    kind: z.enum(['circle', 'working-group', 'assembly', 'council']),
    name: namesSchema,
    aim: paragraphsSchema,
    parent: refSchema.exactOptional(),
    members: z.array(subjectSchema).min(1).max(MEMBERS_MAX),
    /** The role whose holder speaks for the circle where it is affected by what others decide. */
    representative: subjectSchema.exactOptional(),
    /** Roles whose holders speak in it for other circles. Spec §15. */
    liaisons: z.array(subjectSchema).max(LIAISONS_MAX).exactOptional(),
    reportEverySeconds: secondsSchema.exactOptional(),
    retrospectiveEverySeconds: secondsSchema.exactOptional(),
    status: z.enum(['active', 'resting']),
    retiresWithoutQuorumAfterSeconds: secondsSchema.exactOptional(),
  },
  { signer: 'participant', threads: (d) => [d.subject], reads: () => [] },
);
export type Circle = z.infer<typeof circle.schema>;
