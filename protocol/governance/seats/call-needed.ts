import { termOf } from '../../documents/mandate.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { callFor, isOneTooMany } from '../roles/ask-successor.ts';
import { contentOf, type RuleView } from '../view.ts';

/**
 * The call by which a selection grants a term beyond the most in a row: the last one that found nobody but its holder.
 * Spec §15.
 *
 * @returns null where the term needs none, or where there is none: then it cannot be granted as things stand.
 */
export function callNeeded(view: RuleView, ref: Ref, role: Subject, at: Millis): DocumentId | null {
  const mandate = contentOf(view, ref.id, 'mandate');
  if (mandate === null) return null;
  const { holder } = mandate;
  const term = { holder, ...termOf(mandate) };
  return isOneTooMany(view, role, term) ? callFor(view, role, holder, at) : null;
}
