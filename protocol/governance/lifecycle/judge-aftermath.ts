import { decidedOf, stands } from '../../agreement/own-decision.ts';
import type { Action } from '../../documents/action.ts';
import type { Challenge } from '../../documents/challenge.ts';
import type { Completion } from '../../documents/completion.ts';
import type { RulingRequest } from '../../documents/ruling-request.ts';
import type { DocumentId, Ref } from '../../ids.ts';
import { formatMillis, type Millis, parseTime } from '../../time.ts';
import { askHuman } from '../right.ts';
import type { Decided } from '../state.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import type { Entry, RuleView } from '../view.ts';
import { type Aftermath, isOpen, readAftermath } from './aftermath.ts';
import { askChallenge, isAnnouncement, onAnnounced } from './announced.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Anybody may challenge a decision while it cools, once at a time. Spec §6. */
export function judgeChallenge(entry: Entry, document: Challenge, view: RuleView): Verdict {
  const { author, decision } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V3',
      name: 'stands',
      ask: () =>
        isAnnouncement(view, decision)
          ? onAnnounced(view, decision, entry.at, ({ versions }) => versions)
          : onDecision(view, decision, entry.at, ({ id }) => [id]),
    },
    {
      level: 'V3',
      name: 'in-time',
      ask: () =>
        isAnnouncement(view, decision)
          ? onAnnounced(view, decision, entry.at, (announced) => askChallenge(announced, author, entry.at))
          : onDecision(view, decision, entry.at, ({ id }, { challengeUntil }) =>
              entry.at < challengeUntil ? [id] : refuse('too-late', { until: formatMillis(challengeUntil) }),
            ),
    },
    {
      level: 'V3',
      name: 'once',
      ask: () =>
        isAnnouncement(view, decision)
          ? [] // asked with the time
          : onDecision(view, decision, entry.at, ({ id }, { challenges }) =>
              challenges.some((other) => other.author === author && isOpen(other, entry.at))
                ? refuse('duplicate')
                : [id],
            ),
    },
  ]);
}

/** Anybody may ask what a decision means that stands. Spec §6. */
export function judgeRulingRequest(entry: Entry, document: RulingRequest, view: RuleView): Verdict {
  const { author, decision } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    { level: 'V3', name: 'stands', ask: () => onDecision(view, decision, entry.at, ({ id }) => [id]) },
  ]);
}

/** Whoever decided or proposed says what is to be done by whom; anybody takes something on. Spec §6. */
export function judgeAction(entry: Entry, document: Action, view: RuleView): Verdict {
  const { author, decision, owner, dueAt } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    { level: 'V3', name: 'stands', ask: () => onDecision(view, decision, entry.at, ({ id }) => [id]) },
    {
      level: 'V3',
      name: 'own-act',
      ask: () =>
        onDecision(view, decision, entry.at, (decided) =>
          owner === author || decided.author === author || proposerOf(view, decision) === author
            ? [decided.id]
            : refuse('not-author'),
        ),
    },
    {
      level: 'V3',
      name: 'in-time',
      ask: () => ((parseTime(dueAt) ?? 0) > entry.at ? [] : refuse('too-late', { dueAt })),
    },
  ]);
}

/** Whoever owns an action says how it ended, once; also where the decision has ended meanwhile. Spec §6. */
export function judgeCompletion(_: Entry, document: Completion, view: RuleView): Verdict {
  const { author, decision } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V3',
      name: 'own-act',
      ask: () => {
        const decided = decidedOf(view, decision);
        if (decided === null) return refuse('unknown-reference', { decision: decision.id });
        const { actions } = readAftermath(view.entries(decision.subject), decided);
        const action = actions.find(({ id, number }) => id === document.action && number === document.number);
        if (action === undefined) return refuse('unknown-reference', { action: document.action });
        if (action.owner !== author) return refuse('not-author');
        return action.done === null ? [action.id] : refuse('duplicate');
      },
    },
  ]);
}

/** A decision that was adopted, counts, and was neither reversed nor replaced, and has not expired. */
function onDecision(
  view: RuleView,
  ref: Ref,
  at: Millis,
  ask: (decided: Decided, aftermath: Aftermath) => Answer,
): Answer {
  const decided = decidedOf(view, ref);
  if (decided === null || decided.status !== 'counted' || decided.result !== 'adopted')
    return refuse('unknown-reference', { decision: ref.id });
  if (!stands(view, decided, at)) return refuse('closed', { decision: ref.id });
  return ask(decided, readAftermath(view.entries(ref.subject), decided));
}

/** Whoever put forward what was decided. */
function proposerOf(view: RuleView, { subject }: Ref) {
  const state = view.state(subject);
  return state?.kind === 'proposal' ? state.versions.at(-1)?.author : undefined;
}
