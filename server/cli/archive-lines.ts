import type { ArchiveReport, Tally } from '../../protocol/verify/verify-archive.ts';
import { countText } from '../amount-text.ts';
import { faultLine, singleHistoryLine } from './report-lines.ts';
import { tableLines } from './table.ts';

const CONCLUSIONS: Readonly<Record<ArchiveReport['result'], string>> = {
  pass: 'The archive is whole, and everything in it is what was signed.',
  fail: 'The archive is not what was signed.',
  unresolved: 'The archive does not show all keys of the commons: it cannot be told what it is.',
};

const ROWS: readonly (readonly [keyof Tally, string])[] = [
  ['counted', 'count'],
  ['pending', 'wait for a second signature'],
  ['notCounted', 'do not count: the rules say no'],
  ['unresolved', 'cannot be told: they rest on what is not here'],
  ['hidden', 'are not shown: not public, erased, or of an unknown type'],
];

/** What was found of an archive, for a person. */
export function archiveLines(report: ArchiveReport): readonly string[] {
  const { commons, entries, root, from, until, endedAt, documents, decisions, singleHistory, faults } =
    report;
  return [
    `The log of ${commons}: ${countText(entries, 'entry', 'entries')}, from ${from} until ${until}`,
    endedAt === null
      ? 'The commons goes on after them.'
      : `The commons ended with the last of them, on ${endedAt}.`,
    ...(root === null ? [] : [`Root ${root}`]),
    '',
    ...tableLines(
      ['all of them judged anew', 'documents', 'decisions'],
      ROWS.map(([name, words]) => [words, String(documents[name]), String(decisions[name])]),
    ),
    '',
    singleHistoryLine(singleHistory),
    ...(faults.length === 0
      ? []
      : ['', 'What is wrong:', ...faults.map((fault) => `  ${faultLine(fault, () => commons)}`)]),
    '',
    CONCLUSIONS[report.result],
  ];
}
