import * as z from 'zod';
import type { FolkmootDocument } from '../../protocol/documents/document.ts';
import { EFFECT_KINDS } from '../../protocol/documents/effect-kind.ts';
import type { Proposal } from '../../protocol/documents/proposal.ts';
import { effectsOf } from '../../protocol/governance/effects.ts';
import { type Scid, scidSchema, subjectSchema } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { schemaIssues } from '../../protocol/schema-issues.ts';
import { TYPES_OF_LEAVES, typeNear } from './leaf-types.ts';

/** Values of one kind in one filter: more is a filter that wants everything. */
const VALUES_MAX = 32;

const some = <T extends z.ZodType>(value: T) => z.array(value).max(VALUES_MAX).default([]);

/** What somebody wants of a log; an empty list asks for nothing in particular. Spec §19. */
export const filterSchema = z.strictObject({
  type: some(z.string().regex(/^[a-z]{1,32}(-[a-z]{1,32}){0,3}$/)),
  domain: some(subjectSchema),
  circle: some(subjectSchema),
  effect: some(z.enum(EFFECT_KINDS)),
  commons: some(scidSchema),
});
export type Filter = z.infer<typeof filterSchema>;

export const FILTER_NAMES = ['type', 'domain', 'circle', 'effect', 'commons'] as const;

/**
 * What somebody asks for now. A filter that was kept is read by the schema alone: its types may be those of other rules.
 *
 * @throws {ProtocolError} `malformed`, also for a type that no leaf has: nothing would ever fit it. Spec §19.
 */
export function parseFilter(value: unknown): Filter {
  const parsed = filterSchema.safeParse(value);
  if (parsed.success) return withKnownTypes(parsed.data);
  throw new ProtocolError('malformed', 'This is no filter of a log.', {
    ...schemaIssues(parsed.error),
    expected: { filter: FILTER_NAMES },
  });
}

function withKnownTypes(filter: Filter): Filter {
  const unknown = filter.type.find((type) => !TYPES_OF_LEAVES.includes(type));
  if (unknown === undefined) return filter;
  const near = typeNear(unknown);
  throw new ProtocolError(
    'malformed',
    near === null
      ? `No document has the type ${unknown}; types are ${TYPES_OF_LEAVES.join(', ')}.`
      : `No document has the type ${unknown}; did you mean ${near}?`,
    { at: 'type', expected: { type: TYPES_OF_LEAVES } },
  );
}

export function wantsAll(filter: Filter): boolean {
  return FILTER_NAMES.every((name) => filter[name].length === 0);
}

/** An entry as its reader may see it. */
export interface Seen {
  /** Of the leaf. */
  readonly type: string;
  /** Null where it is withheld, erased, or of a type that we do not know. */
  readonly document: FolkmootDocument | null;
  /** What the document is about, if it names one and the reader may read it. */
  readonly proposal: Proposal | null;
}

/**
 * Whether a filter lets an entry through: each kind that it asks for has to be met by one of its values. Of what is withheld
 * only the type of the leaf is known. Spec §19.
 */
export function lets(filter: Filter, { type, document, proposal }: Seen, home: Scid): boolean {
  if (filter.type.length > 0 && !filter.type.includes(type)) return false;
  const about = document === null ? [] : [document, ...(proposal === null ? [] : [proposal])];
  return (
    meets(filter.commons, document === null ? [] : [document.commons]) &&
    meets(filter.domain, about.flatMap(domainsOf)) &&
    meets(filter.circle, about.flatMap(circlesOf)) &&
    meets(
      filter.effect,
      about.flatMap((one) => kindsOf(one, home)),
    )
  );
}

function meets(wanted: readonly string[], found: readonly string[]): boolean {
  return wanted.length === 0 || found.some((one) => wanted.includes(one));
}

/** The domain that it is, or names. */
function domainsOf(document: FolkmootDocument): readonly string[] {
  if (document.type === 'domain') return [document.subject];
  return 'domain' in document ? [document.domain.subject] : [];
}

/** The circle that it is, names, belongs to by its owner, or is for. */
function circlesOf(document: FolkmootDocument): readonly string[] {
  const { audience } = document;
  const named = 'circle' in document ? document.circle : undefined;
  return [
    ...(document.type === 'circle' ? [document.subject] : []),
    ...(document.type === 'domain' && document.owner.kind === 'circle' ? [document.owner.subject] : []),
    ...(typeof named === 'string' ? [named] : typeof named === 'object' ? [named.subject] : []),
    ...(typeof audience === 'string' && audience.startsWith('circle:')
      ? [audience.slice('circle:'.length)]
      : []),
  ];
}

function kindsOf(document: FolkmootDocument, home: Scid): readonly string[] {
  return 'binding' in document ? effectsOf(document.binding, home).map(({ kind }) => kind) : [];
}
