import { describe, expect, test } from 'vitest';
import { DOCUMENT_TYPES, type DocumentTypeName } from '../../protocol/documents/document.ts';
import { chapterFiles, chapterOf } from '../support/tidy/rules.ts';
import { documentSchemas } from '../support/vectors/schema.ts';

const chapters = chapterFiles();
const isWritten = (chapter: number) => chapters.some(({ path }) => chapterOf(path) === chapter);
/** Forms that belong to a chapter which is not written yet. */
const LATER: ReadonlySet<string> = new Set([
  ...(isWritten(6) ? [] : ['ladder', 'rung']),
  ...(isWritten(8) ? [] : ['termsFields']),
]);

/** Words that the chapters set in code: members, values, types. */
const written = new Set(
  chapters.flatMap(({ text }) =>
    [...text.replaceAll('```', '').matchAll(/`([^`]+)`/g)].flatMap(
      ([, code = '']) => code.match(/[A-Za-z0-9*/-]+/g) ?? [],
    ),
  ),
);

/** Names of members, and words that a member can be, at any depth of a JSON Schema. */
function wordsOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsOf);
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([name, value]) => {
    if (LATER.has(name)) return [];
    if (name === 'properties') return [...Object.keys(value), ...Object.values(value).flatMap(wordsOf)];
    if (name === 'const' || name === 'enum') return [value].flat().filter((word) => typeof word === 'string');
    return wordsOf(value);
  });
}

/** `adopt:role` is written where `adopt:` and `role` are. */
const isNamed = (word: string) => word.split(':').every((part) => written.has(part));

const schemas = documentSchemas();
const TYPES = Object.keys(DOCUMENT_TYPES) as DocumentTypeName[]; // the table's own keys

describe.each(TYPES)('§4 the chapters on %s', (type) => {
  test('name every member that it has and every word that one can be', () => {
    const unwritten = [...new Set(wordsOf(schemas[type]))].filter((word) => !isNamed(word));
    expect(unwritten).toEqual([]);
  });

  test('say in the table of §4.2 who signs it', () => {
    const table = chapters.find(({ path }) => path.includes('/04-'))?.text ?? '';
    const rows = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const signer = DOCUMENT_TYPES[type].signer;
    const letters =
      typeof signer === 'function' ? ['P', 'C'] : [{ participant: 'P', commons: 'C', either: 'P/C' }[signer]];
    const found = rows.flatMap(([, first = '', second = '']) =>
      first.includes(`\`${type}\``) && /^(P|C|P\/C)$/.test(second) ? [second] : [],
    );
    expect([...new Set(found)].sort()).toEqual(letters.toSorted());
  });
});
