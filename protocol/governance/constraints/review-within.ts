import type { Binding } from '../../documents/operation.ts';
import type { DocumentId } from '../../ids.ts';
import { concernsAny, effectsOf } from '../effects.ts';
import { contentOf, type RuleView } from '../view.ts';

/** Within how long constraints, hard and soft, want what is decided to be looked at again. Spec §12. */
export function reviewWithin(
  view: Pick<RuleView, 'content' | 'home'>,
  constraints: readonly DocumentId[],
  binding: Binding,
): number {
  const effects = effectsOf(binding, view.home);
  const seconds = constraints.flatMap((id) => {
    const rule = contentOf(view, id, 'constraint')?.rule;
    return rule?.kind === 'requireReviewWithin' && concernsAny(rule, effects) ? [rule.seconds] : [];
  });
  return Math.min(Number.POSITIVE_INFINITY, ...seconds);
}
