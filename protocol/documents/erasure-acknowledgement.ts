import * as z from 'zod';
import { documentIdSchema, scidSchema } from '../ids.ts';
import { positiveSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Erasures of one acknowledgement; where there are more, another one follows. */
export const ACKNOWLEDGED_MAX = 200;

/**
 * Whoever follows a log says up to which size they have carried out its erasures: their word, which nobody can check.
 * Spec §16.
 */
export const erasureAcknowledgement = defineDocument(
  'erasure-acknowledgement',
  {
    log: scidSchema,
    size: positiveSchema,
    erasures: z.array(documentIdSchema).min(1).max(ACKNOWLEDGED_MAX),
  },
  { signer: 'commons', threads: () => ['erasures'], reads: () => [] },
);
export type ErasureAcknowledgement = z.infer<typeof erasureAcknowledgement.schema>;
