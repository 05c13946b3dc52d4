import { isScid } from '../../ids.ts';
import type { ProposalState } from '../state.ts';
import { stateOf } from '../view.ts';
import type { Step } from './step.ts';

/** What answers, or says what others answered. */
const ANSWERS: ReadonlySet<string> = new Set(['response', 'objection', 'minutes', 'confirmation']);

/**
 * Notes what was signed with a key that the instance holds, as the author's version in force had it at that entry.
 * Spec §14.
 */
export function keptBefore(before: ProposalState, { entry, view }: Step): ProposalState {
  const { document, id, key } = entry;
  if (!ANSWERS.has(document.type) || isScid(document.author)) return before;
  const keys = stateOf(view, document.author, 'participant')?.keys ?? [];
  const isHeld = keys.some((held) => held.key === key && held.custody === 'instance');
  return isHeld ? { ...before, held: [...(before.held ?? []), id] } : before;
}
