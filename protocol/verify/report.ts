import type { NotCountedCode } from '../governance/codes.ts';
import type { Need } from '../governance/missing.ts';
import type { Check, Refusal, Verdict } from '../governance/verdict.ts';
import type { DocumentId, Scid } from '../ids.ts';
import type { Fault, Finding } from './fault.ts';

/** Questions that verification answers, one by one and never as a single yes or no. Spec §9. */
export const LEVELS = ['V0', 'V1', 'V2', 'V3', 'V4', 'V5'] as const;
export type Level = (typeof LEVELS)[number];

/** A level and all below it: what a receiver asks for when it names the level. */
export function reachedLevels(level: Level): readonly Level[] {
  return LEVELS.slice(0, LEVELS.indexOf(level) + 1);
}

/** Whether an answer is good enough to act on. */
export function isGood({ result }: LevelReport): boolean {
  return result === 'pass' || result === 'attested';
}

export type LevelResult = 'pass' | 'attested' | 'fail' | 'unresolved';

export interface LevelReport {
  readonly result: LevelResult;
  readonly reason: string;
  /** Documents that prove it. */
  readonly proofs: readonly DocumentId[];
  /** The rule's "no"; only with `fail`. */
  readonly refusal?: Refusal & { readonly code: NotCountedCode };
  /** What is not at hand; only with `unresolved`. */
  readonly missing?: readonly Need[];
  /** What others kept for the log was never taken into it; only with `fail`. Spec §21. */
  readonly suppressed?: true;
}

/** What one other commons kept for the target's, before the matter had closed. Spec §21. */
export interface DepositsReport {
  readonly commons: Scid;
  /** Whether it said what it keeps. */
  readonly answered: boolean;
  readonly kept: number;
  /** Of those, how many stand in the log before the target. */
  readonly logged: number;
  /** Those that the log had to take and did not. */
  readonly suppressed: readonly DocumentId[];
}

/** What a verifier found. Spec §9. */
export interface Report {
  readonly target: {
    readonly commons: Scid;
    readonly id: DocumentId;
    readonly type: string | null;
    readonly index: number | null;
    readonly at: string | null;
  };
  readonly levels: Readonly<Record<Level, LevelReport>>;
  /** What the rules say of the target at its log position; null where it is not shown. */
  readonly verdict: { readonly status: Verdict['status']; readonly code: NotCountedCode | null } | null;
  /** Every question that the rules asked about the target itself, with its answer. */
  readonly checks: readonly Check[];
  /** Whether there is one history only: by witnesses that the verifier trusts; others are counted and prove nothing. */
  readonly singleHistory: {
    readonly result: 'pass' | 'unresolved';
    readonly trusted: readonly string[];
    readonly unknown: number;
    readonly since: string | null;
  };
  /** Who vouches that nothing is left out: here the log's own index. */
  readonly completeness: 'indexed';
  /** Entries that were asked for, or whose threads were, and whose documents are withheld. */
  readonly withheld: number;
  /** Of an outcome that says with whom people could leave what was not taken. */
  readonly deposits?: readonly DepositsReport[];
  readonly faults: readonly Fault[];
  /** What was passed over, and is no fault. */
  readonly findings: readonly Finding[];
  readonly notShown: readonly string[];
}

/** What no bundle can show. Spec §9. */
export const NOT_SHOWN: readonly string[] = [
  'that members are distinct people',
  'that witnesses are independent of each other',
  'that nobody was pressed',
  'that nothing was refused that should have been logged: nobody is named with whom it could be left',
];

/** As `NOT_SHOWN`, of an outcome that says with whom people could leave what was not taken. Spec §21. */
export function notShownWith(deposits: readonly DepositsReport[]): readonly string[] {
  const asked = deposits.filter(({ answered }) => answered).map(({ commons }) => commons);
  const refused =
    asked.length === 0
      ? 'that nothing was refused that should have been logged: nobody said what was left with them'
      : `that nothing was refused that should have been logged, beyond what was left with ${asked.join(' and ')}`;
  return [...NOT_SHOWN.slice(0, -1), refused];
}

/** The reason of a level that asks nothing of this document. */
export const NO_RULE = 'No rule of this level applies.';

const WORST_FIRST: readonly LevelResult[] = ['fail', 'unresolved', 'attested', 'pass'];

/** The worst of several answers, with the reasons of all that gave it and the proofs of all. */
export function worstOf(reports: readonly LevelReport[]): LevelReport {
  const result = WORST_FIRST.find((candidate) => reports.some((report) => report.result === candidate));
  const worst = reports.find((report) => report.result === result);
  if (worst === undefined) return { result: 'pass', reason: NO_RULE, proofs: [] };
  const reasons = new Set(reports.filter((report) => report.result === result).map(({ reason }) => reason));
  if (reasons.size > 1) reasons.delete(NO_RULE);
  const missing = reports.flatMap((report) => report.missing ?? []);
  return {
    ...worst,
    reason: [...reasons].join(' '),
    proofs: [...new Set(reports.flatMap((report) => report.proofs))],
    ...(missing.length === 0 ? {} : { missing }),
  };
}
