import { expect, test } from 'vitest';
import { literalsIn } from '../support/tidy/literals.ts';
import { sourceFiles } from '../support/tidy/tree.ts';

/** An address may have the s or not; everything that is counted has it or not, and we know which. */
const UNDECIDED = /(?<!http)\(s\)/;

test('nothing that is counted leaves it to the reader whether it is one or more', () => {
  const undecided = sourceFiles().flatMap(({ path, text }) =>
    literalsIn(text)
      .filter((literal) => UNDECIDED.test(literal.text))
      .map((literal) => `${path}: ${literal.text}`),
  );
  expect(undecided).toEqual([]);
  expect(UNDECIDED.test('2 seat(s)')).toBe(true);
});
