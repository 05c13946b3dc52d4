import type { AttachedText } from '../../documents/common.ts';
import type { Completion } from '../../documents/completion.ts';
import { takesEffect } from '../../documents/decision.ts';
import type { FolkmootDocument } from '../../documents/document.ts';
import type { NamedAction, NamedActions } from '../../documents/named-actions.ts';
import type { Ruling } from '../../documents/operation.ts';
import type { Author, DocumentId, Subject } from '../../ids.ts';
import { DAY_SECONDS, type Millis, parseTime, SECOND } from '../../time.ts';
import type { Decided } from '../state.ts';
import type { JudgedEntry } from '../view.ts';

/** As long may anybody challenge a decision that came to count. Spec §6. */
const CHALLENGE_TIME = 72 * 3600 * SECOND;
/** A challenge on which nobody rules for so long has come to nothing: the decision stands. Spec §6. */
const CHALLENGE_LIFE = 30 * DAY_SECONDS * SECOND;
/** Whoever owns the domain says what a decision means, within this time. Spec §6. */
const ANSWER_TIME = 72 * 3600 * SECOND;

/** What came after a decision, in its own thread. */
export interface Aftermath {
  /** When it came to count: with its entry, or its second signature. */
  readonly countedAt: Millis;
  readonly challengeUntil: Millis;
  /** The decision by which a veto returned it. Spec §17. */
  readonly returnedBy: DocumentId | null;
  readonly challenges: readonly Challenged[];
  readonly requests: readonly Requested[];
  readonly actions: readonly Undertaken[];
  /** When it is looked at again: as it says itself, or as whoever kept it said last. */
  readonly reviewAt: Millis;
}

/** What was ruled, by which decision. */
export interface Ruled {
  readonly by: DocumentId;
  readonly at: Millis;
  readonly ruling: Ruling['ruling'];
}

export interface Challenged {
  readonly id: DocumentId;
  readonly author: Author;
  readonly at: Millis;
  readonly ruled: Ruled | null;
  /** When it comes to nothing unless somebody rules. */
  readonly lapsesAt: Millis;
}

export interface Requested {
  readonly id: DocumentId;
  readonly author: Author;
  readonly at: Millis;
  readonly ruled: Ruled | null;
  readonly dueAt: Millis;
}

export interface Undertaken {
  /** Of the action; of the decision where that names it itself. */
  readonly id: DocumentId;
  /** Its place among those that the decision names, from 1. */
  readonly number?: number;
  readonly what: AttachedText;
  readonly owner: Subject;
  readonly dueAt: Millis;
  readonly done: {
    readonly id: DocumentId;
    readonly at: Millis;
    readonly result: Completion['result'];
  } | null;
}

/**
 * Reads what came after a decision. Spec §6.
 *
 * @param thread of the decision, in log order, its own entry among them.
 */
export function readAftermath(
  thread: readonly JudgedEntry[],
  decided: Pick<Decided, 'id' | 'at' | 'confirmedBy'>,
): Aftermath {
  const entries = thread.filter(({ verdict }) => verdict.status === 'counted');
  const own = thread.find(({ id }) => id === decided.id)?.document;
  const countedAt = entries.find(({ id }) => id === decided.confirmedBy)?.at ?? decided.at;
  const rulings = rulingsOn(thread, decided.id);
  const ruledOn = (id: DocumentId) => rulings.find(({ on }) => on === id)?.ruled ?? null;
  const challenges: Challenged[] = [];
  const requests: Requested[] = [];
  const actions: Undertaken[] = namedBy(thread, own).map((action, place) =>
    undertaken(entries, decided.id, action, place + 1),
  );
  for (const { id, at, document } of entries) {
    if (!('decision' in document) || decisionOf(document) !== decided.id) continue;
    const { author } = document;
    if (document.type === 'challenge')
      challenges.push({ id, author, at, ruled: ruledOn(id), lapsesAt: at + CHALLENGE_LIFE });
    if (document.type === 'ruling-request')
      requests.push({ id, author, at, ruled: ruledOn(id), dueAt: at + ANSWER_TIME });
    if (document.type === 'action') actions.push(undertaken(entries, id, document));
  }
  const kept = rulings.findLast(({ ruled }) => ruled.ruling === 'kept');
  const reviewAt = kept?.reviewAt ?? (own !== undefined && 'reviewAt' in own ? own.reviewAt : undefined);
  return {
    countedAt,
    challengeUntil: countedAt + CHALLENGE_TIME,
    returnedBy: rulings.find(({ ruled }) => ruled.ruling === 'vetoed')?.ruled.by ?? null,
    challenges,
    requests,
    actions,
    reviewAt: reviewAt === undefined ? Number.POSITIVE_INFINITY : millis(reviewAt),
  };
}

