import type { Handover } from '../../../protocol/documents/handover.ts';
import type { HandoverAcceptance } from '../../../protocol/documents/handover-acceptance.ts';
import { type Mandate, termOf } from '../../../protocol/documents/mandate.ts';
import type { Role } from '../../../protocol/documents/role.ts';
import { caretakerUntil } from '../../../protocol/governance/roles/ask-term-held.ts';
import { missingFrom } from '../../../protocol/governance/roles/judge-handover.ts';
import {
  handedOverBy,
  handoverOf,
  heldAt,
  predecessorsOf,
  rotating,
} from '../../../protocol/governance/roles/terms.ts';
import { contentOf, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import type { DocumentId, Ref, Subject } from '../../../protocol/ids.ts';
import { formatMillis, type Millis, parseTime } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askNow } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { personBy } from './people.ts';
import type { Reader } from './shown-domains.ts';

/** Delegations that are looked through. */
const DELEGATIONS_MAX = 1000;

/**
 * Where a term stands: it is to come, its holder has the role, waits for the handover, looks after the role, or has had it.
 * Spec §15, [R-15.31].
 */
export type TermState = 'to-come' | 'held' | 'handover-open' | 'caretaker' | 'over';

/** How far a handover has come, and what it lacks. Spec §15. */
export interface HandoverView {
  readonly parts: readonly DocumentId[];
  readonly items: number;
  readonly sessions: number;
  readonly practice: number;
  readonly missing: readonly string[];
  readonly acceptedBy: DocumentId | null;
  readonly waivedBy: DocumentId | null;
  readonly canActAlone: HandoverAcceptance['canActAlone'] | null;
}

/** Somebody else decides by a term for a while. Spec §15. */
export interface DelegationView {
  readonly id: DocumentId;
  readonly from: string;
  readonly to: string;
  readonly endsAt: string;
  readonly domains: number;
}

/** Until when a term has a say: its holder may look after the role when it has ended. */
export function shownUntil(
  view: RuleView,
  { weight }: Pick<Role, 'weight'>,
  mandate: Mandate,
  now: Millis,
): Millis {
  const { endsAt } = termOf(mandate);
  return weight === undefined ? endsAt : caretakerUntil(view, mandate.role.subject, endsAt, now);
}

/** Where a term stands, and what was passed on to its holder. */
export function turnOf(
  view: RuleView,
  role: Subject,
  { ref, mandate }: { readonly ref: Ref; readonly mandate: Mandate },
  now: Millis,
  mayRead: MayRead,
): { readonly state: TermState; readonly handover: HandoverView | null } {
  const { startsAt, endsAt } = termOf(mandate);
  const body = rotating(view, role);
  const term = { ref, mandate, startsAt, endsAt };
  const needed = body !== null && predecessorsOf(view, role, term).length > 0;
  const open = needed && handedOverBy(view, role, ref.subject) === null;
  const handover = needed ? shownHandover(view, role, body, ref.subject, mayRead) : null;
  if (now >= endsAt) {
    const missing = body !== null && heldAt(view, role, now).length < body.seats.min;
    return {
      state: missing && now < caretakerUntil(view, role, endsAt, now) ? 'caretaker' : 'over',
      handover,
    };
  }
  if (now < startsAt) return { state: 'to-come', handover };
  return { state: open ? 'handover-open' : 'held', handover };
}

/** Calls that can be answered. */
export function callsIn(view: RuleView, role: Subject, now: Millis, mayRead: MayRead) {
  return (stateOf(view, role, 'role')?.calls ?? [])
    .filter(({ closesAt }) => now < closesAt)
    .filter(({ id }) => isFor(view, id, mayRead))
    .map(({ id, closesAt, candidates }) => ({
      id,
      closesAt: formatMillis(closesAt),
      answers: candidates.length,
    }));
}

function isFor(view: RuleView, id: DocumentId, mayRead: MayRead): boolean {
  return mayRead(view.content(id));
}

/** Delegations by terms of a role that have neither ended nor been taken back. */
export async function delegationsOf(
  context: Context,
  record: StoredRecord,
  role: Subject,
  { mayRead }: Reader,
  now: Millis,
): Promise<readonly DelegationView[]> {
  const home = await context.commons();
  const known = await context.store.threads(home, { kind: 'delegation', limit: DELEGATIONS_MAX });
  const names = known.map(({ name }) => name as Subject); // a delegation's thread is named by its subject
  const found = await askNow(record, [...names, 'charter'], (view) =>
    names.flatMap((subject) => {
      const state = stateOf(view, subject, 'delegation');
      const document = state === null ? null : contentOf(view, state.id, 'delegation');
      if (state === null || document === null || state.withdrawnBy !== null) return [];
      const runs = document.role.subject === role && now < (parseTime(document.endsAt) ?? 0);
      return runs && mayRead(document) ? [{ id: state.id, document }] : [];
    }),
  );
  const name = async (who: Subject) => (await personBy(context, record, who, mayRead)).name;
  return Promise.all(
    found.map(async ({ id, document: { author, to, endsAt, domains } }) => ({
      ...{ id, endsAt, domains: domains.length },
      from: await name(author as Subject), // a person delegates
      to: await name(to),
    })),
  );
}

/** Null where a part of it is not for this reader: the rest would say something else. */
function shownHandover(
  view: RuleView,
  role: Subject,
  body: Role,
  mandate: Subject,
  mayRead: MayRead,
): HandoverView | null {
  const handover = handoverOf(view, role, mandate);
  const ids = handover?.parts ?? [];
  const ended = [handover?.acceptedBy ?? [], handover?.waivedBy ?? []].flat();
  if (![...ids, ...ended].every((id) => isFor(view, id, mayRead))) return null;
  const parts = ids.flatMap((id) => contentOf(view, id, 'handover') ?? []);
  const count = (of: (part: Handover) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  const acceptedBy = handover?.acceptedBy ?? null;
  return {
    parts: ids,
    items: count(({ items }) => items.length),
    sessions: count(({ sessions }) => sessions.length),
    practice: count(({ practice }) => practice.length),
    missing: missingFrom(body, parts),
    acceptedBy,
    waivedBy: handover?.waivedBy ?? null,
    canActAlone:
      acceptedBy === null ? null : (contentOf(view, acceptedBy, 'handover-acceptance')?.canActAlone ?? null),
  };
}
