import type * as z from 'zod';
import { domainRefSchema, textSchema, timeSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { bindingSchema } from './operation.ts';
import { domainThreads } from './thread-names.ts';

/**
 * To avert harm somebody acted outside their right, and reports it: what they did, why, and whose matter it was. It gives
 * nothing away and changes no right. Spec §17.
 */
export const emergencyAct = defineDocument(
  'emergency-act',
  {
    domain: domainRefSchema,
    actedAt: timeSchema,
    harm: textSchema,
    did: textSchema,
    /** What it changed, where that can be said. */
    binding: bindingSchema.exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) => [d.subject],
    reads: (d) => [...domainThreads(d.domain), 'charter', 'register'],
  },
);
export type EmergencyAct = z.infer<typeof emergencyAct.schema>;
