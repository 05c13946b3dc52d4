import type { Handling } from '../../documents/handling.ts';
import type { MatterRaised } from '../../documents/matter.ts';
import type { Proposal } from '../../documents/proposal.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import { inForce } from '../in-force.ts';
import { REFERRALS } from '../ladder/stage.ts';
import { askHuman, askMandate } from '../right.ts';
import type { MatterState } from '../state.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';
import { canTake } from './bodies.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Any active human raises a matter with somebody who is there. Spec §6. */
export function judgeMatter({ author, to }: MatterRaised, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    { level: 'V3', name: 'addressed', ask: () => askAddressed(view, to) },
  ]);
}

/** Whose matter it is hands it on, or closes it; whoever raised it closes it too. Spec §6. */
export function judgeHandling(entry: Entry, document: Handling, view: RuleView): Verdict {
  const { author, by, act, from, to, matter } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V2',
      name: 'mandate',
      ask: () => (by === undefined ? [] : askMandate(view, { author, ...by }, entry.at)),
    },
    {
      level: 'V3',
      name: 'matter',
      ask: () =>
        onMatter(view, matter, (state) => {
          if (state.with !== from) return refuse('stale-version', { with: state.with });
          return act === 'refer' && state.referrals.length >= REFERRALS ? refuse('closed') : [state.id];
        }),
    },
    {
      level: 'V3',
      name: 'eligible',
      ask: () => onMatter(view, matter, (state) => askWhose(document, state, view)),
    },
    {
      level: 'V3',
      name: 'addressed',
      ask: () => {
        if ((act === 'refer') !== (to !== undefined) || to === from) return refuse('contradictory', { act });
        return to === undefined ? [] : askAddressed(view, to);
      },
    },
  ]);
}

/** A proposal that comes of a matter names one that nobody has closed. Spec §6. */
export function askMatter(view: RuleView, { matter }: Proposal): Answer {
  return matter === undefined ? [] : onMatter(view, matter, ({ id }) => [id]);
}

function onMatter(view: RuleView, { subject, id }: Ref, ask: (state: MatterState) => Answer): Answer {
  const state = stateOf(view, subject, 'matter');
  if (state === null || state.id !== id) return refuse('unknown-reference', { matter: subject });
  return state.closedBy === null ? ask(state) : refuse('closed', { by: state.closedBy });
}

function askWhose({ act, author, from, by }: Handling, state: MatterState, view: RuleView): Answer {
  if (author === from || (act === 'close' && author === state.author)) return [];
  if (by !== undefined && by.role.subject === from) return [by.role.id];
  const current = inForce(view, from);
  const circle = current === null ? null : contentOf(view, current.id, 'circle');
  const isMember = circle?.members.some((member) => member === author) ?? false;
  return current !== null && isMember ? [current.id] : refuse('not-eligible', { with: from });
}

/** A matter is handed to somebody who can look after it. Spec §6, [R-6.101]. */
export function askAddressed(view: RuleView, to: Subject): Answer {
  return canTake(view, to) ? [] : refuse('unknown-reference', { to });
}
