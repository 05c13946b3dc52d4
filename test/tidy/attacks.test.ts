import { expect, test } from 'vitest';
import { ATTACKS, attacksNamed } from '../support/tidy/attacks.ts';
import { filesOf } from '../support/tidy/tree.ts';

const named = new Set(
  filesOf('test/**/*.test.ts')
    .filter(({ path }) => path !== 'test/tidy/attacks.test.ts') // its examples are none
    .flatMap((file) => [...attacksNamed(file)]),
);

test('every attack has a test named by its id', () => {
  expect(ATTACKS.filter((id) => !named.has(id))).toEqual([]);
});

test.each([
  ["test('S1 an address', () => {})", ['S1']],
  ['describe(`G10 a log (F11)`, () => {})', ['F11', 'G10']],
  ["test.each([\n  ['a'],\n])('P2 of %s', () => {})", ['P2']],
  ["describe.skipIf(!there)('C3 of %s', () => {})", ['C3']],
  ["test(\n    'C4 of %s', () => {})", ['C4']],
  ["test('nothing', () => { call('S2'); })", []],
  ['// S3 in words, C2SP, G15, F5, XS4, S40', []],
])('names are read from %j', (text, ids) => {
  expect([...attacksNamed({ text })].sort()).toEqual(ids);
});
