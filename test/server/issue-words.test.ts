import { describe, expect, test } from 'vitest';
import { issueWords, placeWords } from '../../server/issue-words.ts';

describe('§11 [R-11.8] what is wrong with a form is said in words', () => {
  test.each([
    ['operations.0.quantity', 'quantity of operation 1'],
    ['limits.2.perPeriod.most', 'most of per period of limit 3'],
    ['endsAt', 'ends at'],
    ['members.0', 'member 1'],
    ['', ''],
  ])('%s is “%s”', (at, words) => {
    expect(placeWords(at)).toBe(words);
  });

  test.each([
    ['number at least 1', 'quantity: it takes a number of at least 1'],
    ['length of string at most 200', 'quantity: it takes at most 200 characters'],
    ['length of array at least 1', 'quantity: it takes at least 1 of them'],
    ['object', 'quantity: it is missing, or has another form'],
    ['one of "easy", "costly"', 'quantity: it takes one of "easy", "costly"'],
  ])('%s', (expected, words) => {
    expect(issueWords([{ at: 'quantity', expected }])).toEqual([words]);
  });

  test.each([undefined, null, [], 'x', [{ at: 1 }]])('what names no place has no words: %j', (issues) => {
    expect(issueWords(issues)).toBeNull();
  });
});
