import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { parseMaintainers, REGEXES_MAX, SECTIONS_MAX } from '../../../server/importers/maintainers.ts';
import { LINE_CHARACTERS_MAX, REGISTER_BYTES_MAX } from '../../../server/importers/maintainers-lines.ts';
import { TAGS_PER_SECTION_MAX } from '../../../server/importers/maintainers-section.ts';
import { parseStatus } from '../../../server/importers/maintainers-status.ts';
import { WARNINGS_MAX } from '../../../server/importers/maintainers-warnings.ts';

const WHOLE = `List of who looks after what
============================

	M: *Mail* to: FullName <address@domain>
	   F:	tools/	everything below

TOOLS
M:	Ada Pumpe <ada@example.org>
M:	"Rand, Bo" <Bo@example.org> (saws)
R:	Çiğdem Ölçer <cigdem@example.org>
L:	tools@lists.example.org (moderated for non-members)
S:	Odd fixes
W:	https://example.org/tools
Q:	https://example.org/patches
B:	mailto:broken@example.org
C:	https://chat.example.org
P:	rules/tools.md
T:	git https://git.example.org/tools.git
F:	tools/
F:	*.[tm]d
N:	(^|/)saw
X:	tools/power/
K:	\\bsaw(?:dust)?\\b

REST
F:	*/
`;