/** Whether a challenge still waits for a ruling. Spec §6. */
export function isOpen({ ruled, lapsesAt }: Challenged, asOf: Millis): boolean {
  return ruled === null && asOf < lapsesAt;
}

/** Rulings that took effect, with their decision or its second signature; the first on each matter stands. */
function rulingsOn(thread: readonly JudgedEntry[], decision: DocumentId) {
  return thread.flatMap(({ id, at, document, verdict }) => {
    if (document.type !== 'decision' && document.type !== 'outcome') return [];
    if (!takesEffect(document)) return [];
    const since = verdict.status === 'pending' ? confirmedAt(thread, id) : at;
    if (since === null || (verdict.status !== 'pending' && verdict.status !== 'counted')) return [];
    const { reviewAt } = document;
    return document.binding.operations.flatMap((operation) =>
      operation.op === 'rule' && operation.decision.id === decision
        ? [{ on: operation.on, reviewAt, ruled: { by: id, at: since, ruling: operation.ruling } }]
        : [],
    );
  });
}

function confirmedAt(thread: readonly JudgedEntry[], id: DocumentId): Millis | null {
  const confirmation = thread.find(
    ({ document, verdict }) =>
      verdict.status === 'counted' && document.type === 'confirmation' && document.of.id === id,
  );
  return confirmation?.at ?? null;
}

/** What a decision says itself that is to be done; one on a proposal that says nothing of it, as the proposal does. Spec §6. */
export function actionsSaid(
  thread: readonly JudgedEntry[],
  own: FolkmootDocument | undefined,
): NamedActions | null {
  if (own?.type !== 'decision' && own?.type !== 'outcome') return null;
  const said = own.type === 'decision' ? own.actions : undefined;
  const put = thread.find(({ id }) => id === own.proposal?.id)?.document;
  return said ?? (put?.type === 'proposal' ? (put.actions ?? null) : null);
}

function namedBy(thread: readonly JudgedEntry[], own: FolkmootDocument | undefined): readonly NamedAction[] {
  const adopted = own !== undefined && 'result' in own && own.result === 'adopted';
  const said = adopted ? actionsSaid(thread, own) : null;
  return said !== null && 'named' in said ? said.named : [];
}

function undertaken(
  entries: readonly JudgedEntry[],
  action: DocumentId,
  { what, owner, dueAt }: NamedAction,
  number?: number,
): Undertaken {
  const done = entries.flatMap(({ id, at, document }) =>
    document.type === 'completion' && document.action === action && document.number === number
      ? [{ id, at, result: document.result }]
      : [],
  );
  const place = number === undefined ? {} : { number };
  return { id: action, ...place, what, owner, dueAt: millis(dueAt), done: done[0] ?? null };
}

/** The decision that a document of its thread is about; a second signature has a member of that name too. */
function decisionOf(document: FolkmootDocument & { readonly decision?: unknown }): DocumentId | null {
  switch (document.type) {
    case 'challenge':
    case 'ruling-request':
    case 'action':
    case 'completion':
      return document.decision.id;
    default:
      return null;
  }
}

function millis(time: string): Millis {
  return parseTime(time) ?? Number.NaN; // the schema has checked the text
}
