import * as z from 'zod';
import { type Author, authorSchema, documentIdSchema, type Scid, scidSchema, subjectSchema } from '../ids.ts';
import { REFS_MAX } from '../limits.ts';
import { audienceSchema, saltSchema, timeSchema } from './common.ts';

/**
 * A thread as rules name it: a subject, `usage:<domain>`, or a fixed word. The key in the leaf is this name, or its
 * hash where the thread is not public. Spec §3.
 */
export type ThreadName = string;

/** Who signs: a person with their own key, the commons with its document key, or either. Spec §4. */
export type Signer = 'participant' | 'commons' | 'either';

/** What one document type is: its shape, who signs it, and what it touches. */
export interface DocumentType<Type extends string, Schema extends z.ZodType> {
  readonly type: Type;
  readonly schema: Schema;
  /** Where both sign documents of one type, what it holds tells whose it is. */
  readonly signer: Signer | ((document: z.infer<Schema>) => Signer);
  /** Threads that the document changes in its own commons' log; at most THREADS_MAX. */
  readonly threads: (document: z.infer<Schema>) => readonly ThreadName[];
  /** Threads that it depends on besides its author's; at most READS_MAX. A changed thread is not read. */
  readonly reads: (document: z.infer<Schema>) => readonly ThreadName[];
  /** Threads that it changes in another commons' log; none where the type never travels. */
  readonly foreignThreads?: (document: z.infer<Schema>, home: Scid) => readonly ThreadName[];
}

/** Fields that every document has. Spec §2. */
export interface CommonFields {
  readonly type: string;
  readonly commons: Scid;
  readonly author: Author;
}

const commonFields = {
  v: z.literal(1),
  commons: scidSchema,
  subject: subjectSchema,
  author: authorSchema,
  issuedAt: timeSchema,
  audience: audienceSchema,
  salt: saltSchema,
  supersedes: documentIdSchema.exactOptional(),
  refs: z.array(documentIdSchema).max(REFS_MAX),
};

type SchemaOf<Type extends string, Fields extends z.ZodRawShape> = z.ZodObject<
  { type: z.ZodLiteral<Type> } & typeof commonFields & Fields,
  z.core.$strict
>;

/**
 * Defines one document type: the common fields, then its own. Spec §2.
 *
 * @param touches who signs, and the threads; these look nothing up: all that they need stands in the payload.
 */
export function defineDocument<const Type extends string, Fields extends z.ZodRawShape>(
  type: Type,
  fields: Fields,
  touches: Omit<DocumentType<Type, SchemaOf<Type, Fields>>, 'type' | 'schema'>,
): DocumentType<Type, SchemaOf<Type, Fields>> {
  return { type, schema: z.strictObject({ type: z.literal(type), ...commonFields, ...fields }), ...touches };
}
