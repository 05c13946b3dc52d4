import type { Lapse } from '../documents/lapse.ts';
import { promisedTo } from '../governance/budgets/promised.ts';
import { takenOf } from '../governance/fold/drawn.ts';
import { judgeBy, refuse, type Verdict } from '../governance/verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../governance/view.ts';
import { isHeldFor } from '../resource/holding.ts';
import { type Answer, askAfter, negotiationOf, withFields } from './questions.ts';
import { hasEnded } from './state.ts';

/**
 * A party's own `lapse` in its own log: it ends holds that nobody's word will end any more. Spec §8.
 *
 * After the registrar's word: what that word did not name, such as the hold of an older acceptance. Without one: after
 * the time in doubt, where the terms say `release`. It tells others nothing and never counts in their logs.
 */
export function judgeRelease(entry: Entry, document: Lapse, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V3', name: 'release', ask: () => askReleasable(entry, document, view) },
    { level: 'V3', name: 'holds', ask: () => askHeld(document, view) },
    { level: 'V3', name: 'budgets', ask: () => askGivesBack(document, view) },
  ]);
}

function askReleasable(entry: Entry, document: Lapse, view: RuleView): Answer {
  const state = negotiationOf(view, document.subject);
  const ends = [...state.seals, ...state.lapses, ...state.releases].map(({ id }) => id);
  if (ends.length > 0) return ends;
  const proofs = [];
  for (const { commons, id, terms } of state.acceptances) {
    if (commons !== view.home) continue;
    const said = withFields(view, { subject: document.subject, terms }, ({ inDoubt, registrar }) =>
      inDoubt.policy === 'release' && registrar !== view.home
        ? askAfter(entry, inDoubt.until)
        : refuse('too-early', { policy: inDoubt.policy }),
    );
    if ('code' in said) return said;
    proofs.push(id);
  }
  return proofs;
}

/** Each named resource is ours and still holds something for this negotiation; and each is named once. */
function askHeld(document: Lapse, view: RuleView) {
  const named = new Set(document.resources.map(({ resource }) => resource.subject));
  const releases = named.size > 0 || document.budgets !== undefined;
  if (!releases || named.size !== document.resources.length) return refuse('binding-differs');
  for (const { commons, resource } of document.resources) {
    const held =
      commons === view.home && isHeldFor(stateOf(view, resource.subject, 'resource'), document.subject);
    if (!held || contentOf(view, resource.id, 'resource')?.subject !== resource.subject)
      return refuse('unknown-reference', { resource: resource.subject });
  }
  return [];
}

/**
 * Once the negotiation has ended each named budget of ours gets back what it drew beyond what was sealed; beyond what was
 * delivered, where the agreement has ended. Spec §15.
 */
export function askGivesBack({ subject, cause, budgets = [] }: Lapse, view: RuleView): Answer {
  if (budgets.length === 0) return [];
  if (!hasEnded(negotiationOf(view, subject))) return refuse('too-early', { negotiation: subject });
  if (new Set(budgets.map((budget) => budget.subject)).size !== budgets.length)
    return refuse('binding-differs');
  for (const { subject: budget, id } of budgets) {
    const content = contentOf(view, id, 'budget');
    const drawn = promisedTo(stateOf(view, budget, 'budget'), subject);
    if (content?.subject !== budget || drawn <= takenOf(view, subject, content.resource.subject, cause))
      return refuse('unknown-reference', { budget });
  }
  return budgets.map(({ id }) => id);
}
