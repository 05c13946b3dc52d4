import { expect, test } from 'vitest';
import { unmetTexts } from '../../../server/web/proposal-words.ts';

test('§6 [R-6.26] of a quorum that is missing a page says which, and how many are needed', () => {
  const quorum = [
    { of: 'answers', needed: 6, given: 2 },
    { of: 'consents', needed: 3, given: 1 },
  ] as const;
  expect(unmetTexts({ unmet: ['quorum', 'objection'], quorum })).toEqual([
    'Too few have answered: 2, and 6 are needed.',
    'Too few consent: 1, and 3 are needed.',
    'An objection stands.',
  ]);
  expect(unmetTexts({ unmet: ['quorum'], quorum: [] })).toEqual(['Too few have answered.']);
});
