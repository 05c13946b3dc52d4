import * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { countSchema, textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** What a party can say of a promise: its provider that it gave, its receiver that it got. Spec §8. */
export const saidOfPromiseSchema = z.enum(['delivered', 'received']);
export type SaidOfPromise = z.infer<typeof saidOfPromiseSchema>;

/**
 * A party's word, by its own decision, on one promise of an agreement: its provider has delivered so much of it, or its
 * receiver has received so much of one delivery. Spec §8.
 */
export const event = defineDocument(
  'event',
  {
    terms: documentIdSchema,
    said: saidOfPromiseSchema,
    /** Its place in the terms' commitments, from 0. */
    commitment: countSchema,
    quantity: countSchema,
    /** The delivery that is acknowledged. */
    of: documentIdSchema.exactOptional(),
    decision: refSchema,
    reason: textSchema.exactOptional(),
  },
  {
    signer: 'commons',
    threads: (d) => [d.subject],
    reads: (d) => [d.decision.subject],
    foreignThreads: (d) => [d.subject],
  },
);
export type Event = z.infer<typeof event.schema>;
