import { expect, test } from 'vitest';
import { NO_MACHINE } from '../support/tidy/no-machine.ts';
import {
  chapterFiles,
  chapterOf,
  citedIn,
  readProofs,
  readRules,
  readSections,
  type SpecRule,
  sectionsIn,
  vectorCases,
} from '../support/tidy/rules.ts';
import { filesOf, sourceFiles, testFiles } from '../support/tidy/tree.ts';

const rules = readRules();
const byId = new Map(rules.map((rule) => [rule.id, rule]));
/** Chapters that are written; what belongs to others is not looked for yet. */
const chapters = new Set(chapterFiles().map(({ path }) => chapterOf(path)));
const proofs = readProofs();

const isWritten = (id: string) => chapters.has(chapterOf(id));
const demands = ({ text }: SpecRule) => /\bMUST\b/.test(text);
const isProven = (id: string) => {
  const { accepted, refused, tests } = proofs.get(id) ?? { accepted: 0, refused: 0, tests: 0 };
  return (accepted > 0 && refused > 0) || tests > 0;
};

test('the specification has rules at all', () => {
  expect(rules.length).toBeGreaterThan(50);
});

test('every rule is defined once, in the chapter of its number', () => {
  const twice = rules.filter(({ id }, index) => rules.findIndex((rule) => rule.id === id) !== index);
  expect(twice.map(({ id, file }) => `${id} in ${file}`)).toEqual([]);
  const astray = rules.filter(({ id, file }) => chapterOf(id) !== chapterOf(file));
  expect(astray.map(({ id, file }) => `${id} in ${file}`)).toEqual([]);
});

test('every rule that is cited exists', () => {
  const citing = [...sourceFiles(), ...testFiles().filter(({ path }) => !path.startsWith('test/tidy/'))];
  const unknown = [...citing, ...filesOf('spec/*.md', '*.md')].flatMap(({ path, text }) =>
    citedIn(text)
      .filter((id) => isWritten(id) && !byId.has(id))
      .map((id) => `${id} in ${path}`),
  );
  expect(unknown).toEqual([]);
});

test('every section that is cited exists', () => {
  const sections = readSections();
  const citing = [...sourceFiles(), ...testFiles(), ...filesOf('spec/*.md', '*.md')];
  const unknown = citing
    .filter(({ path }) => !path.startsWith('test/support/tidy/'))
    .flatMap(({ path, text }) =>
      sectionsIn(text)
        .filter((section) => isWritten(`R-${section}`) && !sections.has(section))
        .map((section) => `§${section} in ${path}`),
    );
  expect(unknown).toEqual([]);
});

test('every case of the vectors belongs to a rule', () => {
  const astray = vectorCases().filter(({ rule }) => isWritten(rule) && !byId.has(rule));
  expect(astray.map(({ file, rule }) => `${rule} in ${file}`)).toEqual([]);
});

test('every MUST has a case to accept and one to refuse, or a test that names it', () => {
  const bare = rules.filter((rule) => demands(rule) && !isProven(rule.id) && !(rule.id in NO_MACHINE));
  expect(bare.map(({ id, file }) => `${id} in ${file}`)).toEqual([]);
});

test('the exceptions are few, and still needed', () => {
  const excepted = Object.entries(NO_MACHINE);
  for (const [id, reason] of excepted) console.info(`no machine checks ${id}: ${reason}`);
  const stale = excepted.filter(
    ([id]) => isProven(id) || !rules.some((rule) => rule.id === id && demands(rule)),
  );
  expect(stale.map(([id]) => id)).toEqual([]);
  expect(excepted.length).toBeLessThan(20);
});
