import { inForce } from '../../../protocol/governance/in-force.ts';
import { CALL_MIN } from '../../../protocol/governance/roles/ask-successor.ts';
import {
  handedOverBy,
  handoverOf,
  predecessorsOf,
  rotating,
  type Term,
  termsIn,
} from '../../../protocol/governance/roles/terms.ts';
import { callNeeded } from '../../../protocol/governance/seats/call-needed.ts';
import type { RuleView } from '../../../protocol/governance/view.ts';
import { documentIdSchema, type Ref, refSchema, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import { askFreely, currentRef } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { DraftContext, Wish } from './draft.ts';
import { ifHere } from './if-here.ts';

/** Roles that are looked through for what is to be handed over. */
const ROLES_MAX = 1000;

/** Somebody who is to get a role, and what was passed on to them so far. */
interface Successor {
  readonly role: Ref;
  readonly term: Term;
  readonly before: readonly Term[];
  readonly parts: readonly string[];
}

/** A part of a handover: to the successor who is named, else the only one whom the drafter is followed by. Spec §15. */
export async function completeHandover(draft: DraftContext, wish: Wish): Promise<Wish> {
  const { author } = draft.drafter;
  const successor = await successorFor(draft, wish.mandate, ({ before }) =>
    before.some(({ mandate }) => mandate.holder === author),
  );
  const own = successor.before.findLast(({ mandate }) => mandate.holder === author);
  const practice = await Promise.all(listOf(wish.practice).map((one) => decidedRef(draft, one)));
  return {
    items: [],
    sessions: [],
    ...wish,
    ...(own === undefined ? {} : { predecessor: own.ref }),
    mandate: successor.term.ref,
    role: successor.role,
    practice,
  };
}

/** The successor's word on all that was passed on to them. Spec §15. */
export async function completeAcceptance(draft: DraftContext, wish: Wish): Promise<Wish> {
  const { term, role, parts } = await successorFor(
    draft,
    wish.mandate,
    ({ term: { mandate } }) => mandate.holder === draft.drafter.author,
  );
  if (parts.length === 0)
    throw new ProtocolError('conflict', 'Nobody has passed anything on yet.', { mandate: term.ref.subject });
  return { confirms: parts, ...wish, mandate: term.ref, role };
}

/** A role is called out for as long as it has to be, unless it is said for how long. Spec §15. */
export async function completeCall(draft: DraftContext, wish: Wish): Promise<Wish> {
  // A minute more, so that it is still long enough when it is logged.
  const closesAt = formatMillis(Math.ceil((draft.now + CALL_MIN) / SECOND) * SECOND + 60 * SECOND);
  const role = typeof wish.role === 'string' ? await currentRef(draft.record, wish.role as Subject) : null;
  return { closesAt, ...wish, ...(role === null ? {} : { role }) };
}

export async function completeCallAnswer(draft: DraftContext, wish: Wish): Promise<Wish> {
  const id = documentIdSchema.safeParse(wish.call);
  const call = id.success ? await documentIn(draft.context.store, draft.home, id.data) : null;
  if (call?.type !== 'call')
    throw new ProtocolError('not-found', 'There is no such call.', { call: wish.call });
  return { ...wish, role: call.role };
}

/**
 * Adoptions of mandates name the roles that are kept apart from theirs, and the call that lets somebody go on beyond the
 * most terms in a row. Spec §15, [R-15.34].
 */
export async function completeAdoptions({ record, now }: DraftContext, wish: Wish): Promise<Wish> {
  if (!Array.isArray(wish.operations)) return wish;
  const operations = await Promise.all(
    (wish.operations as readonly unknown[]).map(async (operation) => {
      const adopts = adoptedMandate(operation);
      if (adopts === null) return operation;
      const known =
        (await ifHere(() => askFreely(record, (view) => rotationOf(view, adopts, now)), null)) ?? {};
      return { ...(operation as object), adopts: { ...known, ...adopts } };
    }),
  );
  return { ...wish, operations };
}

function rotationOf(view: RuleView, { role: named, subject, id }: NamedTerm, now: Millis) {
  const role = subjectSchema.safeParse(named);
  const term = refSchema.safeParse({ subject, id });
  if (!role.success) return {};
  const separate = rotating(view, role.data)?.separateFrom ?? [];
  const call = term.success ? callNeeded(view, term.data, role.data, now) : null;
  return { ...(separate.length === 0 ? {} : { separate }), ...(call === null ? {} : { call }) };
}

interface NamedTerm {
  readonly role: string;
  readonly subject?: unknown;
  readonly id?: unknown;
}

function adoptedMandate(operation: unknown): NamedTerm | null {
  const { op, adopts } = (operation ?? {}) as { readonly op?: unknown; readonly adopts?: unknown };
  const named = (adopts ?? {}) as { readonly type?: unknown; readonly role?: unknown };
  return op === 'adopt' && named.type === 'mandate' && typeof named.role === 'string'
    ? (named as NamedTerm)
    : null;
}

/** @throws {ProtocolError} `not-found` where nobody waits for a handover; `conflict` where several do. */
async function successorFor(
  { context, home, record }: DraftContext,
  wished: unknown,
  isMeant: (successor: Successor) => boolean,
): Promise<Successor> {
  const threads = await context.store.threads(home, { kind: 'role', limit: ROLES_MAX });
  const found = await askFreely(
    record,
    (view) => threads.flatMap(({ name }) => successorsIn(view, name as Subject)), // a role's thread is named by its subject
  );
  const named = typeof wished === 'string' ? wished : (wished as Partial<Ref> | undefined)?.subject;
  const meant =
    named === undefined
      ? found.filter(isMeant)
      : found.filter(({ term: { ref } }) => ref.id === named || ref.subject === named);
  const [first, second] = meant;
  if (first === undefined)
    throw new ProtocolError('not-found', 'There is no successor to whom a role is to be handed over.');
  if (second === undefined) return first;
  throw new ProtocolError('conflict', 'Several people are to be handed a role over: say whose term it is.', {
    mandates: meant.map(({ term }) => term.ref.id),
  });
}

function successorsIn(view: RuleView, subject: Subject): readonly Successor[] {
  const current = inForce(view, subject);
  if (current === null || rotating(view, subject) === null) return [];
  return termsIn(view, subject).flatMap((term) => {
    const before = predecessorsOf(view, subject, term);
    if (before.length === 0 || handedOverBy(view, subject, term.ref.subject) !== null) return [];
    const parts = handoverOf(view, subject, term.ref.subject)?.parts ?? [];
    return [{ role: { subject, id: current.id }, term, before, parts }];
  });
}

async function decidedRef({ context, home }: DraftContext, named: unknown): Promise<unknown> {
  const id = documentIdSchema.safeParse(named);
  if (!id.success) return named;
  const document = await documentIn(context.store, home, id.data);
  if (document?.type !== 'decision')
    throw new ProtocolError('not-found', 'There is no such decision.', { id: id.data });
  return { subject: document.proposal?.subject ?? document.subject, id: id.data };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
