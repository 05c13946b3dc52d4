import type { DocumentId } from '../ids.ts';
import { NOT_COUNTED, type NotCountedCode } from './codes.ts';
import { MissingEvidence, type Need, UnnamedThread } from './missing.ts';

/** Levels that rules answer; V0, V1 and V5 are answered by the verifier. */
export type CheckLevel = 'V2' | 'V3' | 'V4';

/** Why a check said no: its code, and values that help to go on (a limit's rest, the version in force, …). */
export interface Refusal {
  readonly code: NotCountedCode;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** One question with its answer and the documents that prove it. */
export type Check =
  | {
      readonly level: CheckLevel;
      readonly name: string;
      readonly result: 'pass';
      readonly proofs: readonly DocumentId[];
    }
  | { readonly level: CheckLevel; readonly name: string; readonly result: 'fail'; readonly refusal: Refusal }
  | {
      readonly level: CheckLevel;
      readonly name: string;
      readonly result: 'unresolved';
      readonly missing: Need;
    };

/** A rule to be asked: returns the proving ids, or a refusal; throws MissingEvidence where the record has a hole. */
export interface Rule {
  readonly level: CheckLevel;
  readonly name: string;
  readonly ask: () => readonly DocumentId[] | Refusal;
}

/**
 * Whether a logged document counts. Spec §6.
 *
 * `pending`: it waits for a second signature. `unresolved`: the record at hand has a hole; never on a whole log.
 */
export type Verdict = {
  readonly status: 'counted' | 'pending' | 'not-counted' | 'unresolved';
  readonly checks: readonly Check[];
  /** The first "no" among the checks; only with `not-counted`. */
  readonly refusal?: Refusal;
  /** What is not at hand; only with `unresolved`. */
  readonly missing?: readonly Need[];
};

export const COUNTED: Verdict = { status: 'counted', checks: [] };

/** Asks every rule, in order, whatever the others answer; a "no" outweighs a hole. Spec §6. */
export function judgeBy(rules: readonly Rule[]): Verdict {
  const checks = rules.map(answer);
  const failed = checks.find((check) => check.result === 'fail');
  if (failed !== undefined) return { status: 'not-counted', checks, refusal: failed.refusal };
  const missing = checks.flatMap((check) => (check.result === 'unresolved' ? [check.missing] : []));
  if (missing.length > 0) return { status: 'unresolved', checks, missing };
  return { status: 'counted', checks };
}

export function refuse(code: NotCountedCode, detail?: Readonly<Record<string, unknown>>): Refusal {
  return detail === undefined ? { code } : { code, detail };
}

/** The human sentence of a code. */
export function sentenceOf(code: NotCountedCode): string {
  return NOT_COUNTED[code].sentence;
}

function answer(rule: Rule): Check {
  const { level, name } = rule;
  try {
    const said = rule.ask();
    return 'code' in said
      ? { level, name, result: 'fail', refusal: said }
      : { level, name, result: 'pass', proofs: said };
  } catch (error) {
    if (error instanceof MissingEvidence) return { level, name, result: 'unresolved', missing: error.need };
    if (error instanceof UnnamedThread) {
      return { level, name, result: 'fail', refusal: refuse('thread-unnamed', { thread: error.thread }) };
    }
    throw error;
  }
}
