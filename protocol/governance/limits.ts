import { addAmounts } from '../amount.ts';
import { compareText } from '../bytes.ts';
import type { ThreadName } from '../documents/define.ts';
import type { Limit } from '../documents/domain-fields.ts';
import type { DocumentId } from '../ids.ts';
import { type Millis, SECOND } from '../time.ts';
import { concerns, concernsAny, type Effect } from './effects.ts';
import { MissingEvidence } from './missing.ts';
import type { PendingUse, UsageState, UsageWindow } from './state.ts';
import { type Refusal, refuse } from './verdict.ts';

/**
 * Time that a second signature may take; meanwhile the first one already uses the limit, so that two half-signed
 * decisions cannot both pass it. Spec §6.
 */
const SECOND_SIGNATURE_SECONDS = 72 * 3600;

/** Until when a decision logged at `at` may get its second signature. */
export function signBy(at: Millis): Millis {
  return at + SECOND_SIGNATURE_SECONDS * SECOND;
}

export const NO_USAGE: UsageState = { kind: 'usage', windows: [], pending: [], unknownUntil: null };

/** A domain's thread just before a decision; looked at only where a period counts. */
export interface UsageThread {
  readonly name: ThreadName;
  readonly state: () => UsageState | null;
  /** Whose part of the counts is asked; without it all. */
  readonly by?: string;
}

/**
 * How much of one limit a binding part uses: the sum of the amounts it matches, or 1 for a count. Spec §6.
 *
 * A limit without a resource adds up amounts of all, whatever their units: never less than any one of them.
 */
export function measure(limit: Limit, effects: readonly Effect[]): number {
  if (limit.measure === 'count') return concernsAny(limit, effects) ? 1 : 0;
  return effects
    .filter((effect) => concerns(limit, effect))
    .reduce((sum, effect) => addAmounts(sum, effect.amount), 0);
}

/** What a decision would use of every limit with a period, at the given moment; one per count. Spec §6 [R-6.7a]. */
export function usesOf(
  limits: readonly Limit[],
  effects: readonly Effect[],
  at: Millis,
  by?: string,
): readonly UsageWindow[] {
  // Two limits that differ in their amount alone share a count: what is used is counted there once.
  const uses = new Map<string, UsageWindow>();
  for (const limit of limits) {
    if (limit.perPeriod === undefined) continue;
    const used = measure(limit, effects);
    const key = keyFor(limit, by);
    if (used > 0) uses.set(key, { limit: key, start: periodStart(limit.perPeriod.seconds, at), used });
  }
  return [...uses.values()];
}

/**
 * Whether one more decision stays within all limits, cumulatively. Spec §6, [R-6.7a].
 *
 * Periods are fixed: the n-th of P seconds since 1970 begins at n·P. A period has a start, so whoever checks needs the
 * thread back to it and no further.
 *
 * @throws {MissingEvidence} where the record at hand does not reach back to the period's start.
 */
export function askLimits(
  limits: readonly Limit[],
  effects: readonly Effect[],
  usage: UsageThread,
  at: Millis,
): readonly DocumentId[] | Refusal {
  for (const limit of limits) {
    const amount = measure(limit, effects);
    if (amount === 0) continue;
    if (limit.perDecision !== undefined && amount > limit.perDecision) {
      return refuse('limit-exceeded', { limit: 'perDecision', most: limit.perDecision, asked: amount });
    }
    if (limit.perPeriod === undefined) continue;
    const { most, seconds } = limit.perPeriod;
    const start = periodStart(seconds, at);
    const used = usedSince(usage, keyFor(limit, usage.by), start, at);
    if (addAmounts(used, amount) > most) {
      const left = Math.max(0, most - used);
      return refuse('limit-exceeded', { limit: 'perPeriod', most, seconds, used, left, asked: amount });
    }
  }
  return [];
}

