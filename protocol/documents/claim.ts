import type * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { domainRefSchema, textSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { domainThreads } from './thread-names.ts';

/** Somebody says that an unclaimed seat is theirs, and signs the term in which they would hold it. Spec §15. */
export const claim = defineDocument(
  'claim',
  {
    seat: subjectSchema,
    /** One of the domains that name the seat. */
    domain: domainRefSchema,
    mandate: refSchema,
    /** How others can see that it is they whom the register names. */
    evidence: textSchema,
  },
  {
    signer: 'participant',
    threads: (d) => [d.seat],
    reads: (d) => [...domainThreads(d.domain), d.mandate.subject, 'charter'],
  },
);
export type Claim = z.infer<typeof claim.schema>;
