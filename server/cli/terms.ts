import { terminationRule } from '../../protocol/agreement/termination.ts';
import type { JsonObject } from '../../protocol/canonical.ts';
import { RULES_VERSION } from '../../protocol/documents/common.ts';
import type { Commitment, TermsFields } from '../../protocol/documents/terms-fields.ts';
import { requiredLevelSchema } from '../../protocol/documents/terms-fields.ts';
import { type Scid, scidSchema } from '../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, parseTime, SECOND } from '../../protocol/time.ts';
import { type Amount, amountWords } from './amounts.ts';
import { UsageError } from './usage-error.ts';
import { moment, spanSeconds } from './values.ts';

/** What a person can say about an offer beside what is given and got. */
export interface TermsOptions {
  readonly acceptBy?: string;
  readonly sealBy?: string;
  readonly reviewAt?: string;
  readonly registrar?: string;
  readonly requires?: string;
  readonly endedBy?: string;
  readonly notice?: string;
  readonly purpose?: string;
}

/** What two commons would exchange. */
export interface Exchange {
  readonly us: Scid;
  readonly them: Scid;
  readonly gives: readonly Amount[];
  readonly gets: readonly Amount[];
  /** The language of our commons: the purpose is written in it. */
  readonly language: string;
}

/** A week to decide, as most circles meet weekly; a day to seal; three more weeks in which doubt must clear. */
const ACCEPT_DAYS = 7;
const SEAL_DAYS_MORE = 1;
const DOUBT_DAYS_MORE = 22;
const REVIEW_DAYS = 90;
const SEAL_GRACE_SECONDS = 3600;
/** Talk for a week, then nothing moves: what was given stays given. */
const TALK_SECONDS = 7 * DAY_SECONDS;

/** Work is done, rooms and tools are used, and everything else passes on (Valueflows 1.0). */
const ACTIONS: Readonly<Record<string, Commitment['action']>> = {
  hours: 'deliver-service',
  space: 'use',
  tool: 'use',
  compute: 'use',
};

/**
 * The fields of a new offer: what is not said gets a default that suits a first exchange between neighbours.
 *
 * @throws {UsageError}
 */
export function newTerms(exchange: Exchange, options: TermsOptions, now: Millis): JsonObject {
  const { us, them } = exchange;
  const times = deadlines(options, now);
  return {
    parties: [us, them],
    commitments: commitmentsOf(exchange),
    ...times,
    sealGraceSeconds: SEAL_GRACE_SECONDS,
    registrar: registrarFrom(options, us, them) ?? us,
    inDoubt: { until: later(times.sealBy, DOUBT_DAYS_MORE), policy: 'release' },
    reviewAt: timeFrom(options.reviewAt, '--review-at', now) ?? after(now, REVIEW_DAYS),
    amendment: 'all-parties',
    termination: terminationFrom(options, { noticeSeconds: DAY_SECONDS, by: 'any-party' }),
    disputePath: [
      { mode: 'talk', maxSeconds: TALK_SECONDS },
      { mode: 'default', maxSeconds: DAY_SECONDS, fallback: { kind: 'status-quo' } },
    ],
    requires: levelFrom(options) ?? 'V4',
    rulesVersion: RULES_VERSION,
    purpose: { [exchange.language]: options.purpose ?? purposeOf(exchange) },
  };
}

/**
 * The fields of a counter-offer: those of the terms on the table, but for what is said anew. Dates that are over move.
 *
 * @param exchange without amounts on one side, that side stays as it is.
 * @throws {UsageError}
 */
