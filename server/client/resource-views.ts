import * as z from 'zod';
import { documentIdSchema } from '../../protocol/ids.ts';
import { resourceSchema } from './views.ts';

const timesSchema = { from: z.string(), until: z.string(), quantity: z.int() };

/** `GET /resources/<subject>` */
export const oneResourceSchema = z.looseObject({
  resource: resourceSchema,
  usedPercent: z.int(),
  bookings: z.array(z.looseObject({ ...timesSchema, by: documentIdSchema, what: z.string() })),
  days: z.array(
    z.looseObject({ day: z.string(), usedPercent: z.int(), free: z.array(z.looseObject(timesSchema)) }),
  ),
});
