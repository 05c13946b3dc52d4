import type { DomainItem } from '../../protocol/documents/set.ts';
import { buildPathIndex } from '../../protocol/governance/scope/path-index.ts';
import type { PathPattern } from '../../protocol/governance/scope/path-pattern.ts';
import type { Subject } from '../../protocol/ids.ts';
import type { Millis } from '../../protocol/time.ts';
import { itemOf, TITLE_CHARACTERS_MAX, titleOf } from './maintainers-item.ts';
import type { MaintainersSection } from './maintainers-section.ts';
import type { MaintainersWarning } from './maintainers-warnings.ts';
import { type SeatPerson, seatBook } from './register-seats.ts';
import { type SetDraft, setPages } from './set-pages.ts';
import { shortened } from './shortened.ts';

/** A file's name in a domain's rationale. */
const SOURCE_CHARACTERS_MAX = 100;

/** What stays the same when a register is imported again. */
export interface EarlierRegister {
  readonly set: Subject;
  /** Subjects of its domains, by `domainKeys`. */
  readonly items: ReadonlyMap<string, Subject>;
  /** Seats by `personIdentity`. */
  readonly seats: ReadonlyMap<string, Subject>;
}

export interface SetOptions {
  readonly now: Millis;
  /** The register's name, for people: a file's name without its folders. */
  readonly source: string;
  /** A fresh one at each call; ascending ones keep the file's order. */
  readonly subject: () => Subject;
  readonly salt: () => string;
  readonly earlier: EarlierRegister | null;
}

/** What of the file has no place in a domain. */
export interface LeftOut {
  readonly lists: number;
  readonly trees: number;
  readonly links: number;
  readonly contentPatterns: number;
}

/** A register as drafts: nothing is logged yet. */
export interface RegisterDraft extends SetDraft {
  readonly people: readonly SeatPerson[];
  /** Seats that own something; the others only review. */
  readonly seats: number;
  readonly leftOut: LeftOut;
  readonly warnings: readonly MaintainersWarning[];
}

/**
 * A MAINTAINERS register as one set of domains. Spec §4, §5.
 *
 * Each section is a domain; whoever maintains it owns it by an unclaimed seat. Names and addresses are in `people`
 * alone, which is not for the log.
 *
 * @throws {ProtocolError} `too-large` where a section, or all patterns together, are beyond what rules can look up.
 */
export function maintainersSet(
  sections: readonly MaintainersSection[],
  { now, source, subject, salt, earlier }: SetOptions,
): RegisterDraft {
  const set = earlier?.set ?? subject();
  const book = seatBook(subject, earlier?.seats ?? new Map());
  const keys = domainKeys(sections.map((section) => [titleOf(section), section.paths[0]]));
  const named = shortened(source, SOURCE_CHARACTERS_MAX);
  const items = sections.map((section, place) =>
    itemOf(section, {
      subject: earlier?.items.get(keys[place] ?? '') ?? subject(),
      salt: salt(),
      now,
      source: named,
      seatOf: book.seatOf,
    }),
  );
  assertIndexable(items);
  return {
    ...setPages(set, ['change'], items),
    people: book.people(),
    seats: new Set(items.flatMap(({ owner }) => (owner.kind === 'seats' ? owner.seats : []))).size,
    leftOut: leftOutOf(sections),
    warnings: cutNames(sections),
  };
}

/**
 * What a domain of a register is known by when the register comes again: its title and its first pattern; of several
 * alike the first, the second, and so on.
 */
export function domainKeys(
  domains: readonly (readonly [title: string, firstPattern: PathPattern | undefined])[],
): string[] {
  const seen = new Map<string, number>();
  return domains.map(([title, pattern]) => {
    const key = JSON.stringify([title, pattern ?? '']);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return `${key} ${count}`;
  });
}

/** A set in force whose patterns cannot be looked up would stop every question about paths. */
function assertIndexable(items: readonly DomainItem[]): void {
  buildPathIndex(
    items.map(({ subject, scope, excludes }) => ({
      key: subject,
      paths: scope.paths ?? [],
      excludes: excludes?.paths ?? [],
    })),
  );
}

function leftOutOf(sections: readonly MaintainersSection[]): LeftOut {
  const count = (listed: (section: MaintainersSection) => readonly unknown[]) =>
    sections.reduce((sum, section) => sum + listed(section).length, 0);
  return {
    lists: count(({ lists }) => lists),
    trees: count(({ trees }) => trees),
    links: count(({ web, bugs, chat, patchwork, profiles }) => [
      ...web,
      ...bugs,
      ...chat,
      ...patchwork,
      ...profiles,
    ]),
    contentPatterns: count(({ contentPatterns }) => contentPatterns),
  };
}

function cutNames(sections: readonly MaintainersSection[]): MaintainersWarning[] {
  return sections
    .filter(({ name }) => name.length > TITLE_CHARACTERS_MAX)
    .map(({ line }) => ({
      line,
      code: 'name-cut',
      detail: `The name is longer than ${TITLE_CHARACTERS_MAX} characters and is cut.`,
    }));
}
