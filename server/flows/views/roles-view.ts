import { termOf } from '../../../protocol/documents/mandate.ts';
import type { Role } from '../../../protocol/documents/role.ts';
import { inForce, mandatesOf } from '../../../protocol/governance/in-force.ts';
import { membersOf } from '../../../protocol/governance/ladder/roster.ts';
import { isVacant } from '../../../protocol/governance/roles/vacancy.ts';
import { type Silent, silentSince } from '../../../protocol/governance/seats/continuity.ts';
import { suspensionOf } from '../../../protocol/governance/seats/seat-act.ts';
import { contentOf, type RuleView } from '../../../protocol/governance/view.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askFreely, currentRecord } from '../record/current.ts';
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
  /** How it changes hands; null where without ceremony. Spec §15. */
  readonly weight: 'light' | 'full' | null;
  /** Nobody holds it or looks after it: its circle decides. Spec §15. */
  readonly vacant: boolean;
  /** Calls that are open. Spec §15. */
  readonly calls: readonly { readonly id: DocumentId; readonly closesAt: string; readonly answers: number }[];
  readonly delegations: readonly DelegationView[];
  readonly terms: readonly TermView[];
  /** It must not be without anybody, and is: by when those whom it serves meet, and know who holds it. Spec §15. */
  readonly silent: { readonly since: string; readonly conveneBy: string; readonly outcomeBy: string } | null;
  /** Members of the circle that it serves. */
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
  const roles: RoleView[] = [];
  for (const { name } of threads) {
    const subject = name as Subject; // a role's thread is named by its subject
    const found = await askFreely(record, (view) => roleIn(view, subject, now));
    if (found === null || !reader.mayRead(found.body)) continue;
    roles.push(await shown(context, record, found, reader, now));
  }
  return { roles };
}

function timesOf({ since, conveneBy, outcomeBy }: Silent): NonNullable<RoleView['silent']> {
  return {
    since: formatMillis(since),
    conveneBy: formatMillis(conveneBy),
    outcomeBy: formatMillis(outcomeBy),
  };
}

type Found = NonNullable<ReturnType<typeof roleIn>>;

function roleIn(view: RuleView, subject: Subject, now: Millis) {
  const current = inForce(view, subject);
  const body = current === null ? null : contentOf(view, current.id, 'role');
  if (current === null || body === null) return null;
  const terms = mandatesOf(view, subject).flatMap((ref) => {
    const mandate = contentOf(view, ref.id, 'mandate');
    if (mandate === null || shownUntil(body, mandate) <= now) return [];
    const suspension = suspensionOf(view, ref.subject, subject, now);
    return [{ ref, mandate, suspension, ...turnOf(view, subject, { ref, mandate }, now) }];
  });
  const vacant = body.weight !== undefined && isVacant(view, subject, null, now);
  const calls = callsIn(view, subject, now);
  const silent = silentSince(view, subject, now);
  return {
    silent,
    subject,
    id: current.id,
    body,
    terms,
    vacant,
    calls,
    members: membersOf(view, body.circle.subject),
  };
}

async function shown(
  context: Context,
  record: StoredRecord,
  { subject, id, body, terms, members, vacant, calls, silent }: Found,
  { kind, mayRead }: Reader,
  now: Millis,
): Promise<RoleView> {
  const person = async (who: Subject) => ({
    subject: who,
    name: (await personBy(context, record, who, kind)).name,
  });
  const { name, selection, seats, continuity } = body;
  return {
    silent: silent === null ? null : timesOf(silent),
    ...{ subject, id, name, selection, seats: seats.max, continuity, termSeconds: body.termSeconds },
    ...{ weight: body.weight ?? null, vacant, calls },
    delegations: await delegationsOf(context, record, subject, { kind, mayRead }, now),
    freeFrom: formatMillis(
      freeFrom(
        terms.map(({ mandate }) => termOf(mandate)).filter(({ endsAt }) => endsAt > now),
        seats.max - 1,
        Math.floor(now / SECOND) * SECOND,
      ),
    ),
    terms: await Promise.all(
      terms
        .filter(({ mandate }) => mayRead(mandate))
        .map(async ({ ref, mandate, suspension, state, handover }) => ({
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
