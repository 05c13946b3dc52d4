import {
  LEVELS,
  type Level,
  type LevelReport,
  type Report,
  reachedLevels,
} from '../../protocol/verify/report.ts';
import { describeNeed } from '../../protocol/verify/rule-levels.ts';
import { readableColumns, wrap } from './wrap.ts';

/** What each level asks, in two words. Spec §9 [R-9.1]. */
const QUESTIONS: Readonly<Record<Level, string>> = {
  V0: 'signatures',
  V1: 'log',
  V2: 'right',
  V3: 'process',
  V4: 'values',
  V5: 'freshness',
};

/** What the answer is, before the levels that are to blame. */
const CONCLUSIONS = {
  pass: 'pass: everything that was required holds',
  fail: 'FAIL',
  unresolved: 'unresolved, as evidence is missing',
} as const;

/** Where the next party's part of a reason begins. */
const PARTY = / (?=The yes of \S+: )/;
const REASON_COLUMNS_MIN = 30;

/** A report as a person reads it. */
export function reportLines(
  report: Report,
  required: Level,
  result: keyof typeof CONCLUSIONS,
): readonly string[] {
  const { target, levels, singleHistory, notShown, faults, withheld } = report;
  const missing = missingOf(report);
  return [
    `${target.type ?? 'document'} ${target.id}`,
    `of the commons ${target.commons}${target.index === null ? '' : `, entry ${target.index}, logged ${target.at}`}`,
    '',
    ...LEVELS.flatMap((level) => levelLines(level, levels[level], reachedLevels(required).includes(level))),
    '',
    singleHistoryLine(singleHistory),
    ...(faults.length === 0 ? [] : ['What is wrong with the file:', ...faults.map(faultLine)]),
    ...(missing.length === 0 ? [] : ['What is missing:', ...missing.map((need) => `  ${need}`)]),
    ...(withheld > 0 ? [`Withheld from this bundle: ${withheld} document(s).`] : []),
    'Not shown by any bundle:',
    ...notShown.map((what) => `  ${what}`),
    '',
    `Required: up to ${required} (*). Result: ${conclusion(report, required, result)}.`,
  ];
}

function conclusion({ levels }: Report, required: Level, result: keyof typeof CONCLUSIONS): string {
  const blamed = reachedLevels(required).filter((level) => levels[level].result === result);
  return result === 'pass' ? CONCLUSIONS.pass : `${CONCLUSIONS[result]}: ${blamed.join(', ')}`;
}

/** What is said of a level stands to the right of it; of an agreement something is said for each party. */
function levelLines(level: Level, { result, reason }: LevelReport, isRequired: boolean): readonly string[] {
  const head = `${isRequired ? '*' : ' '} ${`${level} ${QUESTIONS[level]}`.padEnd(14)} ${result.padEnd(10)} `;
  const columns = Math.max(REASON_COLUMNS_MIN, readableColumns() - head.length);
  return reason
    .split(PARTY)
    .flatMap((part) => wrap(part, columns))
    .map((line, place) => `${place === 0 ? head : ' '.repeat(head.length)}${line}`);
}

function singleHistoryLine({ result, trusted, unknown, since }: Report['singleHistory']): string {
  const seen = since === null ? '' : ` Witnessed since ${since}.`;
  if (result === 'pass') return `Single history: pass, by ${trusted.join(', ')}.${seen}`;
  const others = unknown === 0 ? 'no witness has signed it' : `${unknown} unknown witness(es) signed it`;
  return `Single history: unresolved; ${others}, none that you trust (--trust).${seen}`;
}

function faultLine({ level, commons, index, sentence }: Report['faults'][number]): string {
  return `  ${level}, log of ${commons}${index === undefined ? '' : `, entry ${index}`}: ${sentence}`;
}

function missingOf({ levels }: Report): readonly string[] {
  return [...new Set(LEVELS.flatMap((level) => (levels[level].missing ?? []).map(describeNeed)))];
}
