import { expect, test } from 'vitest';
import { sourceFiles } from '../support/tidy/tree.ts';

/** Most files of the house have 50 to 250 lines; one that needs more than this does more than one thing. */
const LINES_MAX = 400;

test('no file of the program has outgrown the house', () => {
  const long = sourceFiles().filter(({ text }) => text.split('\n').length > LINES_MAX);
  expect(long.map(({ path }) => path)).toEqual([]);
});
