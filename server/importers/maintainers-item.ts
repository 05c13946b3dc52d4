import { LIST_MAX } from '../../protocol/documents/common.ts';
import type { DomainBody } from '../../protocol/documents/domain-fields.ts';
import type { DomainItem } from '../../protocol/documents/set.ts';
import type { Subject } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../protocol/time.ts';
import type { RegisterPerson } from './maintainers-people.ts';
import type { MaintainersSection } from './maintainers-section.ts';
import type { SectionStatus } from './maintainers-status.ts';
import { shortened } from './shortened.ts';

/** Patterns of one domain, as the document type has it. */
export const SECTION_PATTERNS_MAX = 400;
/** A title: one line on a page. */
export const TITLE_CHARACTERS_MAX = 200;
/** An unclaimed seat ends unless its holder claims it. Spec §5. */
const SEAT_DAYS = 2 * 365;
/** Who looks after what changes slowly: once a year it is looked at again. */
const REVIEW_DAYS = 365;

/** What a section's domain gets from outside of the section. */
export interface ItemSource {
  readonly subject: Subject;
  readonly salt: string;
  readonly now: Millis;
  /** The register's name, for people. */
  readonly source: string;
  readonly seatOf: (person: RegisterPerson) => Subject;
}

/**
 * The domain of one section: its maintainers' seats own it, its reviewers' seats know about it. Spec §5.
 *
 * Lists, trees, links and content patterns have no place in a domain and are left out; so is the free text of the
 * status, which may name people.
 *
 * @throws {ProtocolError} `too-large` where the section lists more than a domain can.
 */
export function itemOf(section: MaintainersSection, from: ItemSource): DomainItem {
  assertFits(section);
  const seats = seatsOf(section.maintainers, from);
  const body: DomainBody = {
    title: { en: titleOf(section) },
    // Without patterns it covers nothing; without the list it would cover everything.
    scope: { effects: ['change'], paths: [...section.paths] },
    ...(section.excludes.length === 0 ? {} : { excludes: { paths: [...section.excludes] } }),
    affected: [],
    knowledge: seatsOf(section.reviewers, from),
    impact: 'medium',
    reversibility: 'costly',
    timeline: 'weeks',
    owner:
      seats.length === 0
        ? { kind: 'none' }
        : { kind: 'seats', seats, endsAt: formatMillis(from.now + SEAT_DAYS * DAY_SECONDS * SECOND) },
    rung: 'delegation',
    parameters: {},
    limits: [],
    humanReserved: false,
    reviewAfterSeconds: REVIEW_DAYS * DAY_SECONDS,
    disclosure: 'public',
    weight: 'light',
    rationale: { en: `Taken over from the register ${from.source}.` },
    status: STATUSES[section.status],
  };
  return { subject: from.subject, salt: from.salt, ...body };
}

/** A section's name as a domain's title. */
export function titleOf({ name }: Pick<MaintainersSection, 'name'>): string {
  return shortened(name, TITLE_CHARACTERS_MAX);
}

const STATUSES = {
  supported: 'supported',
  maintained: 'maintained',
  'odd-fixes': 'odd-fixes',
  orphan: 'orphan',
  obsolete: 'obsolete',
  other: 'active',
  unstated: 'active',
} as const satisfies Record<SectionStatus, DomainBody['status']>;

function assertFits({ name, line, paths, excludes, maintainers, reviewers }: MaintainersSection): void {
  const counts: readonly (readonly [what: string, count: number, most: number])[] = [
    ['patterns', paths.length, SECTION_PATTERNS_MAX],
    ['exclusions', excludes.length, SECTION_PATTERNS_MAX],
    ['maintainers', maintainers.length, LIST_MAX],
    ['reviewers', reviewers.length, LIST_MAX],
  ];
  for (const [what, count, most] of counts) {
    if (count <= most) continue;
    throw new ProtocolError(
      'too-large',
      `The section "${titleOf({ name })}" of line ${line} has ${count} ${what}; a domain takes at most ${most}.`,
      { line },
    );
  }
}

/** One seat a person, in the file's order. */
function seatsOf(people: readonly RegisterPerson[], { seatOf }: ItemSource): Subject[] {
  return [...new Set(people.map(seatOf))];
}
