import type { Decides } from '../../documents/decides.ts';
import type { Decision } from '../../documents/decision.ts';
import type { Binding, Ruling } from '../../documents/operation.ts';
import type { Outcome } from '../../documents/outcome.ts';
import type { DocumentId } from '../../ids.ts';
import { formatMillis, type Millis, SECOND } from '../../time.ts';
import { asksAsMuch } from '../ladder/rank.ts';
import type { Aftermath } from '../lifecycle/aftermath.ts';
import { domainNamed } from '../right.ts';
import type { Decided } from '../state.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;

/**
 * The circle that the decision's domain named returns it, in the way and the time that it named. Spec §17.
 */
export function askVeto(
  view: RuleView,
  { on }: Ruling,
  about: {
    readonly decided: Decided;
    readonly document: Decision | Outcome;
    readonly aftermath: Aftermath;
  },
  by: Decides,
  at: Millis,
): Answer {
  const { decided, document, aftermath } = about;
  if (on !== decided.id || by.binding.operations.length !== 1) return refuse('contradictory', { on });
  const veto = domainNamed(view, document.domain)?.veto;
  const opening = by.type === 'outcome' ? contentOf(view, by.opening, 'opening') : null;
  if (veto === undefined || opening?.circle.subject !== veto.circle)
    return refuse('no-veto', { circle: veto?.circle ?? null });
  if (!asksAsMuch(opening.rung, veto.rung)) return refuse('wrong-rung', { least: veto.rung });
  const until = aftermath.countedAt + veto.windowSeconds * SECOND;
  return at < until ? [on] : refuse('too-late', { until: formatMillis(until) });
}

/** Whether what is proposed returns a decision. */
export function isVeto({ operations }: Binding): boolean {
  return operations.some((operation) => operation.op === 'rule' && operation.ruling === 'vetoed');
}
