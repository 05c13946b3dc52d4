import type { Recall } from '../../documents/seat-operations.ts';
import type { Support } from '../../documents/support.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { inForce } from '../in-force.ts';
import { membersOf } from '../ladder/roster.ts';
import { askHuman } from '../right.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';
import { seatActIn } from './seat-act.ts';

type Answer = readonly DocumentId[] | Refusal;

/** So many ask for a recall, or a share of those whom the role serves where that is more. Spec §15. */
const SUPPORT_LEAST = 3;
const SUPPORT_SHARE = 10;

/** One of those whom the role serves asks for a recall, once, before it is opened. Spec §15. */
export function judgeSupport(_entry: Entry, document: Support, view: RuleView): Verdict {
  const { author } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    { level: 'V2', name: 'recall', ask: () => askRecalled(document, view) },
    { level: 'V3', name: 'eligible', ask: () => askServed(document, view) },
    { level: 'V3', name: 'once', ask: () => askOnce(document, view) },
  ]);
}

/** Enough of those whom the role serves have asked for it. Spec §15. */
export function askSupport(view: RuleView, proposal: Subject, { mandate }: Recall, circle: Subject): Answer {
  const holder = contentOf(view, mandate.id, 'mandate')?.holder;
  const members = membersOf(view, circle);
  const others = members.filter((subject) => subject !== holder);
  const needed = supportNeeded(members.length, others.length);
  const supported = supportsOf(view, proposal).filter(({ author }) => others.includes(author as Subject));
  return supported.length >= needed
    ? supported.map(({ id }) => id)
    : refuse('support-missing', { needed, supported: supported.length });
}

/**
 * Three, or a tenth of all, rounded up; all others where they are fewer: in a circle of three nobody could be recalled
 * otherwise. Spec §15.
 */
export function supportNeeded(members: number, others: number): number {
  return Math.max(1, Math.min(Math.max(SUPPORT_LEAST, Math.ceil(members / SUPPORT_SHARE)), others));
}

function supportsOf(view: RuleView, proposal: Subject) {
  return view
    .entries(proposal)
    .flatMap(({ id, document, verdict }) =>
      document.type === 'support' && verdict.status === 'counted' ? [{ id, author: document.author }] : [],
    );
}

/** The document names the role of a recall that was put forward, and the circle that this role serves. */
function askRecalled({ proposal, role, circle }: Support, view: RuleView): Answer {
  const state = stateOf(view, proposal.subject, 'proposal');
  const act = state === null ? null : seatActIn(view, state);
  if (act?.op !== 'recall') return refuse('unknown-reference', { proposal: proposal.subject });
  const [itsRole, itsCircle] = [inForce(view, role.subject), inForce(view, circle.subject)];
  if (itsRole === null || itsCircle === null) return refuse('unknown-reference', { role: role.subject });
  if (itsRole.id !== role.id || itsCircle.id !== circle.id)
    return refuse('stale-version', { role: itsRole.id, circle: itsCircle.id });
  const serves = contentOf(view, role.id, 'role')?.circle.subject;
  return act.role === role.subject && serves === circle.subject
    ? [itsRole.id, itsCircle.id]
    : refuse('contradictory', { role: act.role });
}

function askServed({ author, proposal, circle }: Support, view: RuleView): Answer {
  const state = stateOf(view, proposal.subject, 'proposal');
  const act = state === null ? null : seatActIn(view, state);
  const holder = act?.op === 'recall' ? contentOf(view, act.mandate.id, 'mandate')?.holder : undefined;
  const member = membersOf(view, circle.subject).some((subject) => subject === author);
  return member && author !== holder ? [] : refuse('not-eligible');
}

function askOnce({ author, proposal }: Support, view: RuleView): Answer {
  const state = stateOf(view, proposal.subject, 'proposal');
  if (state === null || state.opening !== null) return refuse('closed');
  if (state.withdrawnBy !== null) return refuse('closed', { withdrawnBy: state.withdrawnBy });
  return supportsOf(view, proposal.subject).some((support) => support.author === author)
    ? refuse('duplicate')
    : [];
}
