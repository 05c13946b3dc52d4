import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import { composeDocument } from '../../../protocol/documents/compose.ts';
import type { DomainItem, SetPage } from '../../../protocol/documents/set.ts';
import { itemsOf } from '../../../protocol/governance/set-items.ts';
import { type DocumentId, type Subject, scidSchema } from '../../../protocol/ids.ts';
import { DOCUMENT_BYTES_MAX } from '../../../protocol/limits.ts';
import { parseMaintainers } from '../../../server/importers/maintainers.ts';
import { SECTION_PATTERNS_MAX, TITLE_CHARACTERS_MAX } from '../../../server/importers/maintainers-item.ts';
import { personIdentity } from '../../../server/importers/maintainers-people.ts';
import {
  domainKeys,
  type EarlierRegister,
  maintainersSet,
  type RegisterDraft,
} from '../../../server/importers/maintainers-set.ts';
import { saltOf, subjectOf } from '../../support/people.ts';

const NOW = Date.parse('2027-01-01T00:00:00Z');
const COMMONS = scidSchema.parse(`Qm${'a'.repeat(44)}`);
const EXAMPLE = readFileSync(new URL('../../../server/importers/example-register.txt', import.meta.url));
const KERNEL = new URL('../../../../shared/data/linux/MAINTAINERS.v6.18.2', import.meta.url);

const SMALL = `SAWS
M: Ada Pumpe <ada@example.org>
M: Bo <bo@example.org>
R: Cy <cy@example.org>
R: Ada <ADA@example.org>
S: Odd Fixes
L: saws@lists.example.org
T: git https://example.org/saws.git
W: https://example.org/saws
F: tools/saws/
N: saw[0-9]+$
X: tools/saws/broken/
K: blade

KILN
R: Bo <bo@example.org>
F: tools/kiln/

THE REST
F: *
F: */
`;

describe('§5 [R-5.5] a section becomes a domain', () => {
  const draft = draftOf(SMALL);
  const [saws, kiln, rest] = itemsIn(draft) as [DomainItem, DomainItem, DomainItem];

  test('with its name, paths, exclusions and status', () => {
    expect(saws).toMatchObject({
      title: { en: 'SAWS' },
      scope: { effects: ['change'], paths: ['tools/saws/', 'regex:saw[0-9]+$'] },
      excludes: { paths: ['tools/saws/broken/'] },
      status: 'odd-fixes',
      rung: 'delegation',
      rationale: { en: 'Taken over from the register MAINTAINERS.' },
    });
    expect(kiln).not.toHaveProperty('excludes');
    expect(rest).toMatchObject({ status: 'active', scope: { paths: ['*', '*/'] } });
  });

  test('owned by the seats of its maintainers for two years, known to the seats of its reviewers', () => {
    const [ada, bo, cy] = draft.people.map(({ subject }) => subject);
    expect(saws.owner).toEqual({ kind: 'seats', seats: [ada, bo], endsAt: '2028-12-31T00:00:00.000Z' });
    expect(saws.knowledge).toEqual([cy, ada]);
    expect(kiln).toMatchObject({ owner: { kind: 'none' }, knowledge: [bo] });
    expect(rest).toMatchObject({ owner: { kind: 'none' }, knowledge: [] });
  });

  test('§5 [R-5.10] one person sits on one seat, whatever the case of the address; the first name holds', () => {
    expect(draft.people).toEqual([
      { subject: expect.any(String), name: 'Ada Pumpe', email: 'ada@example.org' },
      { subject: expect.any(String), name: 'Bo', email: 'bo@example.org' },
      { subject: expect.any(String), name: 'Cy', email: 'cy@example.org' },
    ]);
    expect(draft.seats).toBe(2);
  });

  test('a name that comes later than the address is taken', () => {
    const { people } = draftOf('A\nM: ada@example.org\nF: a\n\nB\nM: Ada <ada@example.org>\nF: b\n');
    expect(people).toEqual([{ subject: expect.any(String), name: 'Ada', email: 'ada@example.org' }]);
  });

  test('a section without patterns covers nothing, not everything', () => {
    const [item] = itemsIn(draftOf('A\nM: ada@example.org\n'));
    expect(item?.scope.paths).toEqual([]);
  });

  test('what has no place in a domain is counted and left out', () => {
    expect(draft.leftOut).toEqual({ lists: 1, trees: 1, links: 1, contentPatterns: 1 });
  });

  test('no name, address or link gets into what is logged', () => {
    const logged = composed(draftOf(new TextDecoder().decode(EXAMPLE)))
      .map(({ payload }) => new TextDecoder().decode(payload))
      .join('\n');
    const { sections } = parseMaintainers(EXAMPLE);
    const private_ = sections.flatMap((section) => [
      ...[...section.maintainers, ...section.reviewers].flatMap(({ name, email }) => [name, email]),
      ...section.lists.map(({ address }) => address),
    ]);
    expect(private_.length).toBeGreaterThan(70);
    for (const text of private_) if (text !== null) expect(logged).not.toContain(text);
    expect(logged).not.toMatch(/@|https?:/);
  });
});

