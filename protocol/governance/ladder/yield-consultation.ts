import type { DocumentId, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import { type Consultation, evaluateConsultation } from './consultation.ts';
import { readMatter } from './matter.ts';
import { rosterOf } from './roster.ts';

/** Where a proposal that a role decides after asking stands. @returns null where it was not opened so. Spec §6. */
export function consultationOf(
  view: RuleView,
  proposal: Subject,
  asOf: Millis,
): { readonly openingId: DocumentId; readonly evaluation: Consultation } | null {
  const opened = stateOf(view, proposal, 'proposal')?.opening ?? null;
  const opening = opened === null ? null : contentOf(view, opened.id, 'opening');
  const parameters = opening?.parameters.consultation;
  if (opened === null || opening === null || opening.rung !== 'consultation' || parameters === undefined)
    return null;
  const frozen = { openedAt: opened.at, parameters, roster: rosterOf(opening, view) };
  return {
    openingId: opened.id,
    evaluation: evaluateConsultation(readMatter(view.entries(proposal)), frozen, asOf),
  };
}
