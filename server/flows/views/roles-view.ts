import type { Circle } from '../../../protocol/documents/circle.ts';
import { termOf } from '../../../protocol/documents/mandate.ts';
import type { Role } from '../../../protocol/documents/role.ts';
import { inForce, mandatesOf } from '../../../protocol/governance/in-force.ts';
import { membersOf } from '../../../protocol/governance/ladder/roster.ts';
import { isVacant, returns } from '../../../protocol/governance/roles/vacancy.ts';
import { type Silent, silentSince } from '../../../protocol/governance/seats/continuity.ts';
import { suspensionOf } from '../../../protocol/governance/seats/seat-act.ts';
import { contentOf, type RuleView } from '../../../protocol/governance/view.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { findPeer } from '../peers/peer-record.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { freeFrom } from './free-from.ts';
import { personBy } from './people.ts';
import {
  callsIn,
  type DelegationView,
  delegationsOf,
  type HandoverView,
  shownUntil,
  type TermState,
  turnOf,
} from './rotation-view.ts';
import { type SeatClaimView, seatClaims } from './seat-claims.ts';
import type { Reader } from './shown-domains.ts';

/** Roles of one commons on one page. */
const ROLES_MAX = 1000;

/** One term in a role that has not ended. */
export interface TermView {
  readonly subject: Subject;
  readonly id: DocumentId;
  readonly holder: { readonly subject: Subject; readonly name: string };
  readonly startsAt: string;
  readonly endsAt: string;
  /** Until when it rests; null where it does not. Spec §15. */
  readonly suspendedUntil: string | null;
  /** Whether its holder has the role: by now, as its caretaker, or once it begins or is handed over. Spec §15. */
  readonly state: TermState;
  /** What was passed on to its holder; null where nothing has to be. Spec §15. */
  readonly handover: HandoverView | null;
}

/** A role in force: whom it serves, how it is filled, and who holds it. */
export interface RoleView {
  readonly subject: Subject;
  readonly id: DocumentId;
  readonly name: Role['name'];
  readonly selection: Role['selection'];
  readonly seats: number;
  readonly termSeconds: number;
  /** When a seat is free. */
  readonly freeFrom: string;
  readonly continuity: boolean;
  /** The other commons with whom it speaks, by name where it is a peer. Spec §15. */
  readonly speaksWith: { readonly commons: string; readonly name: string } | null;
  /** The other circle in which it speaks, and whether that circle asks its holders. Spec §15. */
  readonly speaksIn: {
    readonly circle: Subject;
    readonly name: Circle['name'];
    readonly asked: boolean;
  } | null;
  /** How it changes hands; null where without ceremony. Spec §15. */
  readonly weight: 'light' | 'full' | null;
  /** Nobody holds it or looks after it: its circle decides. Spec §15. */
  readonly vacant: boolean;
  /** Calls that are open. Spec §15. */
  readonly calls: readonly { readonly id: DocumentId; readonly closesAt: string; readonly answers: number }[];
  readonly delegations: readonly DelegationView[];
  /** Seats of a register that somebody would hold in it, and nobody has granted. Spec §15. */
  readonly claims: readonly SeatClaimView[];
  readonly terms: readonly TermView[];
  /** It must not be without anybody, and is: by when those whom it serves meet, and know who holds it. Spec §15. */
  readonly silent: {
    readonly since: string;
    readonly conveneBy: string;
    readonly outcomeBy: string;
    /** A meeting about it was called in time. Spec §15. */
    readonly convened: boolean;
    /** From when on its circle decides. Spec §15. */
    readonly returnsAt: string;
  } | null;
  /** Members of the circle that it serves, where that is one that the reader may know of. */
  readonly serves: readonly { readonly subject: Subject; readonly name: string }[];
}

export interface RolesView {
  readonly roles: readonly RoleView[];
}

/** Roles in force, with their terms. Spec §15. */
export async function rolesView(context: Context, reader: Reader): Promise<RolesView> {
  const home = await context.commons();
  const record = await currentRecord(context, home);
  const now = await context.now();
  const threads = await context.store.threads(home, { kind: 'role', limit: ROLES_MAX });
  const claims = await seatClaims(context, record, reader, now);
  const roles: RoleView[] = [];
  for (const { name } of threads) {
    const subject = name as Subject; // a role's thread is named by its subject
    const found = await askFreely(record, (view) => roleIn(view, subject, reader.mayRead, now));
    if (found === null || !reader.mayRead(found.body)) continue;
    const view = await shown(context, record, found, reader, now);
    roles.push({ ...view, claims: claims.get(subject) ?? [] });
  }
  return { roles };
}

