import type { Opening } from '../../documents/opening.ts';
import type { Tally } from '../../documents/tally.ts';
import type { DocumentId } from '../../ids.ts';
import { formatMillis } from '../../time.ts';
import { endsMatter } from '../binding.ts';
import { rosterOf } from '../ladder/roster.ts';
import { type Stage, stageOf } from '../ladder/stage.ts';
import { askHuman, askMandate } from '../right.ts';
import { recusalOf } from '../roles/recused.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { type Entry, type RuleView, stateOf } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** A teller says what was counted, once the vote is closed and until two of them agree. Spec §17. */
export function judgeTally(entry: Entry, document: Tally, view: RuleView): Verdict {
  const { author, by, proposal } = document;
  const onVote = (ask: (opening: Opening, stage: Stage) => Answer) => () => {
    const stage = stageOf(view, proposal.subject, entry.at);
    if (stage === null) return refuse('not-open');
    const { opening, id } = stage.opened;
    if (opening.parameters.vote?.secret === undefined) return refuse('wrong-rung', { rung: opening.rung });
    return id === document.opening ? ask(opening, stage) : refuse('stale-version', { opening: id });
  };
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V2',
      name: 'mandate',
      ask: () => (by === undefined ? [] : askMandate(view, { author, ...by }, entry.at)),
    },
    { level: 'V3', name: 'rung', ask: onVote(({ rung }) => (rung === 'vote' ? [] : refuse('wrong-rung'))) },
    { level: 'V3', name: 'teller', ask: onVote((opening) => askTeller(document, opening, view)) },
    { level: 'V3', name: 'in-time', ask: onVote((_, stage) => askCounting(entry, document, stage, view)) },
    {
      level: 'V3',
      name: 'ballots',
      ask: onVote(({ roster }) => {
        const { yes, no, abstain } = document.counts;
        return yes + no + abstain <= roster.count ? [] : refuse('contradictory', { roster: roster.count });
      }),
    },
  ]);
}

/** Of the role that counts, where the vote names one; else of those who are asked, and not whoever put it forward. */
function askTeller({ author, by, proposal }: Tally, opening: Opening, view: RuleView): Answer {
  const state = stateOf(view, proposal.subject, 'proposal');
  if (recusalOf(state, author) !== null) return refuse('recused');
  const role = opening.parameters.vote?.secret?.tellers;
  if (role !== undefined) return by?.role.subject === role ? [] : refuse('not-eligible', { role });
  const asked = rosterOf(opening, view).some(({ subject }) => subject === author);
  return asked && state?.versions.at(-1)?.author !== author ? opening.roster.pages : refuse('not-eligible');
}

function askCounting(entry: Entry, { proposal }: Tally, stage: Stage, view: RuleView): Answer {
  const state = stateOf(view, proposal.subject, 'proposal');
  const ended = state?.decided.some((decided) => endsMatter(decided, entry.at)) ?? true;
  if (ended || state?.withdrawnBy !== null || stage.kind !== 'circle') return refuse('closed');
  const { evaluation } = stage;
  if (evaluation.state === 'open') return refuse('too-early', { from: formatMillis(evaluation.closesAt) });
  return evaluation.state === 'integrating' ? [] : refuse('closed');
}
