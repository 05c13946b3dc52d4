import type { Recusal } from '../../documents/recusal.ts';
import type { DocumentId } from '../../ids.ts';
import { askUndecided } from '../ladder/closed.ts';
import { askHuman } from '../right.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { type Entry, type RuleView, stateOf } from '../view.ts';
import { recusalOf } from './recused.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Anybody stands aside in a matter that is not decided yet; for good. Spec §15. */
export function judgeRecusal(entry: Entry, document: Recusal, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, document.author) },
    { level: 'V3', name: 'open', ask: () => askMatter(entry, document, view) },
    {
      level: 'V3',
      name: 'once',
      ask: () =>
        recusalOf(stateOf(view, document.proposal.subject, 'proposal'), document.author) === null
          ? []
          : refuse('duplicate'),
    },
  ]);
}

/** What has come to its end is what it is, whenever its outcome is logged. */
function askMatter({ at }: Entry, { proposal }: Recusal, view: RuleView): Answer {
  const state = stateOf(view, proposal.subject, 'proposal');
  if (state === null || !state.versions.some(({ id }) => id === proposal.id))
    return refuse('unknown-reference', { proposal: proposal.id });
  return askUndecided(view, proposal.subject, state, at) ?? [proposal.id];
}
