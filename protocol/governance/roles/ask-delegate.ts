import type { Decision } from '../../documents/decision.ts';
import type { ByDelegation } from '../../documents/delegation.ts';
import type { Mandate } from '../../documents/mandate.ts';
import type { Outcome } from '../../documents/outcome.ts';
import { usageThread } from '../../documents/thread-names.ts';
import type { Author, DocumentId, Ref } from '../../ids.ts';
import { formatMillis, type Millis, parseTime } from '../../time.ts';
import type { Effect } from '../effects.ts';
import { askLimits, usesOf } from '../limits.ts';
import type { UsageWindow } from '../state.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** What somebody claims to whom the holder delegated. */
interface DelegatedClaim {
  readonly author: Author;
  readonly mandate: Ref;
  readonly standsInFor?: Ref;
  readonly delegation: ByDelegation;
}

/**
 * The holder of the term delegated to the author, has neither taken that back nor left, and it has not ended. Their term
 * is asked apart: a delegation outlives no term. Spec §15.
 */
export function askDelegated(view: RuleView, mandate: Mandate, claim: DelegatedClaim, at: Millis): Answer {
  const { delegation: named, author, standsInFor } = claim;
  if (standsInFor !== undefined) return refuse('no-right', { standsInFor: standsInFor.subject });
  const state = stateOf(view, named.subject, 'delegation');
  const document = state?.id === named.id ? contentOf(view, named.id, 'delegation') : null;
  if (state === null || document === null || document.to !== author || named.from !== mandate.holder)
    return refuse('no-right', { holder: mandate.holder });
  if (document.author !== mandate.holder || document.mandate.subject !== claim.mandate.subject)
    return refuse('no-right', { holder: mandate.holder });
  const holder = stateOf(view, named.from, 'participant');
  if (holder === null || holder.status === 'left') return refuse('no-right', { holder: mandate.holder });
  if (state.withdrawnBy !== null) return refuse('delegation-ended', { withdrawnBy: state.withdrawnBy });
  const endsAt = parseTime(document.endsAt) ?? 0; // the schema has checked the text
  return at < endsAt ? [state.id, holder.id] : refuse('delegation-ended', { endsAt: formatMillis(endsAt) });
}

/**
 * A delegate decides in the domains that the delegation lists, within its limits, and undoes nothing that the holder
 * decided themself. Spec §15 –.
 */
export function askDelegateDecides(
  view: RuleView,
  decision: Decision,
  effects: readonly Effect[],
  at: Millis,
): Answer {
  const { delegation: named, domain, result } = decision;
  const document = named === undefined ? null : contentOf(view, named.id, 'delegation');
  if (document === null) return refuse('no-right');
  if (!document.domains.includes(domain.subject)) return refuse('out-of-scope', { domain: domain.subject });
  if (result !== 'adopted') return [];
  const name = usageThread(domain.subject);
  const usage = { name, state: () => stateOf(view, name, 'usage'), by: document.subject };
  return askLimits(document.limits, effects, usage, at);
}

/** What the holder decided themself stays decided. Spec §15. */
export function askDirectActs(view: RuleView, { delegation, mandate, reverses, replaces }: Decision): Answer {
  if (delegation === undefined) return [];
  for (const ref of [reverses, replaces]) {
    const undone = ref === undefined ? null : contentOf(view, ref.id, 'decision');
    if (undone?.mandate.subject === mandate.subject && undone.delegation === undefined)
      return refuse('direct-act', { decision: ref?.id });
  }
  return [];
}

/** A delegate's limits are counted apart, by the delegation. Spec §15. */
export function delegateUses(
  view: RuleView,
  document: Decision | Outcome,
  effects: readonly Effect[],
  at: Millis,
): readonly UsageWindow[] {
  if (document.type !== 'decision' || document.delegation === undefined) return [];
  const { id, subject } = document.delegation;
  return usesOf(contentOf(view, id, 'delegation')?.limits ?? [], effects, at, subject);
}
