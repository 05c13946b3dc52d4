import { expect, test } from 'vitest';
import { deadLinks } from '../support/tidy/links.ts';
import { chapterFiles } from '../support/tidy/rules.ts';
import { filesOf } from '../support/tidy/tree.ts';

test('every link inside the repository leads somewhere', () => {
  expect(filesOf('*.md', 'spec/**/*.md').flatMap(deadLinks)).toEqual([]);
});

test('the specification lists all its chapters', () => {
  const [readme] = filesOf('spec/README.md');
  const listed = [...(readme?.text ?? '').matchAll(/^\| \[\d+ [^\]]+\]\(([^)]+)\)/gm)].map(
    ([, file]) => `spec/${file}`,
  );
  expect(listed).toEqual(chapterFiles().map(({ path }) => path));
});

test.each([
  ['a file that is not there', '[a](nowhere.md)', ['nowhere.md in README.md']],
  ['a heading that is not there', '# Here\n\n[a](#there)', ['#there in README.md']],
  ['a heading that is there', '# Over here, now\n\n[a](#over-here-now)', []],
  ['another host', '[a](https://example.org/nowhere.md)', []],
])('a link to %s', (_, text, dead) => {
  expect(deadLinks({ path: 'README.md', text })).toEqual(dead);
});
