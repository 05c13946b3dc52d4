import type * as z from 'zod';
import {
  languageSchema,
  namesSchema,
  paragraphsSchema,
  textSchema,
  timeSchema,
} from '../../protocol/documents/common.ts';
import { DOCUMENT_TYPES, type DocumentTypeName } from '../../protocol/documents/document.ts';
import {
  documentIdSchema,
  multikeySchema,
  refSchema,
  scidSchema,
  subjectSchema,
} from '../../protocol/ids.ts';

/** What drafting fills in by itself for every type. */
const FILLED_IN: ReadonlySet<string> = new Set([
  'type',
  'v',
  'commons',
  'author',
  'issuedAt',
  'audience',
  'salt',
  'subject',
  'supersedes',
  'refs',
]);

/** Schemas that have a word of their own. */
const WORDS = new Map<unknown, string>([
  [textSchema, 'words'],
  [namesSchema, 'words'],
  [paragraphsSchema, 'words'],
  [timeSchema, 'time'],
  [documentIdSchema, 'id'],
  [subjectSchema, 'subject'],
  [refSchema, 'subject'],
  [scidSchema, 'SCID of a commons'],
  [multikeySchema, 'public key'],
  [languageSchema, 'language tag'],
]);

/** One field of a document type, in words. */
export interface FieldInWords {
  readonly name: string;
  readonly takes: string;
  /** It may be left out, by the schema; what the log tells is filled in besides. */
  readonly optional: boolean;
}

/** Every type that a person can sign with their own key. Spec §4 [R-4.1]. */
export function signedByPeople(): readonly DocumentTypeName[] {
  const names = Object.keys(DOCUMENT_TYPES) as DocumentTypeName[]; // its own keys
  return names.filter((name) => DOCUMENT_TYPES[name].signer !== 'commons').sort();
}

/** The own fields of a type, as its schema has them. */
export function fieldsOf(type: DocumentTypeName): readonly FieldInWords[] {
  return Object.entries(shapeOf(DOCUMENT_TYPES[type].schema))
    .filter(([name]) => !FILLED_IN.has(name))
    .map(([name, schema]) => ({
      name,
      takes: wordsFor(schema),
      optional: defOf(schema).type === 'optional',
    }));
}

/** The schema of a field, inner ones by their path; null where there is none. */
export function schemaAt(type: DocumentTypeName, path: readonly string[]): z.core.$ZodType | null {
  let schema: z.core.$ZodType | null = DOCUMENT_TYPES[type].schema;
  for (const name of path) schema = schema === null ? null : (shapeOf(schema)[name] ?? null);
  return schema === null ? null : bare(schema);
}

/** Without what only says that it may be missing. */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  const { innerType } = defOf(schema);
  return innerType === undefined ? schema : bare(innerType);
}

function wordsFor(given: z.core.$ZodType): string {
  const schema = bare(given);
  const known = WORDS.get(schema);
  if (known !== undefined) return known;
  const def = defOf(schema);
  switch (def.type) {
    case 'string':
      return 'words';
    case 'number':
      return 'number';
    case 'boolean':
      return 'true or false';
    case 'enum':
      return Object.values(def.entries ?? {}).join(' | ');
    case 'literal':
      return (def.values ?? []).map(String).join(' | ');
    case 'array':
      return `list of ${def.element === undefined ? 'JSON' : wordsFor(def.element)}`;
    case 'union':
      return (def.options ?? []).map(wordsFor).join(' or ');
    case 'object':
      return `{${Object.entries(shapeOf(schema))
        .map(([name, inner]) => `${name}${defOf(inner).type === 'optional' ? '?' : ''}: ${wordsFor(inner)}`)
        .join(', ')}}`;
    default:
      return 'words';
  }
}

interface Def {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
}

function defOf(schema: z.core.$ZodType): Def {
  return schema._zod.def as unknown as Def; // each kind of schema has some of these
}

function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  return defOf(bare(schema)).shape ?? {};
}
