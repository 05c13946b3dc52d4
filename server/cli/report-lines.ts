import {
  isGood,
  LEVELS,
  type Level,
  type LevelReport,
  type Report,
  reachedLevels,
} from '../../protocol/verify/report.ts';
import { describeNeed } from '../../protocol/verify/rule-levels.ts';
import { countText } from '../amount-text.ts';
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

/** What the verification comes to, for the levels that were required. */
type Result = 'pass' | 'fail' | 'unresolved';

/** Where the next party's part of a reason begins. */
const PARTY = / (?=The yes of \S+: )/;
const OF_PARTY = /^The yes of (\S+):/;
const REASON_COLUMNS_MIN = 30;

/** A report as a person reads it. */
export function reportLines(
  report: Report,
  required: Level,
  result: Result,
  names: Readonly<Record<string, string>>,
): readonly string[] {
  const nameOf = (commons: string) =>
    names[commons] === undefined ? commons : `“${names[commons]}” (${commons})`;
  const { target, levels, singleHistory, notShown, faults, findings, withheld } = report;
  const asked = reachedLevels(required);
  const missing = missingFor(report, asked);
  const others = LEVELS.filter((level) => !asked.includes(level));
  const missingElsewhere = missingFor(report, others).filter((need) => !missing.includes(need));
  return [
    `${target.type ?? 'document'} ${target.id}`,
    `of the commons ${nameOf(target.commons)}${target.index === null ? '' : `, entry ${target.index}, logged ${target.at}`}`,
    '',
    ...LEVELS.flatMap((level) => levelLines(level, levels[level], asked.includes(level), nameOf)),
    '',
    singleHistoryLine(singleHistory),
    ...(report.deposits ?? []).map((kept) => depositLine(kept, nameOf)),
    ...listed(
      'What is wrong with the file:',
      faults.map((fault) => faultLine(fault, nameOf)),
    ),
    ...listed(
      'What was passed over in the file:',
      findings.map((finding) => findingLine(finding, nameOf)),
    ),
    ...listed('What is missing in the file:', missing),
    ...listed(`What is missing for ${others.join(', ')}, which was not required:`, missingElsewhere),
    ...(withheld > 0
      ? [
          `Withheld from this bundle: ${countText(withheld, 'document')}; what rests on ${withheld === 1 ? 'it' : 'them'} is unresolved(withheld ${withheld}).`,
        ]
      : []),
    ...listed('What no bundle can show, whatever the result:', notShown),
    '',
    conclusion(report, required, result),
  ];
}

/** What was left with another commons. Spec §21 [R-21.12]. */
function depositLine(
  { commons, answered, kept, logged, suppressed }: NonNullable<Report['deposits']>[number],
  nameOf: (commons: string) => string,
): string {
  if (!answered) return `Left with ${nameOf(commons)}: it did not say, by the operator's word.`;
  if (suppressed.length > 0) return `Left with ${nameOf(commons)} and suppressed: ${suppressed.join(', ')}.`;
  return kept === 0
    ? `Left with ${nameOf(commons)}: nothing.`
    : `Left with ${nameOf(commons)}: ${countText(kept, 'document')}; ${logged} of them in the log.`;
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

/** The last line is the answer, and can be read alone. */
function conclusion({ levels }: Report, required: Level, result: Result): string {
  const asked = reachedLevels(required);
  const blamed = asked.filter((level) => levels[level].result === result).join(', ');
  const all = `required: ${asked.length === 1 ? 'V0' : `V0 to ${required}`}, marked *`;
  switch (result) {
    case 'fail':
      return `Result: FAIL. The answer of ${blamed} is no (${all}).`;
    case 'unresolved':
      return `Result: unresolved, neither yes nor no. The file does not prove ${blamed} (${all}).`;
    case 'pass': {
      const open = LEVELS.filter((level) => !asked.includes(level) && !isGood(levels[level]));
      const rest = open.map((level) => ` ${level} was not required: ${levels[level].result}.`).join('');
      return `Result: pass. Every level that was required holds (${all}).${rest}`;
    }
  }
}

/** What is said of a level stands to the right of it; of an agreement something is said for each party. */
function levelLines(
  level: Level,
  { result, reason }: LevelReport,
  isRequired: boolean,
  nameOf: (commons: string) => string,
): readonly string[] {
  const head = `${isRequired ? '*' : ' '} ${`${level} ${QUESTIONS[level]}`.padEnd(14)} ${result.padEnd(10)} `;
  const columns = Math.max(REASON_COLUMNS_MIN, readableColumns() - head.length);
  return reason
    .split(PARTY)
    .map((part) => part.replace(OF_PARTY, (_, commons: string) => `The yes of ${nameOf(commons)}:`))
    .flatMap((part) => wrap(part, columns))
    .map((line, place) => `${place === 0 ? head : ' '.repeat(head.length)}${line}`);
}

export function singleHistoryLine({ result, trusted, unknown, since }: Report['singleHistory']): string {
  const seen = since === null ? '' : ` Witnessed since ${since}.`;
  if (result === 'pass') return `Single history: pass, by ${trusted.join(', ')}.${seen}`;
  const others =
    unknown === 0
      ? 'no witness has signed it'
      : `${countText(unknown, 'unknown witness', 'unknown witnesses')} signed it`;
  return `Single history: unresolved; ${others}, none that you trust (--trust).${seen}`;
}

export function faultLine(
  { level, commons, index, sentence }: Report['faults'][number],
  nameOf: (commons: string) => string,
): string {
  return `${level}, log of ${nameOf(commons)}${index === undefined ? '' : `, entry ${index}`}: ${sentence}`;
}

export function findingLine(
  { commons, sentence }: Report['findings'][number],
  nameOf: (commons: string) => string,
): string {
  return `log of ${nameOf(commons)}: ${sentence}`;
}

function missingFor({ levels }: Report, asked: readonly Level[]): readonly string[] {
  return [...new Set(asked.flatMap((level) => (levels[level].missing ?? []).map(describeNeed)))];
}
