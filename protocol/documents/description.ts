import * as z from 'zod';
import { scidSchema } from '../ids.ts';
import { countSchema, LIST_MAX, nameSchema, positiveSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { DEPOSIT_PEERS_MAX } from './outcome.ts';

const urlSchema = z.url({ protocol: /^https?$/ }).max(2048);

/** What this instance is and speaks; served at `/.well-known/folkmoot`. Spec §10. */
export const description = defineDocument(
  'description',
  {
    did: z.string().startsWith('did:webvh:').max(2048),
    baseUrl: urlSchema,
    protocolVersions: z.array(positiveSchema).min(1).max(LIST_MAX),
    documentTypes: z.array(z.string().max(64)).max(LIST_MAX),
    limits: z.record(z.string().max(64), countSchema),
    witnesses: z.strictObject({ atLeast: countSchema, of: z.array(nameSchema).max(LIST_MAX) }),
    /** With whom a member leaves what this commons does not take. Spec §21. */
    deposits: z.array(scidSchema).min(1).max(DEPOSIT_PEERS_MAX).exactOptional(),
    peerPolicy: z.enum(['closed', 'open']),
    contact: z.string().max(320).exactOptional(),
    clock: z.enum(['system', 'simulated']),
  },
  { signer: 'commons', threads: () => ['description'], reads: () => [] },
);
export type Description = z.infer<typeof description.schema>;
