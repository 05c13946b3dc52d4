import { textOf } from '../../protocol/bytes.ts';
import { ProtocolError } from '../../protocol/problem.ts';

/** A whole register: ten times the kernel's 869 kB. */
export const REGISTER_BYTES_MAX = 8 * 1024 * 1024;
/** One line: the kernel's longest has 163 characters. */
export const LINE_CHARACTERS_MAX = 4_096;

/** One line of a register, by what it looks like alone. */
export type Line =
  | { readonly kind: 'blank'; readonly line: number }
  | { readonly kind: 'indented'; readonly line: number }
  | { readonly kind: 'text'; readonly line: number; readonly text: string }
  | { readonly kind: 'tag'; readonly line: number; readonly tag: string; readonly value: string };

/** As get_maintainer.pl has it: a capital letter and a colon at the very beginning. */
const TAG = /^([A-Z]):(.*)$/s;
/** Control characters that no text file holds; tab and form feed may stand in one. */
const BINARY = /[^\P{Cc}\t\f]/u;
const NEWLINE = 10;

/**
 * Lines of a register in the MAINTAINERS grammar: UTF-8, ended by LF or CR LF, with or without a byte order mark.
 *
 * @throws {ProtocolError} `too-large` for the file or a line; `malformed` with the line's number where it is no text.
 */
export function* maintainersLines(bytes: Uint8Array): Generator<Line> {
  if (bytes.length > REGISTER_BYTES_MAX) {
    throw new ProtocolError('too-large', `The file has more than ${REGISTER_BYTES_MAX} bytes.`);
  }
  const text = textOf(bytes)?.replace(/^\uFEFF/, '');
  if (text === undefined) throw notUtf8(bytes);
  for (const [index, line] of text.split('\n').entries()) {
    yield lineOf(line.endsWith('\r') ? line.slice(0, -1) : line, index + 1);
  }
}

function lineOf(text: string, line: number): Line {
  if (text.length > LINE_CHARACTERS_MAX) {
    throw new ProtocolError('too-large', `Line ${line} has more than ${LINE_CHARACTERS_MAX} characters.`, {
      line,
    });
  }
  if (BINARY.test(text)) {
    throw new ProtocolError('malformed', `Line ${line} holds a control character: this is no text file.`, {
      line,
    });
  }
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'blank', line };
  const [, tag, value] = TAG.exec(text) ?? [];
  if (tag !== undefined && value !== undefined) return { kind: 'tag', line, tag, value: value.trim() };
  return /^\s/.test(text)
    ? { kind: 'indented', line }
    : { kind: 'text', line, text: trimmed.replace(/\s+/g, ' ') };
}

function notUtf8(bytes: Uint8Array): ProtocolError {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    if (textOf(bytes.subarray(start, end)) === null) break;
    start = end + 1;
  }
  return new ProtocolError('malformed', `Line ${line} is not UTF-8.`, { line });
}