describe('the grammar', () => {
  test('every tag has its place', () => {
    const { sections, warnings } = read(WHOLE);
    expect(warnings).toEqual([]);
    expect(sections).toEqual([
      {
        name: 'TOOLS',
        line: 7,
        maintainers: [
          { name: 'Ada Pumpe', email: 'ada@example.org', note: null },
          { name: 'Rand, Bo', email: 'Bo@example.org', note: 'saws' },
        ],
        reviewers: [{ name: 'Çiğdem Ölçer', email: 'cigdem@example.org', note: null }],
        lists: [{ address: 'tools@lists.example.org', note: 'moderated for non-members' }],
        status: 'odd-fixes',
        statusText: 'Odd fixes',
        paths: ['tools/', '*.[tm]d', 'regex:(^|/)saw'],
        excludes: ['tools/power/'],
        contentPatterns: ['\\bsaw(?:dust)?\\b'],
        trees: ['git https://git.example.org/tools.git'],
        profiles: ['rules/tools.md'],
        patchwork: ['https://example.org/patches'],
        web: ['https://example.org/tools'],
        bugs: ['mailto:broken@example.org'],
        chat: ['https://chat.example.org'],
      },
      expect.objectContaining({
        name: 'REST',
        status: 'unstated',
        statusText: null,
        maintainers: [],
        paths: ['*/'],
      }),
    ]);
  });

  test.each([
    ['CR LF', WHOLE.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${WHOLE}`],
    ['no newline at the end', WHOLE.trimEnd()],
    [
      'blanks instead of tabs and at the ends of lines',
      WHOLE.replaceAll(':\t', ':   ').replaceAll('\n', ' \t\n'),
    ],
    ['more blank lines', WHOLE.replaceAll('\n\n', '\n \n\n\t\n')],
  ])('%s changes nothing', (_, text) => {
    const without = (register: ReturnType<typeof read>) =>
      register.sections.map((section) => ({ ...section, line: 0 }));
    expect(without(read(text))).toEqual(without(read(WHOLE)));
  });

  test('indented tags are no entries', () => {
    expect(names('\tM: x\n\tF:\ta/\n\nA\nF: a\n')).toEqual(['A']);
    expect(() => read('Title\n\tF:\ta/\n')).toThrow(expect.objectContaining({ type: 'malformed' }));
  });

  test.each([
    ['Supported', 'supported'],
    ['MAINTAINED', 'maintained'],
    ['Maintained (only the lid)', 'maintained'],
    ['Odd Fixes', 'odd-fixes'],
    ['odd-fixes', 'odd-fixes'],
    ['Orphan / Obsolete', 'orphan'],
    ['Obsolete', 'obsolete'],
    ['Externally maintained', 'other'],
    ['Orphanage', 'other'],
    ['Nobody dares', 'other'],
    ['', 'unstated'],
  ])('the status "%s" is %s', (text, status) => {
    expect(parseStatus(text)).toBe(status);
  });
});

describe('dirt is left out with its line, and no more than it', () => {
  test.each([
    ['a tag without name', 'A\nF: a\n\nF: b\n', 4, 'tags-without-name'],
    ['a name without tags', 'A\nF: a\n\nB\n', 4, 'name-without-tags'],
    ['two lines above the tags', 'A\nsecond\nF: a\n', 1, 'name-lines'],
    ['an indented line', 'A\nF: a\n\tF: b\n', 3, 'stray-line'],
    ['an unknown tag', 'A\nF: a\nZ: b\n', 3, 'unknown-tag'],
    ['an unknown status', 'A\nF: a\nS: Buried alive in reporters\n', 3, 'unknown-status'],
    ['an empty tag', 'A\nF: a\nM:\n', 3, 'empty-tag'],
    ['an absolute pattern', 'A\nF: a\nF: /etc\n', 3, 'pattern-refused'],
    ['a pattern that leaves the tree', 'A\nF: a\nX: ../b\n', 3, 'pattern-refused'],
    ['an escaped letter', 'A\nF: a\nF: \\b\n', 3, 'pattern-refused'],
    ['an expression that no RE2 takes', 'A\nF: a\nN: (?<!x)y\n', 3, 'regex-refused'],
    ['an expression that is broken', 'A\nF: a\nN: ((\n', 3, 'regex-refused'],
    ['an expression that would explode', 'A\nF: a\nN: (?:x{90}){90}\n', 3, 'regex-refused'],
    ["an expression in Perl's /x", 'A\nF: a\nN: x  # saws\n', 3, 'regex-refused'],
    ['a content expression that no RE2 takes', 'A\nF: a\nK: (a)\\1\n', 3, 'regex-refused'],
  ])('%s', (_, text, line, code) => {
    const { sections, warnings } = read(text);
    expect(warnings).toEqual([{ line, code, detail: expect.stringMatching(/\.$/) }]);
    expect(sections).toEqual([
      expect.objectContaining({ name: 'A', paths: ['a'], contentPatterns: [], excludes: [] }),
    ]);
  });

  test('a backslash before a star is a slip', () => {
    const { sections, warnings } = read('A\nF: saw\\*\n');
    expect(sections[0]?.paths).toEqual(['saw*']);
    expect(warnings).toEqual([expect.objectContaining({ line: 2, code: 'pattern-repaired' })]);
  });

  test('a file that is called like an expression stays a file', () => {
    expect(read('A\nF: regex:saw\n').sections[0]?.paths).toEqual(['[r]egex:saw']);
  });

  test('someone without address stays listed', () => {
    const { sections, warnings } = read('A\nM: Ada Pumpe\nF: a\n');
    expect(sections[0]?.maintainers).toEqual([{ name: 'Ada Pumpe', email: null, note: null }]);
    expect(warnings).toEqual([expect.objectContaining({ line: 2, code: 'address-missing' })]);
  });

  test('of two statuses the first holds and both are kept', () => {
    const { sections, warnings } = read('A\nS: Maintained\nS: Orphan (the lid)\n');
    expect(sections[0]).toMatchObject({ status: 'maintained', statusText: 'Maintained; Orphan (the lid)' });
    expect(warnings).toEqual([expect.objectContaining({ line: 3, code: 'several-statuses' })]);
  });

  test('sections of one name are kept apart', () => {
    const { sections, warnings } = read('A\nF: a\n\nB\nF: b\n\nA\nF: c\n');
    expect(sections.map(({ name, line, paths }) => [name, line, paths])).toEqual([
      ['A', 1, ['a']],
      ['B', 4, ['b']],
      ['A', 7, ['c']],
    ]);
    expect(warnings).toEqual([expect.objectContaining({ line: 7, code: 'duplicate-name' })]);
  });

  test('a line that lost its colon begins a section, as in the kernel’s tool, and is named', () => {
    const { sections, warnings } = read('A\nM: ada@example.org\nW\thttps://example.org\nF: a\n');
    expect(sections).toEqual([
      expect.objectContaining({ name: 'A', paths: [] }),
      expect.objectContaining({ name: 'W https://example.org', line: 3, paths: ['a'], maintainers: [] }),
    ]);
    expect(warnings).toEqual([
      { line: 3, code: 'name-in-section', detail: expect.stringMatching(/lost its colon/) },
    ]);
  });
});

describe('hostile files', () => {
  test.each([
    ['bad UTF-8', new Uint8Array([...utf8('A\nF: a\nM: '), 0xc3, 0x28, ...utf8('\nF: b\n')]), 3],
    ['an overlong NUL', new Uint8Array([...utf8('A\n'), 0xc0, 0x80]), 2],
    ['Latin-1 in the last line', new Uint8Array([...utf8('A\nF: a\nM: Jos'), 0xe9]), 3],
    ['a NUL', utf8('A\nF: a\0b\n'), 2],
    ['an escape sequence', utf8('A\nF: a\n\u001b[2J\n'), 3],
    ['a lone carriage return', utf8('A\rF: a\n'), 1],
  ])('%s is malformed, by its line', (_, bytes, line) => {
    expect(() => parseMaintainers(bytes)).toThrow(
      expect.objectContaining({ type: 'malformed', extensions: { line } }),
    );
  });

  test.each([
    ['nothing', ''],
    ['blank lines', '\n\n\n'],
    ['prose', 'Once upon a time\nthere was a saw.\n'],
    ['tags alone', 'F: a\nF: b\n'],
    ['JSON', '{"F:": 1}\n'],
  ])('%s is no register', (_, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ type: 'malformed' }));
  });

  test('a line may be long, and not longer', () => {
    const line = (length: number) => `A\nF: a\nW: ${'x'.repeat(length - 3)}`;
    expect(read(line(LINE_CHARACTERS_MAX)).sections[0]?.web[0]).toHaveLength(LINE_CHARACTERS_MAX - 3);
    expectTooLarge(line(LINE_CHARACTERS_MAX + 1));
    expectTooLarge('x'.repeat(1024 * 1024));
  });

  test('a section may have many tags, and not more', () => {
    const tags = (count: number) => `A\n${'F: a\n'.repeat(count)}`;
    expect(read(tags(TAGS_PER_SECTION_MAX)).sections[0]?.paths).toHaveLength(TAGS_PER_SECTION_MAX);
    expectTooLarge(tags(TAGS_PER_SECTION_MAX + 1));
    expectTooLarge(tags(200_000)); // 1 MB of one tag
  });

  test('a register may have many sections, and not more', () => {
    const sections = (count: number) => 'A\nF: a\n\n'.repeat(count);
    const full = read(sections(SECTIONS_MAX));
    expect(full.sections).toHaveLength(SECTIONS_MAX);
    expect(full.warnings).toHaveLength(WARNINGS_MAX + 1);
    expect(full.warnings.at(-1)).toMatchObject({
      code: 'more-warnings',
      detail: `${SECTIONS_MAX - 1 - WARNINGS_MAX} more warnings follow.`,
    });
    expectTooLarge(sections(SECTIONS_MAX + 1));
  });

  test('a register may have many regular expressions, and not more', () => {
    const section = (count: number) => `A\n${`N: ${'('.repeat(90)}a${')'.repeat(90)}\n`.repeat(count)}\n`;
    const full = section(500).repeat(REGEXES_MAX / 500);
    expect(read(full).sections[0]?.paths).toHaveLength(500);
    expectTooLarge(full + section(1));
  });

  test('a file may have many bytes, and not more', () => {
    const head = 'A\nF: a\n';
    const full = head + '\n'.repeat(REGISTER_BYTES_MAX - head.length);
    expect(read(full).sections).toHaveLength(1);
    expectTooLarge(`${full}\n`);
  });

  test.each([
    ['commas', 'M: '.padEnd(LINE_CHARACTERS_MAX, ',')],
    ['addresses', 'M: '.padEnd(LINE_CHARACTERS_MAX, 'a@b.c,')],
    ['quotes', 'M: '.padEnd(LINE_CHARACTERS_MAX, '"\\"<')],
    ['brackets', 'M: '.padEnd(LINE_CHARACTERS_MAX, '<(')],
    ['blanks', 'L: a'.padEnd(LINE_CHARACTERS_MAX - 1, ' \u00a0\u3000').concat('x')],
    ['stars', 'F: '.padEnd(LINE_CHARACTERS_MAX, '*a')],
  ])('megabytes of %s take no long time', (_, line) => {
    const section = `A\n${`${line}\n`.repeat(300)}\n`;
    const { sections } = read(section.repeat(Math.floor(REGISTER_BYTES_MAX / utf8(section).length)));
    expect(sections.length).toBeGreaterThan(0);
  });

  test('any bytes give a register or a clear error', () => {
    const pieces = fc.constantFrom(
      'A',
      '\n',
      '\n\n',
      '\t',
      'F:',
      'M:',
      'N:',
      'X:',
      ' ',
      '*',
      '[',
      '(',
      '<',
      '@',
      '"',
      'ä',
      '\r\n',
      '/',
      'b',
    );
    const texts = fc.array(pieces, { maxLength: 60 }).map((parts) => utf8(parts.join('')));
    fc.assert(
      fc.property(fc.oneof(texts, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        try {
          const { sections, warnings } = parseMaintainers(bytes);
          expect(sections.length).toBeGreaterThan(0);
          for (const { line } of [...sections, ...warnings]) expect(line).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof ProtocolError)) throw error;
          expect(error.message).toMatch(/\.$/);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

function read(text: string) {
  return parseMaintainers(utf8(text));
}

function names(text: string): string[] {
  return read(text).sections.map(({ name }) => name);
}

function expectTooLarge(text: string): void {
  expect(() => read(text)).toThrow(expect.objectContaining({ type: 'too-large' }));
}
