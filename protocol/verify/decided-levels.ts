import type { CheckLevel } from '../governance/verdict.ts';
import { formatMillis, type Millis } from '../time.ts';
import { advisedInMinutes } from './advised-in-minutes.ts';
import { attestedBy } from './attested.ts';
import { movesMoney } from './moves-money.ts';
import { ownThread } from './own-thread.ts';
import type { ReadLog } from './read-log.ts';
import type { ReplayedEntry, ReplayedLog } from './replay-log.ts';
import { type LevelReport, worstOf } from './report.ts';
import { levelOf, missingLevel, unresolvedLevel } from './rule-levels.ts';
import { type Bracket, bracketOf, type Trust } from './witnessing.ts';

/** One log of a bundle, read and replayed. */
export interface VerifiedLog {
  readonly read: ReadLog;
  readonly replayed: ReplayedLog;
}

/** Levels that rules answer. */
export const RULE_LEVELS: readonly CheckLevel[] = ['V2', 'V3', 'V4'];

/**
 * V2, V3 and V4 of one entry: its own checks, those of its second signature, and whose clock vouches for its time.
 * Spec §9, [R-9.6].
 */
export function ruleLevels(
  entry: ReplayedEntry,
  log: VerifiedLog,
  trust: Trust,
): Record<CheckLevel, LevelReport> {
  const { verdict } = entry;
  if (verdict === null) return everyLevel(unresolvedLevel('The document is withheld.'));
  const second = secondSignature(entry, log.replayed);
  const signatures = isEntry(second) ? [entry, second] : [entry];
  const levels = RULE_LEVELS.map((level): [CheckLevel, LevelReport] => {
    const reports = signatures.flatMap((signed) =>
      signed.verdict === null ? [] : [levelOf(signed.verdict, level, signed.leaf.doc)],
    );
    if (second !== null && !isEntry(second) && level !== 'V4') reports.push(second);
    if (level === 'V3') reports.push(...onTheirWord(entry, log));
    const times = level === 'V3' ? signatures.map((signed) => timeLevel(signed, entry, log, trust)) : [];
    const minutes = level === 'V3' ? minutesLevel(entry, log.replayed) : [];
    return [level, worstOf([...reports, ...times, ...minutes])];
  });
  return Object.fromEntries(levels) as Record<CheckLevel, LevelReport>; // one pair per rule level
}

function onTheirWord(entry: ReplayedEntry, { replayed }: VerifiedLog): readonly LevelReport[] {
  const attested = attestedBy(entry, replayed);
  return attested === null ? [] : [attested];
}

/** One answer for all levels that rules answer. */
export function everyLevel(report: LevelReport): Record<CheckLevel, LevelReport> {
  return { V2: report, V3: report, V4: report };
}

/** What people answered stands in minutes: two of those who were there vouch for it, and nobody's own key. Spec §14. */
function minutesLevel(entry: ReplayedEntry, replayed: ReplayedLog): readonly LevelReport[] {
  const { document, leaf } = entry;
  if (document?.type === 'minutes') return [{ result: 'attested', reason: TAKEN_DOWN, proofs: [leaf.doc] }];
  if (document?.type === 'link-word')
    return [{ result: 'attested', reason: PASSED_ON, proofs: [document.link] }];
  if (document?.type === 'decision') {
    const advised = advisedInMinutes(entry, document, replayed);
    return advised.length === 0 ? [] : [{ result: 'attested', reason: ADVISED, proofs: advised }];
  }
  if (document?.type !== 'outcome') return [];
  const { minutes, counts } = document;
  return [
    ...(minutes === undefined ? [] : [{ result: 'attested', reason: TAKEN_DOWN, proofs: minutes } as const]),
    ...(counts.passedOn === undefined
      ? []
      : [{ result: 'attested', reason: PASSED_ON, proofs: [leaf.doc] } as const]),
  ];
}

const ADVISED = 'What people advised stands in minutes, by the word of two who were there.';
const PASSED_ON =
  'Answers came by links, or by keys that the instance holds: by the word of who handed them on.';
const TAKEN_DOWN = 'What people answered stands in minutes, by the word of two who were there.';

/** Spec §9: the operator's clock alone is enough for everything but money. */
function timeLevel(
  { index, at, leaf }: ReplayedEntry,
  decided: ReplayedEntry,
  { read, replayed }: VerifiedLog,
  trust: Trust,
): LevelReport {
  const proofs = [leaf.doc];
  const bracket = bracketOf(read, index, at, trust);
  switch (bracket.by) {
    case 'trusted':
      return { result: 'pass', reason: `Trusted witnesses vouch for its time, ${span(bracket)}.`, proofs };
    case 'unknown-witnesses':
      return {
        result: 'attested',
        reason: `Witnesses that you do not know vouch for its time, ${span(bracket)}.`,
        proofs,
      };
    case 'contradicted':
      return {
        result: 'fail',
        reason: `Trusted witnesses contradict its time ${formatMillis(at)}: ${span(bracket)}.`,
        proofs,
      };
    case 'disputed':
      return unresolvedLevel(
        `Witnesses that you do not know contradict its time ${formatMillis(at)}: ${span(bracket)}.`,
      );
    case 'operator':
      return withProofs(
        operatorsClock(
          decided.document !== null &&
            movesMoney(decided.document, read.commons, (id) => replayed.byDocument.get(id)?.document),
        ),
        proofs,
      );
  }
}

/** What is said of a time that nobody but the operator vouches for. Spec §9. */
export function operatorsClock(isMoney: boolean): LevelReport {
  return isMoney
    ? unresolvedLevel("Its time is by the operator's clock alone, and it moves money.")
    : { result: 'attested', reason: "Its time is by the operator's clock alone.", proofs: [] };
}

function withProofs(report: LevelReport, proofs: LevelReport['proofs']): LevelReport {
  return report.result === 'attested' ? { ...report, proofs } : report;
}

function span({ after, before }: Bracket): string {
  const side = (word: string, time: Millis | null) =>
    time === null ? [] : [`${word} ${formatMillis(time)}`];
  return [...side('after', after), ...side('before', before)].join(' and ');
}

/** The counted second signature under a decision, why it is not known, or null where none is asked for. */
function secondSignature(
  { verdict, document, leaf }: ReplayedEntry,
  replayed: ReplayedLog,
): ReplayedEntry | LevelReport | null {
  if (verdict?.status !== 'pending' || document === null) return null;
  const thread = replayed.threadOf(ownThread(document));
  if (thread !== undefined && thread.missing.length > 0) return missingLevel(thread.missing);
  const state = thread?.state ?? null;
  const decided =
    state?.kind === 'decision' || state?.kind === 'proposal'
      ? state.decided
      : state?.kind === 'meeting'
        ? state.minutes
        : [];
  const confirmedBy = decided.find(({ id }) => id === leaf.doc)?.confirmedBy ?? null;
  const second = confirmedBy === null ? undefined : replayed.byDocument.get(confirmedBy);
  return second ?? unresolvedLevel('The second signature is not shown.');
}

function isEntry(second: ReplayedEntry | LevelReport | null): second is ReplayedEntry {
  return second !== null && 'leaf' in second;
}
