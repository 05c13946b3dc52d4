import type { Lapse } from '../documents/lapse.ts';
import { sameJson } from '../governance/binding.ts';
import { judgeBy, refuse, type Verdict } from '../governance/verdict.ts';
import type { Entry, RuleView } from '../governance/view.ts';
import { formatMillis } from '../time.ts';
import { askGivesBack } from './judge-release.ts';
import { type Answer, askFormed, negotiationOf, withFields } from './questions.ts';
import { endOfTerms, isTerminated, undeliveredBy } from './termination.ts';

/**
 * A party's own `lapse` in its own log once an agreement has ended: its account gets back what it had not delivered.
 * Spec §8.
 */
export function judgeFreeing(entry: Entry, document: Lapse, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V3', name: 'formed', ask: () => askFormed(view, document) },
    { level: 'V3', name: 'ended', ask: () => askEnded(entry, document, view) },
    { level: 'V3', name: 'once', ask: () => askOnce(document, view) },
    { level: 'V3', name: 'undelivered', ask: () => askUndelivered(document, view) },
    { level: 'V3', name: 'budgets', ask: () => askGivesBack(document, view) },
  ]);
}

function askEnded(entry: Entry, { subject, terms }: Lapse, view: RuleView): Answer {
  return withFields(view, { subject, terms }, (fields) => {
    const state = negotiationOf(view, subject);
    const end = endOfTerms(state, terms, fields);
    if (end === null) return refuse('too-early', { terms });
    if (entry.at < end) return refuse('too-early', { from: formatMillis(end) });
    return isTerminated(state, terms, fields, entry.at) ? [] : refuse('closed', { terms });
  });
}

/** All of it at once: nothing is delivered any more after the end. */
function askOnce({ subject }: Lapse, view: RuleView): Answer {
  const before = negotiationOf(view, subject).releases.find(({ terminated }) => terminated === true);
  return before === undefined ? [] : refuse('duplicate', { lapse: before.id });
}

/** Just those resources of ours of which something was promised and not delivered, in the order of the promises. */
function askUndelivered({ subject, terms, resources }: Lapse, view: RuleView): Answer {
  return withFields(view, { subject, terms }, (fields) => {
    const undelivered = undeliveredBy(negotiationOf(view, subject), terms, fields, view.home);
    const expected = undelivered.map(({ resource }) => ({ commons: view.home, resource }));
    return expected.length > 0 && sameJson(expected, resources)
      ? expected.map(({ resource }) => resource.id)
      : refuse('binding-differs', { expected });
  });
}
