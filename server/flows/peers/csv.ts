import { ProtocolError } from '../../../protocol/problem.ts';

/**
 * CSV by RFC 4180, read without mercy: a quote within an unquoted field, text after a closing quote, and a quote without
 * end are no CSV. Lines end in CRLF or LF; the last one may go without.
 *
 * A field that spreadsheets would take for a formula comes back as it was before `csvText` made it harmless.
 *
 * @throws {ProtocolError} `malformed` with the row, counted from 1.
 */
export function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const { field, end } =
      text[at] === '"' ? quoted(text, at, rows.length + 1) : plain(text, at, rows.length + 1);
    row.push(unescaped(field));
    const next = text[end];
    at = end + 1;
    if (next === ',') {
      if (at === text.length) row.push('');
      else continue;
    }
    if (next === '\r') at++;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** Rows as CSV that no spreadsheet computes: a field that begins like a formula gets an apostrophe before it. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(fieldText).join(',')}\r\n`).join('');
}

/** What spreadsheets begin a formula with, or strip before they look; and our own mark, so that it reads back. */
const FORMULA = /^['=+\-@\t\r\n|%]/;

function fieldText(field: string): string {
  const safe = FORMULA.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function unescaped(field: string): string {
  return field.startsWith("'") && FORMULA.test(field.slice(1)) ? field.slice(1) : field;
}

const PLAIN = /[^,\r\n]*/y;

interface Read {
  readonly field: string;
  /** Where the comma or the end of the line stands. */
  readonly end: number;
}

function plain(text: string, start: number, row: number): Read {
  PLAIN.lastIndex = start;
  const [field = ''] = PLAIN.exec(text) ?? [];
  if (field.includes('"')) throw problem(row, 'a quote stands within a field without quotes');
  return { field, end: endAfter(text, start + field.length, row) };
}

function quoted(text: string, start: number, row: number): Read {
  let field = '';
  for (let at = start + 1; ; ) {
    const close = text.indexOf('"', at);
    if (close < 0) throw problem(row, 'a quote has no end');
    field += text.slice(at, close);
    if (text[close + 1] !== '"') return { field, end: endAfter(text, close + 1, row) };
    field += '"';
    at = close + 2;
  }
}

/** After a field comes a comma, the end of the line, or the end. */
function endAfter(text: string, at: number, row: number): number {
  const next = text[at];
  if (next === undefined || next === ',' || next === '\n' || (next === '\r' && text[at + 1] === '\n'))
    return at;
  throw problem(row, 'something stands where a field ends');
}

function problem(row: number, what: string): ProtocolError {
  return new ProtocolError('malformed', `Line ${row}: ${what}.`, {
    line: row,
    expected: { syntax: 'RFC 4180' },
  });
}
