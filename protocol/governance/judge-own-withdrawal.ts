import type { Withdrawal } from '../documents/withdrawal.ts';
import type { Ref } from '../ids.ts';
import { askUndecided } from './ladder/closed.ts';
import { linksIn } from './links/find-link.ts';
import { askTakesBack } from './roles/judge-delegation.ts';
import { judgeBy, refuse, type Verdict } from './verdict.ts';
import { type Entry, type RuleView, stateOf } from './view.ts';
import { askOwnProxy } from './votes/judge-proxy.ts';

/**
 * A person takes back their own proposal, by its current version, or an objection of theirs. Spec §4.
 *
 * A response is not withdrawn: a newer one replaces it. What others tried and what did not count has no say.
 */
export function judgeOwnWithdrawal(entry: Entry, document: Withdrawal, view: RuleView): Verdict {
  return judgeBy([
    {
      level: 'V3',
      name: 'own-act',
      ask: () => {
        const delegation = stateOf(view, document.of.subject, 'delegation');
        if (delegation !== null) return askTakesBack(document, delegation);
        const state = stateOf(view, document.of.subject, 'proposal');
        const { id } = document.of;
        if (stateOf(view, document.of.subject, 'participant') !== null)
          return askOwnProxy(view, document.of.subject, id, document.author);
        const version = state?.versions.find((other) => other.id === id);
        const objection = state?.objections.find((other) => other.id === id);
        const act = version ?? objection ?? linkOf(view, document.of);
        if (state === null || act === undefined) return refuse('unknown-reference');
        if (act.author !== document.author) return refuse('not-author');
        const over = askUndecided(view, document.of.subject, state, entry.at);
        if (over !== null) return over;
        const current = state.versions.at(-1)?.id;
        if (version !== undefined && version.id !== current)
          return refuse('stale-version', { current: current ?? null });
        const isOver = 'endedBy' in act && act.endedBy !== null;
        return isOver ? refuse('duplicate') : [act.id];
      },
    },
    {
      level: 'V3',
      name: 'releases',
      // Only a commons holds resources, and only its word follows from a decision.
      ask: () =>
        (document.releases ?? []).length === 0 && document.basis === undefined ? [] : refuse('contradictory'),
    },
  ]);
}

/** A link that was handed out by mistake opens nothing any more. Spec §14. */
function linkOf(view: RuleView, { subject, id }: Ref) {
  const found = linksIn(view.entries(subject)).find((other) => other.id === id);
  return found === undefined
    ? undefined
    : { id, author: found.link.author, endedBy: found.withdrawnBy ?? found.usedBy };
}
