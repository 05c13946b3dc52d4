import * as z from 'zod';
import type { DomainItem, SetPage } from '../../protocol/documents/set.ts';
import { type DocumentId, type Subject, subjectSchema } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Client } from '../client/client.ts';
import { readLogged } from '../client/log.ts';
import { threadEntries } from './log-thread.ts';
import { personIdentity } from './maintainers-people.ts';
import { domainKeys, type EarlierRegister } from './maintainers-set.ts';

/** Domains of one request: the server's most. */
const DOMAINS_PER_PAGE = 500;
/** Domains that are asked where they come from: a set in force has shared titles throughout, so a few tell. */
const PROBES = 9;
/** Set pages that are read at a time. */
const AT_A_TIME = 4;

const personSchema = z.looseObject({
  subject: subjectSchema,
  name: z.string(),
  email: z.string().nullable(),
});
const registerPageSchema = z.looseObject({
  domains: z.array(
    z.looseObject({
      subject: subjectSchema,
      title: z.record(z.string(), z.string()),
      owner: z.looseObject({ kind: z.string(), people: z.array(personSchema) }),
    }),
  ),
  next: z.int().nullable(),
});
type RegisteredDomain = z.infer<typeof registerPageSchema>['domains'][number];

const sourceSchema = z.looseObject({ source: z.looseObject({ kind: z.string(), id: z.string() }) });

/** A register in force that a file seems to be a version of. */
export interface FoundRegister {
  readonly set: Subject;
  /** Titles of the file that are in force. */
  readonly shared: number;
  /** Every imported domain in force, of whatever register. */
  readonly imported: readonly RegisteredDomain[];
}

/** What of it stays when it is imported again, and which domains it has in force. */
export interface ReplacedRegister extends EarlierRegister {
  readonly inForce: ReadonlySet<Subject>;
}

/**
 * The imported register in force that shares at least half of its titles with these, or half of these with it.
 *
 * @returns null where there is none: then the file is another register, and titles that both have are a coincidence.
 */
export async function findRegister(client: Client, titles: readonly string[]): Promise<FoundRegister | null> {
  const imported = (await registeredDomains(client)).filter(({ owner }) => isImported(owner.kind));
  const wanted = new Set(titles);
  const shared = imported.filter(({ title }) => Object.values(title).some((text) => wanted.has(text)));
  if (shared.length === 0 || shared.length * 2 < Math.min(wanted.size, imported.length)) return null;
  const set = await commonSet(client, shared);
  return set === null ? null : { set, shared: shared.length, imported };
}

/**
 * Reads the pages of a set in force from the log: domains keep their subjects, and people their seats.
 *
 * Seats of those who only review are new ones: nobody but the private table knows who sits there.
 *
 * @param author whoever imports: only whoever began a set can go on with it.
 * @throws {ProtocolError} `conflict` where somebody else began it.
 */
export async function readRegister(
  client: Client,
  { set, imported }: FoundRegister,
  author: Subject,
): Promise<ReplacedRegister> {
  const pages = await pagesOf(client, set);
  if (pages.some((page) => page.author !== author)) {
    throw new ProtocolError(
      'conflict',
      'Another member imported this register, and only they can replace it: ask them to import the file.',
      { set, author: pages[0]?.author ?? null },
    );
  }
  const items = itemsByKey(pages);
  const subjects = new Set(items.values());
  const own = imported.filter(({ subject }) => subjects.has(subject));
  const seats = own.flatMap(({ owner }) =>
    owner.people.map(
      ({ subject, name, email }) => [personIdentity({ name, email, note: null }), subject] as const,
    ),
  );
  return {
    set,
    items,
    seats: new Map(seats.toReversed()), // of several the first one holds
    inForce: new Set(own.map(({ subject }) => subject)),
  };
}

async function registeredDomains(client: Client): Promise<RegisteredDomain[]> {
  const domains: RegisteredDomain[] = [];
  for (let offset: number | null = 0; offset !== null; ) {
    const path = `/register?offset=${offset}&limit=${DOMAINS_PER_PAGE}`;
    const page: z.infer<typeof registerPageSchema> = await client.read(path, registerPageSchema);
    domains.push(...page.domains);
    offset = page.next;
  }
  return domains;
}

/** Domains that were imported have seats or nobody; those that the commons made itself have a circle or a role. */
function isImported(kind: string): boolean {
  return kind === 'seats' || kind === 'none';
}

/** The set that most of some of these domains come from. */
async function commonSet(client: Client, domains: readonly RegisteredDomain[]): Promise<Subject | null> {
  const step = Math.max(1, Math.floor(domains.length / PROBES));
  const counts = new Map<Subject, number>();
  for (const { subject } of domains.filter((_, place) => place % step === 0).slice(0, PROBES)) {
    const { source } = await client.read(`/domains/${subject}`, sourceSchema);
    const set = source.kind === 'set' ? subjectSchema.safeParse(source.id) : null;
    if (set?.success) counts.set(set.data, (counts.get(set.data) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

/** Newest first. */
async function pagesOf(client: Client, set: Subject): Promise<SetPage[]> {
  const entries = await threadEntries(client, set);
  const ids = entries.filter(({ type }) => type === 'set').map(({ doc }) => doc);
  const pages: SetPage[] = [];
  for (let done = 0; done < ids.length; done += AT_A_TIME) {
    const read = await Promise.all(ids.slice(done, done + AT_A_TIME).map((id) => pageAt(client, id)));
    pages.push(...read);
  }
  return pages;
}

async function pageAt(client: Client, id: DocumentId): Promise<SetPage> {
  const document = await readLogged(client, id);
  if (document.type === 'set') return document;
  throw new ProtocolError('log-invalid', 'The log holds another document than its leaf says.', { id });
}

/** Subjects by key; where versions of the set differ, the newest holds. */
function itemsByKey(pages: readonly SetPage[]): ReadonlyMap<string, Subject> {
  const versions = Map.groupBy(pages, ({ root }) => root);
  const found = new Map<string, Subject>();
  for (const version of versions.values()) {
    const items = version.toSorted((a, b) => a.page - b.page).flatMap(domainItems);
    const keys = domainKeys(items.map(({ title, scope }) => [title.en ?? '', scope.paths?.[0]]));
    for (const [place, { subject }] of items.entries()) {
      const key = keys[place] ?? '';
      if (!found.has(key)) found.set(key, subject);
    }
  }
  return found;
}

function domainItems({ content }: SetPage): readonly DomainItem[] {
  return content.of === 'domain' ? content.items : [];
}