export function counterTerms(
  before: TermsFields,
  exchange: Exchange,
  options: TermsOptions,
  now: Millis,
): JsonObject {
  const { us, them, gives, gets } = exchange;
  const kept = before.commitments.filter(
    ({ provider }) => (provider === us && gives.length === 0) || (provider === them && gets.length === 0),
  );
  const isOver = (parseTime(before.acceptBy) ?? 0) <= now;
  const times =
    options.acceptBy === undefined && options.sealBy === undefined && !isOver
      ? { acceptBy: before.acceptBy, sealBy: before.sealBy }
      : deadlines(options, now);
  const doubtEnds = (parseTime(before.inDoubt.until) ?? 0) >= (parseTime(times.sealBy) ?? 0);
  return {
    ...(before as unknown as JsonObject), // terms hold JSON values only
    commitments: [...kept, ...commitmentsOf(exchange)] as unknown as JsonObject[],
    ...times,
    inDoubt: doubtEnds ? before.inDoubt : { ...before.inDoubt, until: later(times.sealBy, DOUBT_DAYS_MORE) },
    registrar: registrarFrom(options, us, them) ?? before.registrar,
    reviewAt: timeFrom(options.reviewAt, '--review-at', now) ?? before.reviewAt,
    termination: terminationFrom(options, terminationRule(before)),
    requires: levelFrom(options) ?? before.requires,
    purpose: options.purpose === undefined ? before.purpose : { [exchange.language]: options.purpose },
  };
}

function commitmentsOf({ us, them, gives, gets }: Exchange): JsonObject[] {
  const promise = (provider: Scid, receiver: Scid, { resource, quantity, interval }: Amount) => ({
    provider,
    receiver,
    action: interval === undefined ? (ACTIONS[resource.kind] ?? 'transfer') : 'use',
    resource: { subject: resource.subject, id: resource.id },
    quantity,
    ...(interval === undefined ? {} : { interval: { ...interval } }),
  });
  return [
    ...gives.map((amount) => promise(us, them, amount)),
    ...gets.map((amount) => promise(them, us, amount)),
  ];
}

/** What an exchange is, in words that name every amount. */
export function purposeOf({ gives, gets }: Pick<Exchange, 'gives' | 'gets'>): string {
  const side = (amounts: readonly Amount[]) => amounts.map(amountWords).join(' and ');
  if (gets.length === 0) return `${side(gives)}, as a gift.`;
  if (gives.length === 0) return `Asking for ${side(gets)}.`;
  return `${side(gives)} for ${side(gets)}.`;
}

function deadlines(
  options: TermsOptions,
  now: Millis,
): { readonly acceptBy: string; readonly sealBy: string } {
  const said = timeFrom(options.sealBy, '--seal-by', now);
  const acceptBy = timeFrom(options.acceptBy, '--accept-by', now) ?? said ?? after(now, ACCEPT_DAYS);
  const sealBy = said ?? later(acceptBy, SEAL_DAYS_MORE);
  if (acceptBy <= formatMillis(now)) throw new UsageError('--accept-by must lie ahead.');
  if (sealBy < acceptBy) throw new UsageError('--seal-by must not come before --accept-by.');
  return { acceptBy, sealBy };
}

function registrarFrom({ registrar }: TermsOptions, us: Scid, them: Scid): Scid | null {
  if (registrar === undefined) return null;
  if (registrar === 'us') return us;
  if (registrar === 'them') return them;
  const scid = scidSchema.safeParse(registrar);
  if (scid.success) return scid.data;
  throw new UsageError(`--registrar takes us, them, or the SCID of a commons, not “${registrar}”.`);
}

/** What is not said of its end stays as it was. */
function terminationFrom({ endedBy, notice }: TermsOptions, before: ReturnType<typeof terminationRule>) {
  return {
    noticeSeconds: notice === undefined ? before.noticeSeconds : spanSeconds(notice, '--notice'),
    by: endedBy === undefined ? before.by : endersFrom(endedBy),
  };
}

function endersFrom(text: string) {
  if (text === 'any') return 'any-party';
  if (text === 'all') return 'all-parties';
  throw new UsageError(`--ended-by takes any or all, not “${text}”.`);
}

function levelFrom({ requires }: TermsOptions): string | null {
  if (requires === undefined) return null;
  const level = requiredLevelSchema.safeParse(requires);
  if (level.success) return level.data;
  throw new UsageError(`--requires takes ${requiredLevelSchema.options.join(', ')}, not “${requires}”.`);
}

function timeFrom(text: string | undefined, name: string, now: Millis): string | null {
  return text === undefined ? null : moment(text, name, now);
}

function after(now: Millis, days: number): string {
  return formatMillis(now + days * DAY_SECONDS * SECOND);
}

function later(time: string, days: number): string {
  return after(parseTime(time) ?? 0, days);
}
