import { ProtocolError } from '../../protocol/problem.ts';
import { type Line, maintainersLines } from './maintainers-lines.ts';
import { type MaintainersSection, openSection, type SectionBuilder } from './maintainers-section.ts';
import { type MaintainersWarning, type Warn, warningList } from './maintainers-warnings.ts';

/** Sections of one register: ten times the kernel's 3,158. */
export const SECTIONS_MAX = 30_000;
/** Regular expressions of one register, `N:` and `K:`: ten times the kernel's 165. Each is compiled to see if it can be. */
export const REGEXES_MAX = 2_000;

const LOST_COLON = /^[A-Z] \S/;

/** A register read, and what was wrong with it. */
export interface MaintainersRegister {
  /** In the order of the file; names may repeat. */
  readonly sections: readonly MaintainersSection[];
  readonly warnings: readonly MaintainersWarning[];
}

/** Lines of text that may turn out to be a section's name, and the section that is open. */
interface Reader {
  readonly sections: SectionBuilder[];
  names: { readonly text: string; readonly line: number }[];
  open: SectionBuilder | null;
  regexCount: number;
  readonly warn: Warn;
}

/**
 * A register in the grammar of the Linux kernel's MAINTAINERS file.
 *
 * Stanzas are separated by blank lines; the first line is the section's name, the others are tags. As get_maintainer.pl
 * has it, a line without tag in the middle of a stanza begins a new section, which is warned about. Text before the
 * first section is the preamble.
 *
 * @throws {ProtocolError} `too-large` beyond a limit; `malformed` where the file is no text or holds no section.
 */
export function parseMaintainers(bytes: Uint8Array): MaintainersRegister {
  const { warn, warnings } = warningList();
  const reader: Reader = { sections: [], names: [], open: null, regexCount: 0, warn };
  for (const line of maintainersLines(bytes)) readLine(reader, line);
  endStanza(reader);
  if (reader.sections.length === 0) {
    throw new ProtocolError(
      'malformed',
      'The file holds no section: no name with tags such as "F:" below it.',
    );
  }
  warnOfDuplicates(reader);
  return { sections: reader.sections.map((section) => section.close()), warnings: warnings() };
}

function readLine(reader: Reader, line: Line): void {
  if (line.kind === 'blank') endStanza(reader);
  else if (line.kind === 'text') readText(reader, line.text, line.line);
  else if (line.kind === 'tag') readTag(reader, line.tag, line.value, line.line);
  else if (reader.open !== null)
    reader.warn(line.line, 'stray-line', 'An indented line in a section is left out.');
}

function readText(reader: Reader, text: string, line: number): void {
  if (reader.open !== null) {
    reader.open = null;
    const slip = LOST_COLON.test(text) ? ' It looks like a tag that lost its colon.' : '';
    reader.warn(line, 'name-in-section', `A line without tag inside a section begins a new section.${slip}`);
  }
  reader.names.push({ text, line });
}

function readTag(reader: Reader, tag: string, value: string, line: number): void {
  if ((tag === 'N' || tag === 'K') && ++reader.regexCount > REGEXES_MAX) {
    throw new ProtocolError('too-large', `The file has more than ${REGEXES_MAX} regular expressions.`, {
      line,
    });
  }
  reader.open ??= openNamed(reader);
  if (reader.open === null)
    reader.warn(line, 'tags-without-name', 'A tag without a name above it is left out.');
  else reader.open.add(tag, value, line);
}

function openNamed(reader: Reader): SectionBuilder | null {
  const [name, ...others] = reader.names;
  if (name === undefined) return null;
  if (others.length > 0)
    reader.warn(name.line, 'name-lines', 'Of several lines above the tags the first is the name.');
  if (reader.sections.length === SECTIONS_MAX) {
    throw new ProtocolError('too-large', `The file has more than ${SECTIONS_MAX} sections.`, {
      line: name.line,
    });
  }
  const section = openSection(name.text, name.line, reader.warn);
  reader.sections.push(section);
  reader.names = [];
  return section;
}

function endStanza(reader: Reader): void {
  const [name] = reader.names;
  // Before the first section it is the preamble.
  if (name !== undefined && reader.sections.length > 0) {
    reader.warn(name.line, 'name-without-tags', 'A name without tags below it is left out.');
  }
  reader.names = [];
  reader.open = null;
}

function warnOfDuplicates(reader: Reader): void {
  const seen = new Map<string, number>();
  for (const { name, line } of reader.sections) {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, line);
    else reader.warn(line, 'duplicate-name', `Line ${first} has the same name; the two are kept apart.`);
  }
}
