import type * as z from 'zod';
import { hashTextSchema } from '../ids.ts';
import { countSchema } from './common.ts';
import { defineDocument } from './define.ts';

/**
 * Head of every thread in the first `size` entries, as one root over `{key, last, n}` sorted by key. It changes no
 * thread and proves freshness. Spec §3.
 */
export const heads = defineDocument(
  'heads',
  { size: countSchema, count: countSchema, root: hashTextSchema },
  { signer: 'commons', threads: () => [], reads: () => [] },
);
export type Heads = z.infer<typeof heads.schema>;
