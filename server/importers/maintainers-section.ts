import {
  type PathPattern,
  parsePathPattern,
  REGEX_PREFIX,
} from '../../protocol/governance/scope/path-pattern.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { parsePeople, type RegisterPerson } from './maintainers-people.ts';
import { parseStatus, type SectionStatus } from './maintainers-status.ts';
import type { Warn } from './maintainers-warnings.ts';

/** Tags of one section: the kernel's longest has 71. */
export const TAGS_PER_SECTION_MAX = 1_000;

/** A mailing list or forum, and what is said of it (`moderated for non-subscribers`). */
interface RegisterList {
  readonly address: string;
  readonly note: string | null;
}

/** One section of a register: a domain, who looks after it, and what it covers. Lists are in the file's order. */
export interface MaintainersSection {
  /** Not unique: two sections may have one name. */
  readonly name: string;
  /** Of the name, from 1. */
  readonly line: number;
  readonly maintainers: readonly RegisterPerson[];
  readonly reviewers: readonly RegisterPerson[];
  readonly lists: readonly RegisterList[];
  readonly status: SectionStatus;
  /** As written, or null where there is none. */
  readonly statusText: string | null;
  /** `F:` and `N:`. */
  readonly paths: readonly PathPattern[];
  /** `X:`. */
  readonly excludes: readonly PathPattern[];
  /** `K:`, regular expressions over contents; kept for the reader, never run. */
  readonly contentPatterns: readonly string[];
  readonly trees: readonly string[];
  readonly profiles: readonly string[];
  readonly patchwork: readonly string[];
  readonly web: readonly string[];
  readonly bugs: readonly string[];
  readonly chat: readonly string[];
}

/** A section while its tags are read. */
export interface SectionBuilder {
  readonly name: string;
  readonly line: number;
  add(tag: string, value: string, line: number): void;
  close(): MaintainersSection;
}

type LinkTag = 'T' | 'P' | 'Q' | 'W' | 'B' | 'C';

/** @param line the name's. */
export function openSection(name: string, line: number, warn: Warn): SectionBuilder {
  const maintainers: RegisterPerson[] = [];
  const reviewers: RegisterPerson[] = [];
  const lists: RegisterList[] = [];
  const statuses: string[] = [];
  const paths: PathPattern[] = [];
  const excludes: PathPattern[] = [];
  const contentPatterns: string[] = [];
  const links: Record<LinkTag, string[]> = { T: [], P: [], Q: [], W: [], B: [], C: [] };

  const readers: Readonly<Record<string, (value: string, line: number) => void>> = {
    M: (value, at) => addPeople(maintainers, value, at, warn),
    R: (value, at) => addPeople(reviewers, value, at, warn),
    L: (value) => lists.push(parseList(value)),
    S: (value, at) => addStatus(statuses, value, at, warn),
    F: (value, at) => addGlob(paths, value, at, warn),
    X: (value, at) => addGlob(excludes, value, at, warn),
    N: (value, at) => addRegex(value, at, warn, (pattern) => paths.push(pattern)),
    K: (value, at) => addRegex(value, at, warn, () => contentPatterns.push(value)),
  };
  let tagCount = 0;

  return {
    name,
    line,
    add(tag, value, at) {
      if (++tagCount > TAGS_PER_SECTION_MAX) {
        throw new ProtocolError(
          'too-large',
          `The section of line ${line} has more than ${TAGS_PER_SECTION_MAX} tags.`,
          { line },
        );
      }
      if (value === '') warn(at, 'empty-tag', `"${tag}:" says nothing.`);
      else if (isLinkTag(tag)) links[tag].push(value);
      else if (readers[tag] === undefined) warn(at, 'unknown-tag', `"${tag}:" is no tag that is known here.`);
      else readers[tag](value, at);
    },
    close: () => ({
      name,
      line,
      maintainers,
      reviewers,
      lists,
      status: parseStatus(statuses[0] ?? ''),
      statusText: statuses.length === 0 ? null : statuses.join('; '),
      paths,
      excludes,
      contentPatterns,
      trees: links.T,
      profiles: links.P,
      patchwork: links.Q,
      web: links.W,
      bugs: links.B,
      chat: links.C,
    }),
  };
}

function addPeople(people: RegisterPerson[], value: string, line: number, warn: Warn): void {
  for (const person of parsePeople(value)) {
    if (person.email === null)
      warn(line, 'address-missing', 'Someone is listed without a readable e-mail address.');
    people.push(person);
  }
}

function parseList(value: string): RegisterList {
  const [, address = value, note = ''] = /^(\S+)\s+(.*)$/.exec(value) ?? [];
  return { address, note: note === '' ? null : note.replace(/^\((.*)\)$/, '$1') };
}

function addStatus(statuses: string[], value: string, line: number, warn: Warn): void {
  if (statuses.length > 0)
    warn(line, 'several-statuses', 'The section has more than one status; the first holds.');
  else if (parseStatus(value) === 'other')
    warn(line, 'unknown-status', 'The status is none that is known here: the domain counts as active.');
  statuses.push(value);
}

function addGlob(patterns: PathPattern[], value: string, line: number, warn: Warn): void {
  // get_maintainer.pl has no escape either, so that "\*" covers there what "*" covers.
  const text = value.replace(/\\([*?])/g, '$1');
  if (text !== value) warn(line, 'pattern-repaired', 'A backslash before a wildcard is left out.');
  // "regex:" begins another kind of pattern here; a class keeps the glob a glob.
  const glob = text.startsWith(REGEX_PREFIX) ? `[r]${text.slice(1)}` : text;
  const parsed = parsePathPattern(glob);
  if (typeof parsed === 'string') patterns.push(parsed);
  else warn(line, 'pattern-refused', parsed.reason);
}

/** @param accept what becomes of an expression that can be run safely. */
function addRegex(value: string, line: number, warn: Warn, accept: (pattern: PathPattern) => void): void {
  // The kernel's tool reads them with Perl's /x, which skips blanks and comments; RE2 has no such thing.
  if (/[\s#]/.test(value)) {
    warn(
      line,
      'regex-refused',
      'A blank or "#" in a regular expression means nothing in Perl\'s /x and itself in RE2.',
    );
    return;
  }
  const parsed = parsePathPattern(REGEX_PREFIX + value);
  if (typeof parsed === 'string') accept(parsed);
  else warn(line, 'regex-refused', parsed.reason);
}

function isLinkTag(tag: string): tag is LinkTag {
  return 'TPQWBC'.includes(tag);
}
