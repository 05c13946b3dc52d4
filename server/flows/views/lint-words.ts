import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Finding } from '../../../protocol/governance/lint/findings.ts';
import { documentIdSchema, subjectSchema } from '../../../protocol/ids.ts';
import { anyLanguage } from '../../any-language.ts';
import { durationText } from '../../duration-text.ts';
import { effectText, rungText } from '../../web/words.ts';
import { currentDocuments } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';

type Detail = NonNullable<Finding['detail']>;
/** What something is called that a finding names by its subject, or by its id. */
type NameOf = (named: string) => string;

/** Fields that name a thing by its subject. Domains of a set have no document of their own. */
const THINGS = ['circle', 'role', 'other', 'resource', 'owner'] as const;
/** What each field is in words, in their order. What is not here is for machines alone. */
const WORDS: Readonly<Record<string, (value: unknown, nameOf: NameOf) => string>> = {
  effect: (kind) => `effect: ${effectText(String(kind))}`,
  circle: (circle, nameOf) => `circle ${nameOf(String(circle))}`,
  role: (role, nameOf) => `role ${nameOf(String(role))}`,
  owner: (owner, nameOf) =>
    subjectSchema.safeParse(owner).success ? `owner ${nameOf(String(owner))}` : `owned by a ${owner}`,
  other: (role, nameOf) => `kept apart from ${nameOf(String(role))}`,
  resource: (resource, nameOf) => `resource ${nameOf(String(resource))}`,
  domains: (domains, nameOf) => `domains ${list(domains).map(nameOf).join(', ')}`,
  constraint: (constraint, nameOf) => `rule ${nameOf(String(constraint))}`,
  step: (step) => `step ${step}`,
  rung: (rung) => `way of deciding: ${rungText(String(rung)).toLowerCase()}`,
  impact: (impact) => `impact ${impact}`,
  quorum: (quorum) => `quorum ${shareText(quorum)}`,
  members: (count) => `${count} members`,
  roster: (count) => `${count} listed`,
  there: (count) => `${count} of them there`,
  seats: (count) => `${count} ${count === 1 ? 'seat' : 'seats'}`,
  named: (count) => `names ${count}`,
  most: (count) => `at most ${count}`,
  asked: (seconds) => `has ${durationText(Number(seconds))}`,
  least: (seconds) => `needs at least ${durationText(Number(seconds))}`,
  advised: (seconds) => `better ${durationText(Number(seconds))}`,
  window: (seconds) => `has ${durationText(Number(seconds))}`,
  takes: (seconds) => `takes ${durationText(Number(seconds))}`,
  seconds: (seconds) => `up to ${durationText(Number(seconds))}`,
  endsAt: (time) => `ends ${time}`,
  retiresAt: (time) => `retires ${time}`,
  until: (time) => `by ${time}`,
};

/** Who asks: titles of the domains that they may know of, by their subjects, and what else they may read. */
interface LintReader {
  readonly titles: ReadonlyMap<string, string>;
  readonly mayRead: MayRead;
}

const HIDDEN = '(not for everybody)';

/** What exactly each finding is about, in words, with the names that this reader may know. Spec §5. */
export async function lintWords(
  record: StoredRecord,
  details: readonly Detail[],
  { titles, mayRead }: LintReader,
): Promise<readonly string[]> {
  const names = await namesIn(record, details, mayRead);
  const nameOf: NameOf = (named) => names.get(named) ?? titles.get(named) ?? HIDDEN;
  return details.map((detail) =>
    Object.entries(WORDS)
      .filter(([field]) => detail[field] !== undefined && detail[field] !== null)
      .map(([field, words]) => words(detail[field], nameOf))
      .join('; '),
  );
}

/** One look-up each, however many findings name it. */
async function namesIn(
  record: StoredRecord,
  details: readonly Detail[],
  mayRead: MayRead,
): Promise<ReadonlyMap<string, string>> {
  const named = details.flatMap((detail) => THINGS.map((field) => detail[field]));
  const things = [...new Set(named.flatMap((one) => subjectSchema.safeParse(one).data ?? []))];
  const rules = details.flatMap(({ constraint }) => documentIdSchema.safeParse(constraint).data ?? []);
  const documents = await currentDocuments(record, things);
  await record.prefetch({ threads: [], documents: rules });
  const names = new Map<string, string>();
  for (const [place, subject] of things.entries()) names.set(subject, nameIn(documents[place], mayRead));
  for (const id of new Set(rules)) names.set(id, nameIn(await record.document(id), mayRead));
  return names;
}

function nameIn(document: FolkmootDocument | null | undefined, mayRead: MayRead): string {
  if (document == null) return '(not in force)';
  if (!mayRead(document)) return HIDDEN;
  if ('title' in document && typeof document.title === 'object') return `“${anyLanguage(document.title)}”`;
  return 'name' in document && typeof document.name === 'object' ? `“${anyLanguage(document.name)}”` : HIDDEN;
}

function list(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

/** A quorum by its name, or as a share. */
function shareText(quorum: unknown): string {
  const isShare = typeof quorum === 'object' && quorum !== null && 'num' in quorum && 'den' in quorum;
  return isShare ? `${quorum.num}/${quorum.den}` : String(quorum);
}
