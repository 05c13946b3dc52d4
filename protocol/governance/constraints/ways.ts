import type { ConstraintRule } from '../../documents/constraint.ts';
import type { Author } from '../../ids.ts';
import { formatMillis, type Millis, parseTime, SECOND } from '../../time.ts';
import { asksAsMuch } from '../ladder/rank.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import type { Act } from './act.ts';

type Rule<Kind extends ConstraintRule['kind']> = Extract<ConstraintRule, { readonly kind: Kind }>;
type Figures = Readonly<Record<string, unknown>>;
type Decided = Exclude<Act['by'], { readonly kind: 'nobody-yet' }>;

/** The way of deciding asks for at least as much. Spec §12. */
export function belowRung({ least }: Rule<'requireRung'>, { rung }: Act): Figures | null {
  return asksAsMuch(rung, least) ? null : { least, rung };
}

/** No agent decides it. Spec §12. */
export function byAgent(view: RuleView, { kind, deciders }: Decided): Figures | null {
  // Agents answer no circle's question, so only a role can be held by one.
  if (kind === 'circle') return null;
  const agent = deciders().find((author) => stateOf(view, author, 'participant')?.nature !== 'human');
  return agent === undefined ? null : { agent };
}

/** Each of them was asked, or decides. Spec §12. */
export function notAsked({ who }: Rule<'requireConsulted'>, { asked }: Act['by']): Figures | null {
  if (asked === 'all') return null;
  const missing = who.filter((subject) => !asked.includes(subject));
  return missing.length === 0 ? null : { missing };
}

/** It is looked at again soon enough. Spec §12. */
export function reviewedLate(
  { seconds }: Rule<'requireReviewWithin'>,
  { at }: Act,
  { reviewAt }: Decided,
): Figures | null {
  const latest = at + seconds * SECOND;
  return (parseTime(reviewAt) ?? Number.NaN) <= latest ? null : { latest: formatMillis(latest) };
}

/** Somebody says yes who neither put it forward nor gets something by it. Spec §12. */
export function oneHand(view: RuleView, act: Act, { kind, deciders }: Decided): Figures | null {
  const state = act.proposal === null ? null : stateOf(view, act.proposal, 'proposal');
  const proposer = state?.versions.at(-1)?.author;
  if (proposer === undefined) return { proposal: null };
  const getting = recipientsOf(view, act);
  const others = deciders().filter((author) => author !== proposer && !getting.has(author));
  if (others.length > 0) return null;
  return kind === 'circle' ? { proposer } : { proposer, decider: deciders()[0] ?? null };
}

/** It has lain open for long enough before it takes effect. Spec §12. */
export function tooHot(
  view: RuleView,
  { seconds }: Rule<'coolingAtLeast'>,
  { at, proposal }: Act,
): Figures | null {
  const since = proposal === null ? null : openSince(view, proposal);
  if (since === null) return { proposal: null };
  const from = since + seconds * SECOND;
  return at >= from ? null : { from: formatMillis(from) };
}

/** The first version since which the binding part is the same. */
function openSince(view: RuleView, proposal: string): Millis | null {
  const versions = stateOf(view, proposal, 'proposal')?.versions ?? [];
  const current = versions.at(-1);
  if (current === undefined) return null;
  const begins = versions.findLastIndex(({ binding }) => binding !== current.binding) + 1;
  return versions[begins]?.at ?? current.at;
}

/** Participants to whom something is given, or who get a term in a role. */
function recipientsOf(view: RuleView, { binding }: Act): ReadonlySet<Author> {
  return new Set(
    binding.operations.flatMap((operation): readonly Author[] => {
      if (operation.op === 'transfer') return 'party' in operation.to ? [operation.to.party] : [];
      if (operation.op !== 'adopt' || operation.adopts.type !== 'mandate') return [];
      const mandate = contentOf(view, operation.adopts.id, 'mandate');
      if (mandate === null) return [];
      return mandate.alternate === undefined ? [mandate.holder] : [mandate.holder, mandate.alternate];
    }),
  );
}
