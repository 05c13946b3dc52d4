import * as z from 'zod';
import { DOCUMENT_TYPES, type DocumentTypeName } from '../../protocol/documents/document.ts';

/** How one member of a document is filled in. */
export interface FormField {
  readonly name: string;
  /** Whether the document has it; most of these follow from the log where they are left empty. */
  readonly required: boolean;
  readonly input:
    | { readonly kind: 'choice'; readonly values: readonly string[] }
    | { readonly kind: 'say' | 'number' | 'flag' | 'name' | 'text' | 'json' };
}

/** Members that the draft states by itself for every type. Spec §10. */
const STATED: ReadonlySet<string> = new Set([
  'type',
  'v',
  'commons',
  'author',
  'issuedAt',
  'salt',
  'refs',
  'binding',
]);
/** Only of who writes the next version of something of theirs. */
const OF_VERSIONS: ReadonlySet<string> = new Set(['subject', 'supersedes']);

/** In a draft they stand for the binding part. Spec §10. */
const OPERATIONS: FormField = { name: 'operations', required: true, input: { kind: 'json' } };

/** As much of a JSON Schema as it takes to know what is typed. */
interface Part {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Part>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Part[];
}

/** Types that a person signs; what the instance alone signs follows from the log. */
export const SIGNED_BY_PEOPLE: readonly DocumentTypeName[] = Object.values(DOCUMENT_TYPES)
  .filter(({ signer }) => signer !== 'commons')
  .map(({ type }) => type)
  .sort();

/** The members of a document type as fields of a form; the required ones first. */
export function fieldsOf(type: DocumentTypeName): readonly FormField[] {
  const { properties = {}, required = [] } = z.toJSONSchema(DOCUMENT_TYPES[type].schema, {
    io: 'input',
    unrepresentable: 'any',
  }) as Part; // a schema of an object
  const fields = Object.entries(properties)
    .filter(([name]) => !STATED.has(name))
    .map(([name, part]) => ({ name, required: required.includes(name), input: inputOf(part) }));
  const own = fields.filter(({ name }) => !OF_VERSIONS.has(name) && name !== 'audience');
  return [
    ...('binding' in properties ? [OPERATIONS] : []),
    ...own.filter((field) => field.required),
    ...own.filter((field) => !field.required),
    ...fields.filter(({ name }) => name === 'audience' || OF_VERSIONS.has(name)),
  ];
}

function inputOf(part: Part): FormField['input'] {
  const values = part.enum?.filter((value) => typeof value === 'string');
  if (values !== undefined && values.length > 0) return { kind: 'choice', values };
  if (part.const === true || part.type === 'boolean') return { kind: 'flag' };
  if (part.type === 'integer' || part.type === 'number') return { kind: 'number' };
  if (part.type === 'string') return { kind: 'text' };
  const members = Object.keys(part.properties ?? {});
  if (members.includes('attachment') && members.includes('media')) return { kind: 'say' };
  if (members.includes('subject') && members.includes('id')) return { kind: 'name' };
  return { kind: 'json' };
}