function timesOf(silent: Silent): NonNullable<RoleView['silent']> {
  const { since, conveneBy, outcomeBy, returnsAt, convened } = silent;
  return {
    since: formatMillis(since),
    conveneBy: formatMillis(conveneBy),
    outcomeBy: formatMillis(outcomeBy),
    convened,
    returnsAt: formatMillis(returnsAt),
  };
}

async function speaksWith({ store }: Context, { liaison }: Role): Promise<RoleView['speaksWith']> {
  if (liaison === undefined || !('commons' in liaison)) return null;
  const { commons } = liaison;
  return { commons, name: (await findPeer(store, commons))?.name ?? commons };
}

/** Nothing of a circle that the reader may not see. */
function speaksIn(view: RuleView, role: Subject, { liaison }: Role, mayRead: MayRead): RoleView['speaksIn'] {
  if (liaison === undefined || !('circle' in liaison)) return null;
  const current = inForce(view, liaison.circle);
  const circle = current === null ? null : contentOf(view, current.id, 'circle');
  if (circle === null || !mayRead(circle)) return null;
  const { subject, name, liaisons = [] } = circle;
  return { circle: subject, name, asked: liaisons.includes(role) };
}

type Found = NonNullable<ReturnType<typeof roleIn>>;

function roleIn(view: RuleView, subject: Subject, mayRead: MayRead, now: Millis) {
  const current = inForce(view, subject);
  const body = current === null ? null : contentOf(view, current.id, 'role');
  if (current === null || body === null) return null;
  const terms = mandatesOf(view, subject).flatMap((ref) => {
    const mandate = contentOf(view, ref.id, 'mandate');
    if (mandate === null || !mayRead(mandate) || shownUntil(view, body, mandate, now) <= now) return [];
    const suspension = suspensionOf(view, ref.subject, subject, now);
    return [{ ref, mandate, suspension, ...turnOf(view, subject, { ref, mandate }, now, mayRead) }];
  });
  const vacant = returns(view, subject) && isVacant(view, subject, null, now);
  const calls = callsIn(view, subject, now, mayRead);
  const silent = silentSince(view, subject, now);
  return {
    silent,
    subject,
    id: current.id,
    body,
    terms,
    vacant,
    calls,
    speaksIn: speaksIn(view, subject, body, mayRead),
    members: isShown(view, body.circle.subject, mayRead) ? membersOf(view, body.circle.subject) : [],
  };
}

function isShown(view: RuleView, circle: Subject, mayRead: MayRead): boolean {
  const current = inForce(view, circle);
  return current !== null && mayRead(view.content(current.id));
}

async function shown(
  context: Context,
  record: StoredRecord,
  { subject, id, body, terms, members, vacant, calls, silent, speaksIn }: Found,
  { kind, mayRead }: Reader,
  now: Millis,
): Promise<Omit<RoleView, 'claims'>> {
  const person = async (who: Subject) => ({
    subject: who,
    name: (await personBy(context, record, who, mayRead)).name,
  });
  const { name, selection, seats, continuity } = body;
  return {
    silent: silent === null ? null : timesOf(silent),
    ...{ subject, id, name, selection, seats: seats.max, continuity, termSeconds: body.termSeconds },
    ...{ weight: body.weight ?? null, vacant, calls },
    speaksWith: await speaksWith(context, body),
    speaksIn,
    delegations: await delegationsOf(context, record, subject, { kind, mayRead }, now),
    freeFrom: formatMillis(
      freeFrom(
        terms.map(({ mandate }) => termOf(mandate)).filter(({ endsAt }) => endsAt > now),
        seats.max - 1,
        Math.floor(now / SECOND) * SECOND,
      ),
    ),
    terms: await Promise.all(
      terms.map(async ({ ref, mandate, suspension, state, handover }) => ({
        ...ref,
        holder: await person(mandate.holder),
        startsAt: mandate.startsAt,
        endsAt: mandate.endsAt,
        suspendedUntil: suspension === null ? null : formatMillis(suspension.until),
        ...{ state, handover },
      })),
    ),
    serves: await Promise.all(members.map(person)),
  };
}