describe('§4 [R-4.16] the set', () => {
  test('gives its root from its pages, sorted by subject over all of them', () => {
    const draft = draftOf(long(300));
    expect(draft.pages.length).toBeGreaterThan(2);
    expect(draft.pages.map(({ page, pages }) => [page, pages])).toEqual(
      draft.pages.map((_, index) => [index + 1, draft.pages.length]),
    );
    expect(draft.adopts).toMatchObject({ of: 'domain', count: 300, effects: ['change'] });
    expect(readBack(draft)).toEqual(itemsIn(draft));
  });

  test('every page fits a document, and is as full as it can be', () => {
    const sizes = composed(draftOf(long(300))).map(({ payload }) => payload.length);
    for (const size of sizes) expect(size).toBeLessThanOrEqual(DOCUMENT_BYTES_MAX);
    for (const size of sizes.slice(0, -1)) expect(size).toBeGreaterThan(DOCUMENT_BYTES_MAX - 4096);
  });

  test('the file’s order is kept where subjects ascend', () => {
    const titles = itemsIn(draftOf(long(300))).map(({ title }) => title.en);
    expect(titles).toEqual(Array.from({ length: 300 }, (_, index) => `SECTION ${index}`));
  });

  test('sections of one name and pattern are domains of their own', () => {
    const items = itemsIn(draftOf('A\nF: a\n\nA\nF: a\n\nA\nF: b\n'));
    expect(new Set(items.map(({ subject }) => subject)).size).toBe(3);
  });

  test('any register gives a set that can be read back', () => {
    const line = fc.constantFrom(
      'F: a/',
      'F: a*/b',
      'X: a/c',
      'N: x+y',
      'M: Ada <a@b.org>',
      'M: b@b.org',
      'R: Ada <A@b.org>',
      'S: Orphan',
    );
    const section = fc
      .tuple(
        fc.constantFrom('A', 'B', 'Größe', 'x'.repeat(230)),
        fc.array(line, { minLength: 1, maxLength: 12 }),
      )
      .map(([name, lines]) => `${name}\n${lines.join('\n')}\n`);
    fc.assert(
      fc.property(fc.array(section, { minLength: 1, maxLength: 20 }), (sections) => {
        const draft = draftOf(sections.join('\n'));
        expect(draft.adopts.count).toBe(sections.length);
        expect(readBack(draft)).toEqual(itemsIn(draft));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a register that comes again', () => {
  const before = draftOf(SMALL, { label: 'first' });
  const [saws, kiln, rest] = itemsIn(before) as [DomainItem, DomainItem, DomainItem];
  const earlier = earlierOf(before);
  const after = draftOf(
    SMALL.replace('S: Odd Fixes', 'S: Orphan').replace('KILN', 'CERAMICS').replace('Cy <cy@', 'Dee <dee@'),
    { label: 'second', earlier },
  );

  test('goes on with its set, and has another root', () => {
    expect(after.adopts.subject).toBe(before.adopts.subject);
    expect(after.adopts.root).not.toBe(before.adopts.root);
    expect(readBack(after)).toHaveLength(3);
  });

  test('domains keep their subjects by title and first pattern', () => {
    const subjects = new Map(itemsIn(after).map(({ title, subject }) => [title.en, subject]));
    expect(subjects.get('SAWS')).toBe(saws.subject);
    expect(subjects.get('THE REST')).toBe(rest.subject);
    expect(subjects.get('CERAMICS')).not.toBe(kiln.subject);
  });

  test('§5 [R-5.10] people keep their seats, and newcomers get new ones', () => {
    const seats = (draft: RegisterDraft) =>
      new Map(draft.people.map(({ email, subject }) => [email, subject]));
    expect(seats(after).get('ada@example.org')).toBe(seats(before).get('ada@example.org'));
    expect(seats(after).get('bo@example.org')).toBe(seats(before).get('bo@example.org'));
    expect([...seats(before).values()]).not.toContain(seats(after).get('dee@example.org'));
  });

  test('keys tell domains alike apart by their order', () => {
    const [a, b, c] = domainKeys([
      ['A', undefined],
      ['A', undefined],
      ['A 1', undefined],
    ]);
    expect(new Set([a, b, c]).size).toBe(3);
  });
});

describe('limits', () => {
  test('a section may have as many patterns as a domain, and not more', () => {
    const full = `A\n${'F: a\n'.repeat(SECTION_PATTERNS_MAX)}`;
    expect(composed(draftOf(full))).toHaveLength(1);
    expectTooLarge(`${full}F: a\n`, /"A" of line 1 has 401 patterns/);
    expectTooLarge(`B\nF: b\n\nA\n${'X: a\n'.repeat(401)}F: a\n`, /"A" of line 4 has 401 exclusions/);
  });

  test('a section may name as many people as a domain, and not more', () => {
    const people = (tag: string, count: number) =>
      `A\nF: a\n${Array.from({ length: count }, (_, n) => `${tag}: p${n}@example.org\n`).join('')}`;
    expect(composed(draftOf(people('M', 256)))).toHaveLength(1);
    expect(composed(draftOf(people('R', 256)))).toHaveLength(1);
    expectTooLarge(people('M', 257), /257 maintainers/);
    expectTooLarge(people('R', 257), /257 reviewers/);
  });

  test('a section that fills more than a page is refused by its name', () => {
    const patterns = Array.from({ length: 400 }, (_, n) => `F: ${'d'.repeat(200)}/${n}\n`).join('');
    expectTooLarge(`A\n${patterns}`, /"A" has more patterns than one page/);
  });

  test('patterns that cannot be looked up together are refused before they are in force', () => {
    const heavy = Array.from({ length: 50 }, (_, n) => `A${n}\nN: (?:x{90})${n}\n\n`).join('');
    expectTooLarge(heavy, /weight in regular expressions/);
  });

  test('a long name is cut between characters, and said so', () => {
    const draft = draftOf(`${'😀'.repeat(TITLE_CHARACTERS_MAX)}\nF: a\n`);
    const [item] = itemsIn(draft);
    expect(item?.title.en).toBe(`${'😀'.repeat(99)}…`);
    expect(draft.warnings).toEqual([{ line: 1, code: 'name-cut', detail: expect.any(String) }]);
    expect(composed(draft)).toHaveLength(1);
  });
});

describe('the kernel’s MAINTAINERS', () => {
  if (!existsSync(KERNEL)) {
    console.warn('SKIPPED: shared/data/linux/MAINTAINERS.v6.18.2 is missing.');
    test.skip('SKIPPED: shared/data/linux/MAINTAINERS.v6.18.2 is missing', () => undefined);
    return;
  }
  const draft = draftOf(readFileSync(KERNEL, 'utf8'));

  test('is 3,158 domains and 1,939 owners on pages that fit', () => {
    expect(draft.adopts.count).toBe(3158);
    expect(draft.seats).toBe(1939);
    expect(draft.people).toHaveLength(2159);
    expect(itemsIn(draft).filter(({ owner }) => owner.kind === 'none')).toHaveLength(210);
    expect(readBack(draft)).toHaveLength(3158);
  });
});

function draftOf(
  text: string,
  { label = 'a', earlier = null }: { label?: string; earlier?: EarlierRegister | null } = {},
): RegisterDraft {
  let count = 0;
  const next = () => String(count++).padStart(8, '0');
  return maintainersSet(parseMaintainers(utf8(text)).sections, {
    now: NOW,
    source: 'MAINTAINERS',
    subject: () => ascending(subjectOf(label), next()),
    salt: () => saltOf(`${label} ${next()}`),
    earlier,
  });
}

/** UUIDv7s of one label in ascending order. */
function ascending(of: Subject, count: string): Subject {
  return `019a0000-${count.slice(0, 4)}-7${count.slice(4, 7)}-8${count.slice(7)}00-${of.slice(-12)}` as Subject; // has the form
}

function itemsIn({ pages }: RegisterDraft): DomainItem[] {
  return pages.flatMap(({ content }) => (content.of === 'domain' ? (content.items as DomainItem[]) : []));
}

/** As any receiver reads the pages. */
function composed(draft: RegisterDraft) {
  return draft.pages.map((page) =>
    composeDocument<'set'>({
      type: 'set',
      commons: COMMONS,
      author: subjectOf('importer'),
      issuedAt: '2027-01-01T00:00:00.000Z',
      audience: 'public',
      salt: saltOf(`page ${page.page}`),
      ...page,
    }),
  );
}

/** The set's items as the rules find them once it is adopted; null where the pages do not give the root. */
function readBack(draft: RegisterDraft) {
  const documents = new Map<DocumentId, SetPage>(composed(draft).map(({ id, document }) => [id, document]));
  const pages = [...documents].map(([id, { root, page }], n) => ({ root, page, id, n }));
  const state = { kind: 'set', author: subjectOf('importer'), pages } as const;
  return itemsOf({ ...draft.adopts, n: pages.length }, state, (id) => documents.get(id) ?? null);
}

function earlierOf(draft: RegisterDraft): EarlierRegister {
  const items = itemsIn(draft);
  const keys = domainKeys(items.map(({ title, scope }) => [title.en ?? '', scope.paths?.[0]]));
  return {
    set: draft.adopts.subject,
    items: new Map(items.map(({ subject }, place) => [keys[place] ?? '', subject])),
    seats: new Map(
      draft.people.map(({ name, email, subject }) => [personIdentity({ name, email, note: null }), subject]),
    ),
  };
}

function long(count: number): string {
  return Array.from(
    { length: count },
    (_, n) => `SECTION ${n}\nM: p${n}@example.org\nF: section/${n}/\n`,
  ).join('\n');
}

function expectTooLarge(text: string, message: RegExp): void {
  expect(() => draftOf(text)).toThrow(
    expect.objectContaining({ type: 'too-large', message: expect.stringMatching(message) }),
  );
}
