import type { DelegationState } from '../state.ts';
import type { Step } from './step.ts';

/** A delegation, until whoever gave it takes it back. Spec §15, [R-15.2]. */
export function foldDelegation(
  before: DelegationState | null,
  { entry, verdict }: Step,
): DelegationState | null {
  if (verdict.status !== 'counted') return before;
  const { document, id } = entry;
  if (before === null) return { kind: 'delegation', id, author: document.author, withdrawnBy: null };
  return document.type === 'withdrawal' ? { ...before, withdrawnBy: id } : before;
}
