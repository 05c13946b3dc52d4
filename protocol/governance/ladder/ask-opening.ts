import type { Outcome } from '../../documents/outcome.ts';
import type { DocumentId, Ref } from '../../ids.ts';
import { inForce } from '../in-force.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

/**
 * By what right a circle has spoken: an opening that counts names the domain, the circle and the people. The whole thread
 * is asked for it, so that nobody learns of a right from which somebody left out the answers. Spec §6, §9.
 *
 * @returns the opening; domain and circle as it froze them, each with what brought it into force where that still holds;
 * and the pages of the roster.
 */
export function askOpening(view: RuleView, outcome: Outcome): readonly DocumentId[] | Refusal {
  const thread = stateOf(view, outcome.proposal.subject, 'proposal');
  if (thread?.opening?.id !== outcome.opening) return refuse('rules-disagree', { what: 'opening' });
  const opening = contentOf(view, outcome.opening, 'opening');
  if (opening === null) return refuse('unknown-reference', { opening: outcome.opening });
  const { domain, circle, roster } = opening;
  if (roster.pages.some((page) => contentOf(view, page, 'set') === null))
    return refuse('unknown-reference', { roster: roster.subject });
  return [outcome.opening, ...adopted(view, circle), ...adopted(view, domain), ...roster.pages];
}

/** The version that the opening names, which must be shown; and what adopted it, unless another took its place since. */
function adopted(view: RuleView, { subject, id }: Ref): readonly DocumentId[] {
  view.content(id);
  const current = inForce(view, subject);
  return current?.id === id ? [id, current.by] : [id];
}
