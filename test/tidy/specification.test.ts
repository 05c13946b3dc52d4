import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chapterIndex, headOf } from '../support/tidy/chapter-index.ts';
import { chapterFiles } from '../support/tidy/rules.ts';
import { filesOf, ROOT } from '../support/tidy/tree.ts';

const [readme] = filesOf('spec/README.md');
const introduction = readme?.text ?? '';

test('the specification is its introduction, chapters, schemas and vectors, and nothing else', () => {
  const known = /^(README\.md|\d\d-[a-z-]+\.md|schema|vectors|(schema\/|vectors\/\d\d-)[a-z-]+\.json)$/;
  const found = readdirSync(`${ROOT}/spec`, { recursive: true, encoding: 'utf8' });
  expect(found.map((path) => path.replaceAll('\\', '/')).filter((path) => !known.test(path))).toEqual([]);
});

test('chapters are numbered without a gap', () => {
  const numbers = chapterFiles().map(({ path }) => Number(/\d+/.exec(path)?.[0]));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});

test('the introduction links vectors and schemas, and says in which order to read', () => {
  expect(introduction).toContain('](vectors/)');
  expect(introduction).toContain('](schema/)');
  expect(introduction).toMatch(/^## In which order to read$/m);
});

test('the introduction places every file of the vectors in the order of an implementation', () => {
  const order = introduction.slice(introduction.indexOf('### Your own implementation'));
  const placed = [...order.matchAll(/`(\d\d-[a-z*-]+)`/g)].map(([, name = '']) => name);
  const rangeFrom = [...order.matchAll(/`(\d\d)-\*` to `(\d\d)-\*`/g)];
  const isPlaced = (name: string) =>
    placed.some((glob) => (glob.endsWith('*') ? name.startsWith(glob.slice(0, -1)) : name === glob)) ||
    rangeFrom.some(([, from = '', to = '']) => name.slice(0, 2) >= from && name.slice(0, 2) <= to);
  const names = filesOf('spec/vectors/*.json').map(({ path }) => path.replace(/.*\/|\.json$/g, ''));
  expect(names.filter((name) => !isPlaced(name))).toEqual([]);
});

test.each(chapterFiles())('an index at the head of $path names its sections and their rules', (chapter) => {
  const [last, blank] = headOf(chapter).split('\n\n').slice(-2);
  expect(blank).toBe('');
  expect(`${last}\n`).toBe(chapterIndex(chapter));
});

test.each(chapterFiles())('$path names its vectors, and they are there', ({ path, text }) => {
  const number = path.slice('spec/'.length, 'spec/NN'.length);
  const files = filesOf(`spec/vectors/${number}-*.json`).map((file) =>
    file.path.slice('spec/vectors/'.length),
  );
  expect(files.filter((name) => !text.includes(name))).toEqual([]);
});

test('an index lists ranges of rules, and leaves sections without any bare', () => {
  const text = [
    '# 1 Chapter',
    '## 1.1 One, two',
    ...['R-1.1', 'R-1.3', 'R-1.1a', 'R-1.2', 'R-1.9'].map((id) => `- **[${id}]** Text.`),
    '## 1.2 No rules',
  ].join('\n');
  expect(chapterIndex({ path: '', text })).toBe(
    '- [1.1 One, two](#11-one-two): R-1.1 to R-1.3, R-1.9\n- [1.2 No rules](#12-no-rules)\n',
  );
});
