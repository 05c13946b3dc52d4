import type { ArchiveReport, Tally } from '../../protocol/verify/verify-archive.ts';
import { countText } from '../amount-text.ts';
import { faultLine, findingLine, singleHistoryLine } from './report-lines.ts';
import { tableLines } from './table.ts';

const CONCLUSIONS: Readonly<Record<ArchiveReport['result'], string>> = {
  pass: 'No entry of the log is missing, and nothing that is here was changed.',
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

/** Nobody's name is read from an archive. */
const itself = (commons: string) => commons;

function textsLine({ named, missing }: ArchiveReport['attachments']): string {
  if (named === 0) return 'No document here has a text of its own.';
  const texts = countText(named, 'text that a document names', 'texts that documents name');
  return missing === 0
    ? `${texts}, all of them here.`
    : `${texts}; ${missing} of them not here: erased, or left out of this copy.`;
}

/** What was found of an archive, for a person. */
export function archiveLines(report: ArchiveReport): readonly string[] {
  const { commons, entries, root, from, until, endedAt, documents, decisions, attachments } = report;
  const { singleHistory, faults, findings } = report;
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
    textsLine(attachments),
    singleHistoryLine(singleHistory),
    ...findings.map((finding) => findingLine(finding, itself)),
    ...(faults.length === 0
      ? []
      : ['', 'What is wrong:', ...faults.map((fault) => `  ${faultLine(fault, itself)}`)]),
    '',
    CONCLUSIONS[report.result],
    ...(documents.hidden + attachments.missing === 0
      ? []
      : ['Of what is not shown there is a hash: who has the original can compare it.']),
  ];
}
