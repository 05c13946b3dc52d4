import type { Decision } from '../../documents/decision.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import type { Outcome } from '../../documents/outcome.ts';
import { type Millis, parseTime } from '../../time.ts';
import { nextOf } from '../ladder/evaluation.ts';
import { signBy } from '../limits.ts';
import type { Decided } from '../state.ts';
import { type Aftermath, isOpen } from './aftermath.ts';

/** How a decision stands, from its entry to its end. Spec §6. */
export const STANDINGS = [
  'void',
  'pending',
  'turned-down',
  'default',
  'returned',
  'reversed',
  'superseded',
  'expired',
  'challenged',
  'remanded',
  'cooling',
  'under-review',
  'executing',
  'fulfilled',
  'partly',
  'failed',
  'in-force',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** Where a decision stands at one moment. */
export interface Lifecycle {
  readonly standing: Standing;
  /** A challenge is open, and what the domain decides is hard to reverse: nobody may rely on it. Spec §6. */
  readonly suspended: boolean;
  /** The next moment at which time alone may change this; null once it cannot. */
  readonly next: Millis | null;
}

/** What the state of a decision follows from, besides the moment. */
export interface Facts {
  readonly decided: Decided;
  readonly document: Decision | Outcome;
  readonly aftermath: Aftermath;
  /** Null where the domain is not at hand. */
  readonly domain: Pick<DomainBody, 'reversibility'> | null;
}

/**
 * Derives how a decision stands from the record and the time alone. Pure and total; with the same entries a later moment
 * only leads on. Spec §6.
 */
export function lifecycleOf(facts: Facts, asOf: Millis): Lifecycle {
  const { decided, document, aftermath, domain } = facts;
  const open = aftermath.challenges.filter((challenge) => isOpen(challenge, asOf));
  const standing = standingOf(facts, asOf);
  const moments = [
    aftermath.challengeUntil,
    aftermath.reviewAt,
    expiryOf(document),
    decided.status === 'pending' ? signBy(decided.at) : null,
    ...open.map(({ lapsesAt }) => lapsesAt),
  ];
  const ended = FINAL.has(standing);
  return {
    standing,
    suspended: standing === 'challenged' && domain?.reversibility !== 'easy',
    next: ended ? null : nextOf(moments, asOf),
  };
}

/** Nothing but a new decision comes after these. Spec §6. */
export const FINAL: ReadonlySet<Standing> = new Set([
  'void',
  'turned-down',
  'default',
  'returned',
  'reversed',
  'superseded',
  'expired',
]);

function standingOf({ decided, document, aftermath }: Facts, asOf: Millis): Standing {
  if (decided.status === 'not-counted') return 'void';
  if (decided.status === 'pending') return asOf < signBy(decided.at) ? 'pending' : 'void';
  if (decided.result === 'not-adopted') return 'turned-down';
  if (decided.reversedBy !== null)
    return aftermath.returnedBy === decided.reversedBy ? 'returned' : 'reversed';
  if (decided.replacedBy !== null) return 'superseded';
  if (decided.result === 'default') return 'default';
  const expiresAt = expiryOf(document);
  if (expiresAt !== null && asOf >= expiresAt) return 'expired';
  if (aftermath.challenges.some((challenge) => isOpen(challenge, asOf))) return 'challenged';
  if (aftermath.challenges.some(({ ruled }) => ruled?.ruling === 'remanded')) return 'remanded';
  if (asOf < aftermath.challengeUntil) return 'cooling';
  if (asOf >= aftermath.reviewAt) return 'under-review';
  return executionOf(aftermath);
}

/** What has to be done for it is done, as far as it was done; or is being done. */
function executionOf({ actions }: Aftermath): Standing {
  if (actions.length === 0) return 'in-force';
  const results = actions.map(({ done }) => done?.result ?? null);
  if (results.includes(null)) return 'executing';
  if (results.every((result) => result === 'fulfilled')) return 'fulfilled';
  return results.every((result) => result === 'failed') ? 'failed' : 'partly';
}

function expiryOf({ expiresAt }: Decision | Outcome): Millis | null {
  return expiresAt === undefined ? null : (parseTime(expiresAt) ?? Number.NaN); // the schema has checked the text
}
