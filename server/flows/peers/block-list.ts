import { STANDINGS, type Standing } from '../../../federation/peers/standing.ts';
import { textOf } from '../../../protocol/bytes.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis, type Millis, parseTime } from '../../../protocol/time.ts';
import { csvRows, csvText } from './csv.ts';
import { type PeerRule, REASON_CHARACTERS_MAX, targetNamed } from './rules.ts';

/** The columns, in this order and no other. Spec §18. */
const COLUMNS = ['target', 'standing', 'reason', 'public note', 'until'] as const;
/** A list of one network's worst; each line becomes a row. */
export const LIST_LINES_MAX = 5000;
/** Its text; a reason and a note of full length in each of two thousand lines. */
export const LIST_BYTES_MAX = 2 * 1024 * 1024;

export interface ListedRule {
  readonly target: string;
  readonly standing: Standing;
  readonly reason: string;
  readonly publicNote: string;
  readonly until: Millis | null;
}

/** Rules that hold, as a list for others: without private notes, and without who said so. Spec §18. */
export function exportList(rules: readonly PeerRule[], now: Millis): string {
  const holding = rules.filter(({ standing, until }) => standing !== null && (until === null || until > now));
  const rows = holding.map(({ target, standing, reason, publicNote, until }) => [
    target,
    standing ?? '',
    reason,
    publicNote,
    until === null ? '' : formatMillis(until),
  ]);
  return csvText([[...COLUMNS], ...rows]);
}

/**
 * All lines of a list, or none: one that cannot be read makes the list unreadable, and is named. Spec §18.
 *
 * @throws {ProtocolError} `malformed` with the `line`, `too-large`.
 */
export function parseList(bytes: Uint8Array): readonly ListedRule[] {
  if (bytes.length > LIST_BYTES_MAX) {
    throw new ProtocolError('too-large', 'The list is too long.', { bytesMax: LIST_BYTES_MAX });
  }
  const text = textOf(bytes);
  if (text === null)
    throw new ProtocolError('malformed', 'The list is no UTF-8.', { expected: { charset: 'utf-8' } });
  const [head = [], ...rows] = csvRows(text);
  if (head.length !== COLUMNS.length || !COLUMNS.every((name, index) => head[index] === name)) {
    throw lineProblem(1, `The first line is ${COLUMNS.join(',')}.`);
  }
  if (rows.length > LIST_LINES_MAX) {
    throw new ProtocolError('too-large', 'The list has too many lines.', { linesMax: LIST_LINES_MAX });
  }
  const listed = rows.map((row, index) => ruleIn(row, index + 2));
  const seen = new Set<string>();
  for (const [index, { target }] of listed.entries()) {
    if (seen.has(target)) throw lineProblem(index + 2, 'This commons or host has a line already.');
    seen.add(target);
  }
  return listed;
}

function ruleIn(row: readonly string[], line: number): ListedRule {
  if (row.length !== COLUMNS.length) throw lineProblem(line, `There are ${COLUMNS.length} columns.`);
  const [target = '', said = '', reason = '', publicNote = '', until = ''] = row;
  const standing = STANDINGS.find((name) => name === said);
  if (standing === undefined) throw lineProblem(line, `The standing is one of ${STANDINGS.join(', ')}.`);
  if (Math.max(reason.length, publicNote.length) > REASON_CHARACTERS_MAX) {
    throw lineProblem(line, `Reason and note have at most ${REASON_CHARACTERS_MAX} characters.`);
  }
  const end = until === '' ? null : parseTime(until);
  if (until !== '' && end === null) throw lineProblem(line, 'The time is none: 2027-05-31T12:00:00Z is one.');
  return { target: targetIn(target, line), standing, reason, publicNote, until: end };
}

function targetIn(text: string, line: number): string {
  try {
    return targetNamed(text);
  } catch (error) {
    if (error instanceof ProtocolError) throw lineProblem(line, 'The target is neither an SCID nor a host.');
    throw error;
  }
}

function lineProblem(line: number, sentence: string): ProtocolError {
  return new ProtocolError('malformed', `Line ${line}: ${sentence}`, {
    line,
    expected: { columns: COLUMNS },
  });
}