/** Whether one more decision may wait for its second signature. Spec §6 [R-6.9b]. */
export function askMaxOpen(
  maxOpen: number | undefined,
  usage: UsageThread,
  at: Millis,
): readonly DocumentId[] | Refusal {
  if (maxOpen === undefined) return [];
  const { pending } = knownSince(usage, at - SECOND_SIGNATURE_SECONDS * SECOND);
  const open = pending.filter((use) => stillPending(use, at)).length;
  return open < maxOpen ? [] : refuse('limit-exceeded', { limit: 'maxOpen', most: maxOpen, used: open });
}

/** A counted decision uses its limits for good. */
export function addUses(usage: UsageState, uses: readonly UsageWindow[]): UsageState {
  const windows = new Map(usage.windows.map((window) => [window.limit, window]));
  for (const use of uses) {
    const before = windows.get(use.limit);
    if (before !== undefined && before.start > use.start) continue; // confirmed late: that period is over
    const used = before?.start === use.start ? addAmounts(before.used, use.used) : use.used;
    windows.set(use.limit, { ...use, used });
    for (const [limit, { start }] of windows) {
      // Counts by person begin anew with the count of all: whoever does not decide any more is forgotten.
      if (start < use.start && limit.startsWith(countBy(use.limit, ''))) windows.delete(limit);
    }
  }
  return { ...usage, windows: [...windows.values()].sort((a, b) => compareText(a.limit, b.limit)) };
}

/** A half-signed decision uses its limits while it waits; those whose time is over are dropped. */
export function addPending(usage: UsageState, pending: PendingUse): UsageState {
  return { ...usage, pending: [...usage.pending.filter((use) => stillPending(use, pending.at)), pending] };
}

/** The second signature came: what waited is used for good. */
export function confirmPending(usage: UsageState, decision: DocumentId): UsageState {
  const confirmed = usage.pending.find((use) => use.decision === decision);
  const rest = { ...usage, pending: usage.pending.filter((use) => use.decision !== decision) };
  return confirmed === undefined ? rest : addUses(rest, confirmed.uses);
}

function keyFor(limit: Limit, by: string | undefined): string {
  return by === undefined ? limitKey(limit) : countBy(limitKey(limit), by);
}

/**
 * How much is used of one count in the period that begins at `start`.
 *
 * @throws {MissingEvidence} where the record at hand does not reach back to it.
 */
export function usedSince(usage: UsageThread, count: string, start: Millis, at: Millis): number {
  return usedOf(knownSince(usage, start), count, start, at);
}

/** The count of one person's part in another count. */
export function countBy(count: string, person: string): string {
  return `${count} by ${person}`;
}

export function periodStart(seconds: number, at: Millis): Millis {
  const length = seconds * SECOND;
  return at - (at % length);
}

/** The name of one limit's count. Amended amounts keep it; another period, resource or effect begins a new count. Spec §6 [R-6.7a]. */
function limitKey(limit: Limit): string {
  const effects = [...new Set(limit.effects)].sort(compareText);
  return [limit.measure, limit.perPeriod?.seconds, limit.resource ?? '*', ...effects].join(' ');
}

/** The domain's thread, if it is known from the given moment on. */
function knownSince({ name, state }: UsageThread, start: Millis): UsageState {
  const usage = state() ?? NO_USAGE;
  if (usage.unknownUntil !== null && start <= usage.unknownUntil)
    throw new MissingEvidence({ kind: 'thread', name });
  return usage;
}

function usedOf(usage: UsageState, limit: string, start: Millis, at: Millis): number {
  const settled = usage.windows.find((window) => window.limit === limit && window.start === start)?.used ?? 0;
  return usage.pending
    .filter((pending) => stillPending(pending, at))
    .flatMap((pending) => pending.uses)
    .filter((use) => use.limit === limit && use.start === start)
    .reduce((sum, use) => addAmounts(sum, use.used), settled);
}

function stillPending(use: PendingUse, at: Millis): boolean {
  return at < signBy(use.at);
}
