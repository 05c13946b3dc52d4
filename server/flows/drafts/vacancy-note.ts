import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { effectSpecificity } from '../../../protocol/documents/effect-kind.ts';
import type { Operation } from '../../../protocol/documents/operation.ts';
import { inForce } from '../../../protocol/governance/in-force.ts';
import { ladderOf } from '../../../protocol/governance/right.ts';
import { heldAt } from '../../../protocol/governance/roles/terms.ts';
import { returns } from '../../../protocol/governance/roles/vacancy.ts';
import type { RegisteredDomain } from '../../../protocol/governance/scope/register-index.ts';
import { endedTerm, suspensionOf } from '../../../protocol/governance/seats/seat-act.ts';
import { contentOf, type RuleView } from '../../../protocol/governance/view.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import { askFreely } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { shownDomains } from '../views/shown-domains.ts';

/** A role, and what it decides. */
interface RoleFacts {
  /** Null where it is not for the reader. */
  readonly name: string | null;
  /** Whom it serves selects people for it; else somebody gives it. */
  readonly isSelected: boolean;
  /** What it decides becomes its circle's. */
  readonly returns: boolean;
  readonly domains: readonly (RegisteredDomain & { readonly twoSign: boolean })[];
}

/** What is left of it once an act holds. */
interface Left extends RoleFacts {
  readonly holders: number;
  readonly away?: string;
}

type Held = ReturnType<typeof heldAt>[number];

/**
 * That nobody holds a role any more once a term ends or rests, or too few for two signatures, and what nobody can decide
 * then. Told before it is signed. Spec §10.
 *
 * @returns one sentence or more, or null.
 */
export async function vacancyNote(
  record: StoredRecord,
  document: FolkmootDocument,
  now: Millis,
  mayRead: MayRead,
): Promise<string | null> {
  if (document.type !== 'decision' && document.type !== 'proposal') return null;
  const { operations } = document.binding;
  const ended = operations.flatMap((operation) => endedIn(operation) ?? []);
  const notes: string[] = [];
  for (const operation of operations) {
    if (operation.op !== 'end' || operation.type !== 'role') continue;
    const gone = await askFreely(record, (view) => roleIn(view, operation.thing.subject, mayRead));
    const domains = await shownDomains(record, gone.domains, { kind: 'member', mayRead });
    if (domains.length > 0)
      notes.push(`Once this holds nobody decides under ${titled(domains)} until that has another owner.`);
  }
  for (const role of new Set(ended.map((term) => term.role))) {
    const isGiven = operations.some(
      ({ op, ...more }) =>
        op === 'adopt' && 'adopts' in more && 'role' in more.adopts && more.adopts.role === role,
    );
    if (isGiven) continue;
    const gone = new Set(ended.map(({ mandate }) => mandate));
    const note = await vacancyIn(record, role, ({ ref }) => gone.has(ref.subject), now, mayRead);
    if (note !== null) notes.push(note);
  }
  return notes.length === 0 ? null : notes.join(' ');
}

/**
 * What is left of a role once some of those who hold it are not there.
 *
 * @param away how whoever goes is there again by themself, where they keep their term: then nothing returns to a circle.
 * @returns null where enough are left, or nobody goes.
 */
export async function vacancyIn(
  record: StoredRecord,
  role: Subject,
  isGone: (held: Held, view: RuleView) => boolean,
  now: Millis,
  mayRead: MayRead,
  away?: string,
): Promise<string | null> {
  const left = await askFreely(record, (view) => leftOf(view, role, isGone, now, mayRead));
  if (left === null) return null;
  const domains = await shownDomains(record, left.domains, { kind: 'member', mayRead });
  return noteOn(away === undefined ? { ...left, domains } : { ...left, domains, returns: false, away });
}

/** The term that an operation ends, or lets rest. */
function endedIn(operation: Operation): { readonly mandate: Subject; readonly role: Subject } | null {
  return operation.op === 'suspend'
    ? { mandate: operation.mandate.subject, role: operation.role }
    : endedTerm(operation);
}

/** @returns null where none of these terms runs: then nothing changes. */
function leftOf(
  view: RuleView,
  role: Subject,
  isGone: (held: Held, view: RuleView) => boolean,
  now: Millis,
  mayRead: MayRead,
): Left | null {
  const held = heldAt(view, role, now).filter(
    ({ ref }) => suspensionOf(view, ref.subject, role, now) === null,
  );
  const stay = held.filter((term) => !isGone(term, view));
  if (stay.length === held.length) return null;
  return {
    ...roleIn(view, role, mayRead),
    holders: new Set(stay.map(({ mandate }) => mandate.holder)).size,
  };
}

function roleIn(view: RuleView, role: Subject, mayRead: MayRead): RoleFacts {
  const current = inForce(view, role);
  const body = current === null ? null : contentOf(view, current.id, 'role');
  const owned = view
    .register()
    .all()
    .filter(({ body: { owner } }) => owner.kind === 'role' && owner.subject === role);
  return {
    name: body !== null && mayRead(body) ? anyLanguage(body.name) : null,
    isSelected: body !== null && body.selection !== 'appoint',
    returns: returns(view, role),
    domains: owned.map((domain) => {
      const { signers, secondRole } = ladderOf(view, domain.body).delegation ?? {};
      return { ...domain, twoSign: signers === 2 && (secondRole === undefined || secondRole === role) };
    }),
  };
}

function noteOn({ name, holders, isSelected, returns, domains, away }: Left): string | null {
  const role = name === null ? 'the role' : `the role “${name}”`;
  if (holders > 0) {
    const short = holders === 1 ? domains.filter(({ twoSign }) => twoSign) : [];
    return short.length === 0
      ? null
      : `Once this holds one person alone has ${role}, and two must sign under ${titled(short)}: nothing is decided there until a second one has it.`;
  }
  const nobody = `Once this holds nobody has ${role}`;
  if (domains.length === 0) return `${nobody}.`;
  const until = `${isSelected ? 'selected for it' : 'given it'}${away ?? ''}`;
  const stuck = `${nobody}: nobody decides under ${titled(domains)} until somebody is ${until}`;
  if (returns) return `${stuck}, or it becomes a matter of the circle.`;
  const gives = isSelected ? [] : domains.filter(({ body }) => givesRoles(body.scope.effects));
  return gives.length === 0
    ? `${stuck}.`
    : `${stuck}. That is decided under ${titled(gives)} too: nobody could give it to anybody.`;
}

function titled(domains: RoleFacts['domains']): string {
  return domains.map(({ body, subject }) => `“${anyLanguage(body.title, subject)}”`).join(', ');
}

function givesRoles(effects: readonly Parameters<typeof effectSpecificity>[0][]): boolean {
  return effects.some((pattern) => effectSpecificity(pattern, 'adopt:mandate') !== null);
}
