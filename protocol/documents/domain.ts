import type * as z from 'zod';
import { defineDocument } from './define.ts';
import { domainFields } from './domain-fields.ts';

/** A decision domain: which effects, who owns them, by which rung, within which limits. Spec §5. */
export const domain = defineDocument('domain', domainFields, {
  signer: 'participant',
  threads: (d) => [d.subject],
  reads: () => [],
});
export type Domain = z.infer<typeof domain.schema>;
