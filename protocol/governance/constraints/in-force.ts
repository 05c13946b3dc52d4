import type { Opening } from '../../documents/opening.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

/**
 * Constraints that hold at a moment: those in force, and versions that a decision ended or replaced so short ago that
 * nobody may rely on it yet. Spec §12, [R-12.3].
 */
export function constraintsInForce(view: RuleView, at: Millis): readonly DocumentId[] {
  const state = stateOf(view, 'constraints', 'constraints');
  if (state === null) return [];
  return [...state.inForce, ...state.cooling.filter(({ until }) => at < until)].map(({ id }) => id);
}

/** What asks of a decision: constraints by their version, and soft ones among them that it openly departs from. */
export interface Asked {
  readonly constraints: readonly DocumentId[];
  readonly raisedBy: readonly DocumentId[];
}

/** Where people were asked, the opening froze the constraints; else those hold that hold now. Spec §12. */
export function constraintsAsked(view: RuleView, opening: Opening | null, at: Millis): Asked {
  return opening === null
    ? { constraints: constraintsInForce(view, at), raisedBy: [] }
    : { constraints: opening.constraints, raisedBy: opening.raisedBy ?? [] };
}

/** The opening of a proposal that counts, if there is one. */
export function openingOf(view: RuleView, proposal: Subject | undefined): Opening | null {
  if (proposal === undefined) return null;
  const opened = stateOf(view, proposal, 'proposal')?.opening ?? null;
  return opened === null ? null : contentOf(view, opened.id, 'opening');
}
