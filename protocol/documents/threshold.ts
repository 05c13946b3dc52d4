import * as z from 'zod';

/** Parts of a ratio: no group is larger, and a product with any count stays a safe integer. */
const PART_MAX = 1_000_000;

const partSchema = z.int().min(1).max(PART_MAX);

/** A share of people, as two integers: nothing is rounded. Spec §6. */
export const shareSchema = z
  .strictObject({ num: partSchema, den: partSchema })
  .refine(({ num, den }) => num <= den, 'a share of at most the whole');
export type Share = z.infer<typeof shareSchema>;

/** How many times as much: never less than once. Spec §6. */
export const ratioSchema = z
  .strictObject({ num: partSchema, den: partSchema })
  .refine(({ num, den }) => num >= den, 'a ratio of at least one');

/** A share with its comparison and the people that it is a share of, which is always named. Spec §6. */
export const thresholdSchema = z
  .strictObject({
    num: partSchema,
    den: partSchema,
    cmp: z.enum(['gte', 'gt']),
    base: z.enum(['roster', 'responders', 'decisive']),
  })
  .refine(({ num, den, cmp }) => num < den || (num === den && cmp === 'gte'), 'a threshold that can be met');
export type Threshold = z.infer<typeof thresholdSchema>;
