import type { Step } from '../fold/step.ts';
import type { ErasuresState } from '../state.ts';

/** What was erased here, and how far the erasures of others were carried out. Spec §16. */
export function foldErasures(before: ErasuresState | null, { entry, verdict }: Step): ErasuresState {
  const state = before ?? { kind: 'erasures', acknowledged: [] };
  const { document } = entry;
  if (document.type !== 'erasure-acknowledgement' || verdict.status !== 'counted') return state;
  const { log, size } = document;
  const others = state.acknowledged.filter((one) => one.log !== log);
  return { ...state, acknowledged: [...others, { log, size }] };
}
