import { compareText } from '../../bytes.ts';
import type { ConstraintRule } from '../../documents/constraint.ts';
import { usageThread } from '../../documents/thread-names.ts';
import type { Author, DocumentId } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { concernsAny, type Effect } from '../effects.ts';
import { isWithinShare } from '../ladder/threshold.ts';
import { countBy, periodStart, usedSince } from '../limits.ts';
import type { UsageWindow } from '../state.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import type { Act } from './act.ts';

type Cap = Extract<ConstraintRule, { readonly kind: 'concentrationCap' }>;
type Figures = Readonly<Record<string, unknown>>;

/**
 * Of the decisions under one domain in one period, itself included, at most a share is by one person. Spec §12.
 *
 * @throws {MissingEvidence} where the record at hand does not reach back to the period's start.
 */
export function tooManyByOne(
  view: RuleView,
  cap: Cap,
  { at }: Act,
  by: Extract<Act['by'], { readonly domain: unknown }>,
): Figures | null {
  const [decider] = by.kind === 'role' ? by.deciders() : [];
  if (decider === undefined) return null;
  const name = usageThread(by.domain);
  const usage = { name, state: () => stateOf(view, name, 'usage') };
  const start = periodStart(cap.seconds, at);
  const decisions = usedSince(usage, allKey(cap), start, at) + 1;
  if (decisions < cap.least) return null;
  const own = usedSince(usage, ownKey(cap, decider), start, at) + 1;
  return isWithinShare(own, cap.most, decisions) ? null : { most: cap.most, decisions, own };
}

/** What a decision adds to the counts that caps look at: one to all decisions, and one to those of its decider. */
export function concentrationUses(
  view: RuleView,
  constraints: readonly DocumentId[],
  effects: readonly Effect[],
  decider: Author | null,
  at: Millis,
): readonly UsageWindow[] {
  const uses = new Map<string, UsageWindow>();
  for (const id of constraints) {
    const rule = contentOf(view, id, 'constraint')?.rule;
    if (rule?.kind !== 'concentrationCap' || !concernsAny(rule, effects)) continue;
    const start = periodStart(rule.seconds, at);
    const keys = decider === null ? [allKey(rule)] : [allKey(rule), ownKey(rule, decider)];
    for (const limit of keys) uses.set(limit, { limit, start, used: 1 });
  }
  return [...uses.values()];
}

/** Caps that count the same decisions in the same periods share their counts. */
function allKey({ seconds, resource, effects }: Cap): string {
  return ['decisions', seconds, resource ?? '*', ...[...new Set(effects)].sort(compareText)].join(' ');
}

function ownKey(cap: Cap, decider: Author): string {
  return countBy(allKey(cap), decider);
}
