import { addAmounts } from '../../../protocol/amount.ts';
import type { Limit } from '../../../protocol/documents/domain-fields.ts';
import { NO_USAGE, signBy, usesOf } from '../../../protocol/governance/limits.ts';
import type { UsageState } from '../../../protocol/governance/state.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import { currentDocument } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** One limit with what the running period has used and left. */
export interface LimitView {
  readonly effects: Limit['effects'];
  readonly measure: Limit['measure'];
  /** The resource that it is about, by name and unit; null where it is about all of them. */
  readonly resource: { readonly name: Readonly<Record<string, string>>; readonly unit: string } | null;
  readonly perDecision: number | null;
  readonly perPeriod: {
    readonly most: number;
    readonly seconds: number;
    readonly start: string;
    readonly end: string;
    /** Decisions that wait for a second signature use their part too. */
    readonly used: number;
    readonly left: number;
  } | null;
}

export async function limitViews(
  record: StoredRecord,
  limits: readonly Limit[],
  usage: UsageState | null,
  now: Millis,
  mayRead: MayRead,
): Promise<readonly LimitView[]> {
  const views: LimitView[] = [];
  for (const limit of limits) {
    views.push({
      effects: limit.effects,
      measure: limit.measure,
      resource: await limitedResource(record, limit.resource, mayRead),
      perDecision: limit.perDecision ?? null,
      perPeriod: periodOf(limit, usage ?? NO_USAGE, now),
    });
  }
  return views;
}

/** A resource by name and unit; null where there is none, or where it is not for this reader. */
export async function limitedResource(
  record: StoredRecord,
  resource: Subject | undefined,
  mayRead: MayRead,
): Promise<LimitView['resource']> {
  const document = resource === undefined ? null : await currentDocument(record, resource);
  return document?.type === 'resource' && mayRead(document)
    ? { name: document.name, unit: document.unit }
    : null;
}

function periodOf(limit: Limit, usage: UsageState, now: Millis): LimitView['perPeriod'] {
  const running = runningPeriod(limit, now);
  if (limit.perPeriod === undefined || running === null) return null;
  const { most, seconds } = limit.perPeriod;
  const isRunning = (use: { readonly limit: string; readonly start: Millis }) =>
    use.limit === running.limit && use.start === running.start;
  const waiting = usage.pending.filter(({ at }) => now < signBy(at)).flatMap(({ uses }) => uses);
  const used = [...usage.windows, ...waiting]
    .filter(isRunning)
    .reduce((sum, use) => addAmounts(sum, use.used), 0);
  return {
    most,
    seconds,
    start: formatMillis(running.start),
    end: formatMillis(running.start + seconds * SECOND),
    used,
    left: Math.max(0, most - used),
  };
}

/** Name and start of the period that runs now: the rules name them for whatever uses the limit, so one unit is put in. */
function runningPeriod(limit: Limit, now: Millis) {
  const [pattern] = limit.effects;
  const kind = pattern === '*' ? 'change' : pattern === 'adopt:*' ? 'adopt:circle' : pattern;
  if (kind === undefined) return null;
  const effect = { kind, amount: 1, ...(limit.resource === undefined ? {} : { resource: limit.resource }) };
  return usesOf([limit], [effect], now)[0] ?? null;
}
