import type { Subject } from '../../ids.ts';
import { inForce } from '../in-force.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

/** Whether somebody can look after a matter: an active human, or a circle or role in force. Spec §6. */
export function canTake(view: RuleView, subject: Subject): boolean {
  const participant = stateOf(view, subject, 'participant');
  if (participant !== null) return participant.nature === 'human' && participant.status === 'active';
  const current = inForce(view, subject);
  return current !== null && ['circle', 'role'].includes(view.content(current.id).type);
}

/** The circle above: of a circle its parent, of a role its circle; without one, as of a person, it stays. Spec §6. */
export function bodyAbove(view: RuleView, subject: Subject): Subject {
  const current = inForce(view, subject);
  if (current === null) return subject;
  const circle = contentOf(view, current.id, 'circle');
  if (circle !== null) return circle.parent?.subject ?? subject;
  return contentOf(view, current.id, 'role')?.circle.subject ?? subject;
}
