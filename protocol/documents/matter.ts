import type * as z from 'zod';
import { subjectSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** An issue before it is a proposal: somebody raises it with whom they take it to be the matter of. Spec §6. */
export const matter = defineDocument(
  'matter',
  { what: textSchema, to: subjectSchema },
  { signer: 'participant', threads: (d) => [d.subject], reads: (d) => [d.to, 'charter'] },
);
export type MatterRaised = z.infer<typeof matter.schema>;
