import * as z from 'zod';
import { documentIdSchema } from '../../protocol/ids.ts';

/** By what an answer came, where its author did not sign it with a key of their own. */
export const throughFields = { through: z.string().nullable() };

/** One-time links of a proposal, and what was said that nobody counts. */
export const saidAsideFields = {
  links: z.array(
    z.looseObject({
      id: documentIdSchema,
      from: z.string(),
      for: z.string().nullable(),
      guest: z.string().nullable(),
      until: z.string(),
      standing: z.string(),
    }),
  ),
  aside: z.array(
    z.looseObject({
      by: z.string(),
      guest: z.boolean(),
      stance: z.string().nullable(),
      text: z.string().nullable(),
    }),
  ),
};
