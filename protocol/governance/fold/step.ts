import { type Decision, takesEffect } from '../../documents/decision.ts';
import type { ThreadName } from '../../documents/define.ts';
import type { Outcome } from '../../documents/outcome.ts';
import type { DocumentId } from '../../ids.ts';
import type { Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView } from '../view.ts';

/** One entry on its way into one of the threads that it changes. */
export interface Step {
  readonly name: ThreadName;
  readonly entry: Entry;
  readonly verdict: Verdict;
  readonly view: RuleView;
  readonly applied: Applied | null;
}

/** A decision whose operations take effect with this entry. */
export interface Applied {
  readonly id: DocumentId;
  readonly decided: Decision | Outcome;
}

/**
 * What takes effect: a counted decision or outcome at once, a half-signed decision with its second signature.
 * Spec §5.
 */
export function appliedBy(entry: Entry, verdict: Verdict, view: RuleView): Applied | null {
  if (verdict.status !== 'counted') return null;
  const { document, id } = entry;
  if (document.type === 'decision' || document.type === 'outcome') return { id, decided: document };
  if (document.type !== 'confirmation' || document.decision === undefined) return null;
  const decided = contentOf(view, document.of.id, 'decision');
  return decided === null ? null : { id: document.of.id, decided };
}

/** Operations that take effect with this entry; none where nobody said yes. */
export function operationsOf(applied: Applied | null) {
  return applied !== null && takesEffect(applied.decided) ? applied.decided.binding.operations : [];
}
