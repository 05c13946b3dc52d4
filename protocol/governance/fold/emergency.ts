import type { EmergencyState } from '../state.ts';
import { operationsOf, type Step } from './step.ts';

/** An act in an emergency, and the first word on it that takes effect. Spec §17. */
export function foldEmergency(before: EmergencyState | null, step: Step): EmergencyState | null {
  const { entry, verdict, applied } = step;
  const { document, id, at } = entry;
  if (before === null) {
    if (document.type !== 'emergency-act' || verdict.status !== 'counted') return null;
    const { author, domain } = document;
    return { kind: 'emergency', id, author, at, domain: domain.subject, ruled: null };
  }
  if (before.ruled !== null || applied === null) return before;
  for (const operation of operationsOf(applied)) {
    if (operation.op !== 'rule' || operation.on !== before.id) continue;
    const { ruling } = operation;
    if (ruling === 'ratified' || ruling === 'reversed')
      return { ...before, ruled: { by: applied.id, at, ruling } };
  }
  return before;
}
