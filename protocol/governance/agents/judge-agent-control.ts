import type { AgentControl } from '../../documents/agent-control.ts';
import type { DocumentId } from '../../ids.ts';
import { askHuman } from '../right.ts';
import type { AgentState, ParticipantState } from '../state.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { type RuleView, stateOf } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Humans answer for agents, stop them, and let them go on. Spec §13, [R-13.7], [R-13.8]. */
export function judgeAgentControl(document: AgentControl, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, document.author) },
    {
      level: 'V2',
      name: 'agent-control',
      ask: () => {
        const participant = stateOf(view, document.agent.subject, 'participant');
        if (participant?.agent === undefined)
          return refuse('unknown-reference', { agent: document.agent.subject });
        return askControl(document, view, participant, participant.agent);
      },
    },
  ]);
}

function askControl(
  { act, agent: named, author }: AgentControl,
  view: RuleView,
  participant: ParticipantState,
  agent: AgentState,
): Answer {
  const stopped = agent.stops.some((stop) => stop.author === author);
  switch (act) {
    // A stop never comes too late for a version: it holds for the agent.
    case 'stop':
      return stopped ? refuse('duplicate') : [participant.id];
    case 'resume':
      if (agent.stops.length === 0) return refuse('duplicate');
      return stopped ? refuse('stopped-it') : agent.stops.map(({ id }) => id);
    case 'vouch':
      if (named.id !== participant.id) return refuse('stale-version', { inForce: participant.id });
      if (agent.steward !== author) return refuse('no-right', { steward: agent.steward });
      if (agent.vouchedBy !== null) return refuse('duplicate');
      return sharesKey(view, participant, author)
        ? refuse('contradictory', { what: 'keys' })
        : [participant.id];
  }
}

/** An agent signs with a key of its own: else nobody could say who of the two it was. */
function sharesKey(view: RuleView, { keys }: ParticipantState, steward: AgentControl['author']): boolean {
  const others = stateOf(view, steward, 'participant')?.keys ?? [];
  return keys.some(({ key }) => others.some((other) => other.key === key));
}
