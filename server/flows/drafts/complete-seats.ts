import { termOf } from '../../../protocol/documents/mandate.ts';
import { inForce, mandatesOf } from '../../../protocol/governance/in-force.ts';
import { SUSPENSION_MOST } from '../../../protocol/governance/seats/ask-seat-operation.ts';
import { silentSince } from '../../../protocol/governance/seats/continuity.ts';
import { seatActIn } from '../../../protocol/governance/seats/seat-act.ts';
import { contentOf, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import {
  type DocumentId,
  documentIdSchema,
  type Ref,
  type Subject,
  subjectSchema,
} from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import { askFreely, currentRef } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import { freeFrom } from '../views/free-from.ts';
import type { DraftContext, Wish } from './draft.ts';

/** Days for nominations, and for second thoughts, where the wish says nothing. */
const NOMINATE_DAYS = 7;
const CHANGE_DAYS = 3;
/** And for a role that must not be silent, so that somebody holds it within two weeks. Spec §15. */
const URGENT = { nominateSeconds: 2 * DAY_SECONDS, changeSeconds: DAY_SECONDS };

/** Operations about seats as they are wished, with what the log says of them: role, method and term; term and role. */
export async function completeSeats(draft: DraftContext, wish: Wish): Promise<Wish> {
  const { operations } = wish;
  if (!Array.isArray(operations)) return wish;
  return {
    ...wish,
    operations: await Promise.all(operations.map((operation) => completeOperation(draft, operation))),
  };
}

/** Whatever belongs to a recall or a selection and follows from its proposal. */
export async function completeSeatAct(draft: DraftContext, wish: Wish): Promise<Wish> {
  const { proposal } = wish as { readonly proposal?: Ref };
  if (proposal === undefined) return wish;
  if (draft.type === 'candidacy') {
    const id = documentIdSchema.safeParse(wish.mandate);
    const term = id.success ? await documentIn(draft.context.store, draft.home, id.data) : null;
    return id.success && term !== null ? { ...wish, mandate: { subject: term.subject, id: id.data } } : wish;
  }
  const named = await askFreely(draft.record, (view) => servedBy(view, proposal.subject));
  return { ...named, ...wish };
}

function servedBy(view: RuleView, proposal: Subject): { readonly role?: Ref; readonly circle?: Ref } {
  const state = stateOf(view, proposal, 'proposal');
  const act = state === null ? null : seatActIn(view, state);
  const role = act?.op === 'recall' ? refIn(view, act.role) : null;
  const serves = role === null ? undefined : contentOf(view, role.id, 'role')?.circle.subject;
  const circle = serves === undefined ? null : refIn(view, serves);
  return role === null || circle === null ? {} : { role, circle };
}

function refIn(view: RuleView, subject: Subject): Ref | null {
  const current = inForce(view, subject);
  return current === null ? null : { subject, id: current.id };
}

async function completeOperation(draft: DraftContext, operation: unknown): Promise<unknown> {
  if (operation === null || typeof operation !== 'object' || !('op' in operation)) return operation;
  switch (operation.op) {
    case 'select':
      return completeSelect(draft, operation as Wish);
    case 'recall':
    case 'suspend':
      return completeTerm(draft, operation as Wish);
    default:
      return operation;
  }
}

/** By the method of the role; from when its seats are free, for as long as it allows. */
async function completeSelect({ record, now }: DraftContext, wish: Wish): Promise<Wish> {
  const subject = subjectSchema.safeParse(wish.role);
  const role = subject.success ? await currentRef(record, subject.data) : null;
  const seats = typeof wish.seats === 'number' ? wish.seats : 1;
  const known =
    role === null ? null : await askFreely(record, (view) => ruledBy(view, role, seats, wish.startsAt, now));
  if (role === null || known === null) return wish;
  return {
    seats,
    nominateSeconds: NOMINATE_DAYS * DAY_SECONDS,
    changeSeconds: CHANGE_DAYS * DAY_SECONDS,
    ...known,
    ...wish,
    role,
  };
}

function ruledBy(view: RuleView, role: Ref, seats: number, startsAt: unknown, now: Millis) {
  const body = contentOf(view, role.id, 'role');
  if (body === null || body.selection === 'appoint') return null;
  const terms = mandatesOf(view, role.subject).flatMap(({ id }) => {
    const mandate = contentOf(view, id, 'mandate');
    return mandate === null ? [] : [termOf(mandate)];
  });
  const given = typeof startsAt === 'string' ? Date.parse(startsAt) : Number.NaN;
  const from = Number.isNaN(given) ? freeFrom(terms, body.seats.max - seats, wholeSecond(now)) : given;
  return {
    method: body.selection,
    startsAt: formatMillis(from),
    endsAt: formatMillis(from + body.termSeconds * SECOND),
    ...(silentSince(view, role.subject, now) === null ? {} : URGENT),
  };
}

function wholeSecond(now: Millis): Millis {
  return Math.floor(now / SECOND) * SECOND;
}

/** A term by its id, with its role; a suspension as long as it may be. */
async function completeTerm({ context, home, now }: DraftContext, wish: Wish): Promise<Wish> {
  const id = documentIdSchema.safeParse(wish.mandate);
  if (!id.success) return wish;
  const term = await termNamed(context, home, id.data);
  const until = formatMillis(wholeSecond(now + SUSPENSION_MOST));
  return {
    ...(wish.op === 'suspend' ? { until } : {}),
    ...wish,
    mandate: { subject: term.subject, id: id.data },
    role: term.role.subject,
  };
}

async function termNamed(context: DraftContext['context'], home: DraftContext['home'], id: DocumentId) {
  const term = await documentIn(context.store, home, id);
  if (term?.type !== 'mandate')
    throw new ProtocolError('not-found', 'There is no such term in a role.', { id });
  return term;
}
