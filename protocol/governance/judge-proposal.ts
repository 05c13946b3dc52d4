import type { Proposal } from '../documents/proposal.ts';
import type { DocumentId } from '../ids.ts';
import { askAgent } from './agents/ask-agent.ts';
import { askDecidable } from './ask-decidable.ts';
import { bindingHash } from './binding.ts';
import { effectsOf } from './effects.ts';
import { askUndecided } from './ladder/closed.ts';
import { askMatter } from './matters/judge-matter.ts';
import { askOpensIn } from './meetings/opens-in.ts';
import { askActive } from './right.ts';
import { askScope } from './scope/ask-scope.ts';
import { seatRules } from './seats/ask-seat-proposal.ts';
import type { ProposalState } from './state.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from './verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from './view.ts';

/**
 * A first version, or the author's next one while the matter is open; what its author took back somebody else may put
 * forward as it was. Its domain owns every effect. Spec §6, [R-6.65].
 */
export function judgeProposal(entry: Entry, document: Proposal, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askActive(view, document.author, null) },
    { level: 'V2', name: 'agent', ask: () => askAgent(view, document, entry.at) },
    {
      level: 'V3',
      name: 'version',
      ask: () => {
        const state = stateOf(view, document.subject, 'proposal');
        const current = state?.versions.at(-1);
        if (document.supersedes !== current?.id)
          return refuse('stale-version', { current: current?.id ?? null });
        if (state === null || current === undefined) return [];
        const own = current.author === document.author;
        const adopts = state.withdrawnBy !== null && !own;
        if (!own && !adopts) return refuse('not-author');
        const taken = adopts ? { ...state, withdrawnBy: null } : state;
        const over = askUndecided(view, document.subject, taken, entry.at);
        if (over !== null) return over;
        if (adopts && current.binding !== bindingHash(document.binding)) return refuse('binding-differs');
        return askAmendment(document, state, view) ?? [current.id];
      },
    },
    {
      level: 'V2',
      name: 'scope',
      ask: () => askScope(view, document.domain, effectsOf(document.binding, view.home), entry.at),
    },
    { level: 'V3', name: 'decidable', ask: () => askDecidable(document) },
    ...seatRules(view, document.binding, entry.at),
    { level: 'V3', name: 'integrates', ask: () => askIntegrated(document, view) },
    { level: 'V3', name: 'from-matter', ask: () => askMatter(view, document) },
    { level: 'V3', name: 'meeting', ask: () => askOpensIn(document, view, entry.at) },
  ]);
}

/** What a version offers an answer to are objections that were raised in this matter. Spec §6. */
function askIntegrated(
  { subject, integrates = [] }: Proposal,
  view: RuleView,
): readonly DocumentId[] | Refusal {
  const raised = stateOf(view, subject, 'proposal')?.objections ?? [];
  const unknown = integrates.find((named) => !raised.some(({ id }) => id === named));
  return unknown === undefined ? integrates : refuse('unknown-reference', { objection: unknown });
}

/** What is put to the vote stays as it is: only its explanation may grow. Spec §6. */
function askAmendment(document: Proposal, state: ProposalState, view: RuleView): Refusal | null {
  const opening = state.opening === null ? null : contentOf(view, state.opening.id, 'opening');
  if (opening?.rung !== 'vote' && opening?.seat === undefined) return null;
  const same = state.versions.at(-1)?.binding === bindingHash(document.binding);
  return same ? null : refuse('binding-differs', { rung: opening.rung });
}
