/** What a register's dirt can be. The detail says it in one sentence; this is for counting and tests. */
type WarningCode =
  | 'address-missing'
  | 'duplicate-name'
  | 'empty-tag'
  | 'more-warnings'
  | 'name-cut'
  | 'name-in-section'
  | 'name-lines'
  | 'name-without-tags'
  | 'pattern-refused'
  | 'pattern-repaired'
  | 'regex-refused'
  | 'several-statuses'
  | 'stray-line'
  | 'tags-without-name'
  | 'unknown-status'
  | 'unknown-tag';

/** Something in the file that was left out, repaired or read in one of two ways. Quotes no person. */
export interface MaintainersWarning {
  /** From 1. */
  readonly line: number;
  readonly code: WarningCode;
  readonly detail: string;
}

/** Takes a warning; what becomes of it is the list's matter. */
export type Warn = (line: number, code: WarningCode, detail: string) => void;

/** Warnings of one file that are kept: more than a person reads; the last says how many there were. */
export const WARNINGS_MAX = 1_000;

/** A list of warnings that stays short whatever the file holds. */
export function warningList(): { warn: Warn; warnings: () => readonly MaintainersWarning[] } {
  const kept: MaintainersWarning[] = [];
  let dropped = 0;
  return {
    warn(line, code, detail) {
      if (kept.length < WARNINGS_MAX) kept.push({ line, code, detail });
      else dropped += 1;
    },
    warnings() {
      const last = kept.at(-1);
      if (dropped === 0 || last === undefined) return kept;
      return [
        ...kept,
        { line: last.line, code: 'more-warnings', detail: `${dropped} more warnings follow.` },
      ];
    },
  };
}
