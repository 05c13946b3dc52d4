import { mandatesOf } from '../../../protocol/governance/in-force.ts';
import { parsePath } from '../../../protocol/governance/scope/path.ts';
import type { RegisteredDomain, ScopeMatch } from '../../../protocol/governance/scope/register-index.ts';
import { contentOf } from '../../../protocol/governance/view.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { askNow, currentDocument } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { askRegister } from './ask-register.ts';
import { type ConstraintView, constraintsView } from './constraints-view.ts';
import { type PersonView, peopleBy } from './people.ts';
import { registerRecord } from './register-record.ts';
import { type Reader, shownDomains } from './shown-domains.ts';

/** A domain in a list: who decides, and how. */
export interface DomainSummary {
  readonly subject: Subject;
  readonly title: Readonly<Record<string, string>>;
  readonly owner: OwnerView;
  readonly rung: string;
  readonly impact: string;
  readonly status: string;
}

/** Who owns a domain, with the people behind it. */
export interface OwnerView {
  readonly kind: 'circle' | 'role' | 'seats' | 'none';
  readonly subject: Subject | null;
  readonly name: Readonly<Record<string, string>> | null;
  readonly people: readonly PersonView[];
  /** Terms that run now, where a role owns the domain. */
  readonly terms: readonly { readonly holder: Subject; readonly until: string }[];
}

export interface RegisterView {
  /** Domains in force that the reader may know of, and those among them that the search finds. */
  readonly total: number;
  readonly found: number;
  /** Domains in force beside them, which are not for this reader. */
  readonly withheld: number;
  /** What was asked for. */
  readonly query: string;
  readonly offset: number;
  readonly limit: number;
  readonly domains: readonly DomainSummary[];
  /** What binds every decision, whoever makes it. */
  readonly constraints: readonly ConstraintView[];
  /** Where the next page begins, or null at the end. */
  readonly next: number | null;
}

/** One owner of a path, most specific first. */
export interface PathOwner extends DomainSummary {
  readonly specificity: readonly [path: number, resource: number, kind: number];
}

/** Who decides about a path, as far as the reader may know. */
export interface PathView {
  readonly path: string;
  readonly owners: readonly PathOwner[];
  /** Domains that cover it too, and are not for this reader. One of them may be the most specific. */
  readonly withheld: number;
}

/** The register, or what a search in titles and path patterns finds. Pages by position: the register is in memory. */
export async function registerView(
  context: Context,
  query: string,
  offset: number,
  limit: number,
  reader: Reader,
): Promise<RegisterView> {
  const record = await registerRecord(context);
  const inForce = await askRegister<readonly RegisteredDomain[]>(record, (register) => register.all(), []);
  const all = await shownDomains(record, inForce, reader);
  const words = wordsOf(query);
  const found = all
    .filter((domain) => words.every((word) => textOf(domain).includes(word)))
    .sort((a, b) => nearness(a, words) - nearness(b, words));
  const page = found.slice(offset, offset + limit);
  return {
    total: all.length,
    found: found.length,
    withheld: inForce.length - all.length,
    query,
    offset,
    limit,
    domains: await summaries(context, record, page, reader.mayRead),
    constraints: await constraintsView(context, reader),
    next: offset + page.length < found.length ? offset + page.length : null,
  };
}

/** What is sought: words of titles and path patterns. */
function wordsOf(text: string): readonly string[] {
  return text
    .toLocaleLowerCase('en')
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** 0 where a title is what is sought, 1 where one begins with it, 2 where the words are in it somewhere. */
function nearness({ body }: RegisteredDomain, words: readonly string[]): number {
  if (words.length === 0) return 0;
  const sought = words.join(' ');
  const titles = Object.values(body.title).map((title) => wordsOf(title).join(' '));
  if (titles.includes(sought)) return 0;
  return titles.some((title) => title.startsWith(sought)) ? 1 : 2;
}

/**
 * Who decides about a path: every domain that covers it, most specific first. Spec §5.
 *
 * @throws {ProtocolError} `malformed` or `too-large` for what is no path.
 */
export async function pathView(context: Context, path: string, reader: Reader): Promise<PathView> {
  parsePath(path);
  const record = await registerRecord(context);
  const matches = await askRegister<readonly ScopeMatch[]>(
    record,
    (register) => register.matches({ kind: 'change', path, amount: 0 }),
    [],
  );
  const known = new Set(
    await shownDomains(
      record,
      matches.map(({ domain }) => domain),
      reader,
    ),
  );
  const shown = matches.filter(({ domain }) => known.has(domain));
  const owners = await Promise.all(
    shown.map(async ({ domain, specificity }) => ({
      ...(await summaryOf(context, record, domain, reader.mayRead)),
      specificity,
    })),
  );
  return { path, owners, withheld: matches.length - shown.length };
}

async function summaries(
  context: Context,
  record: StoredRecord,
  domains: readonly RegisteredDomain[],
  mayRead: MayRead,
): Promise<readonly DomainSummary[]> {
  return Promise.all(domains.map((domain) => summaryOf(context, record, domain, mayRead)));
}

async function summaryOf(
  context: Context,
  record: StoredRecord,
  { subject, body }: RegisteredDomain,
  mayRead: MayRead,
): Promise<DomainSummary> {
  return {
    subject,
    title: body.title,
    owner: await ownerView(context, record, body.owner, mayRead),
    rung: body.rung,
    impact: body.impact,
    status: body.status,
  };
}

export async function ownerView(
  context: Context,
  record: StoredRecord,
  owner: RegisteredDomain['body']['owner'],
  mayRead: MayRead,
): Promise<OwnerView> {
  const people = async (subjects: readonly Subject[]) => [
    ...(await peopleBy(context, record, subjects, mayRead)).values(),
  ];
  switch (owner.kind) {
    case 'none':
      return { kind: 'none', subject: null, name: null, people: [], terms: [] };
    case 'seats':
      return { kind: 'seats', subject: null, name: null, people: await people(owner.seats), terms: [] };
    case 'circle': {
      const document = await currentDocument(record, owner.subject);
      const circle = document?.type === 'circle' && mayRead(document) ? document : null;
      const name = circle?.name ?? null;
      return {
        kind: 'circle',
        subject: owner.subject,
        name,
        people: await people(circle?.members ?? []),
        terms: [],
      };
    }
    case 'role': {
      const role = await currentDocument(record, owner.subject);
      const terms = await termsOf(context, record, owner.subject, mayRead);
      const name = role?.type === 'role' && mayRead(role) ? role.name : null;
      const holders = terms.map(({ holder }) => holder);
      return { kind: 'role', subject: owner.subject, name, people: await people(holders), terms };
    }
  }
}

/** Mandates for the role that are in force and run now. */
async function termsOf(
  context: Context,
  record: StoredRecord,
  role: Subject,
  mayRead: MayRead,
): Promise<readonly OwnerView['terms'][number][]> {
  const now = await context.now();
  const mandates = await askNow(record, [role, 'charter'], (view) =>
    mandatesOf(view, role).flatMap(({ id }) => contentOf(view, id, 'mandate') ?? []),
  );
  const terms: OwnerView['terms'][number][] = [];
  for (const mandate of mandates) {
    if (!mayRead(mandate)) continue;
    const { startsAt, endsAt, holder } = mandate;
    if (Date.parse(startsAt) <= now && now < Date.parse(endsAt)) terms.push({ holder, until: endsAt });
  }
  return terms;
}

function textOf({ body }: RegisteredDomain): string {
  return [...Object.values(body.title), ...(body.scope.paths ?? [])].join('\n').toLocaleLowerCase('en');
}
