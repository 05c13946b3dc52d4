import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../../protocol/documents/response.ts';
import type { VoteParameters } from '../../../../protocol/documents/rung.ts';
import { evaluate } from '../../../../protocol/governance/ladder/evaluate.ts';
import type { Subject } from '../../../../protocol/ids.ts';
import { SECOND } from '../../../../protocol/time.ts';
import { createScript, DAY, HOUR, OPENED, seats } from '../../../support/rules/matter-script.ts';

const PARAMETERS: VoteParameters = {
  openSeconds: (7 * DAY) / SECOND,
  quorum: { num: 1, den: 2 },
  threshold: { num: 1, den: 2, cmp: 'gt', base: 'decisive' },
};
const CLOSE = OPENED + 7 * DAY;

function ask(
  size: number,
  answers: readonly (readonly [number, Answer])[],
  asOf: number,
  parameters: Partial<VoteParameters> = {},
) {
  const roster = seats(size);
  const script = createScript();
  let seat = 0;
  for (const [count, value] of answers) {
    for (let i = 0; i < count; i++) script.answer(roster[seat++] as Subject, value, OPENED + HOUR);
  }
  const frozen = {
    openedAt: OPENED,
    rung: 'vote' as const,
    parameters: { vote: { ...PARAMETERS, ...parameters } },
    roster,
    silence: () => 0,
  };
  return evaluate(script.entries, frozen, asOf);
}

describe('§6 [R-6.36] a vote ends at its close with a yes or a no', () => {
  test.each<[string, readonly (readonly [number, Answer])[], readonly string[]]>([
    [
      'more yes than no',
      [
        [3, 'yes'],
        [2, 'no'],
      ],
      [],
    ],
    [
      'as many',
      [
        [3, 'yes'],
        [3, 'no'],
      ],
      ['threshold'],
    ],
    ['too few took part', [[4, 'yes']], ['quorum']],
    [
      'who abstains took part, and decides nothing',
      [
        [2, 'yes'],
        [1, 'no'],
        [2, 'abstain'],
      ],
      [],
    ],
    ['all abstain', [[10, 'abstain']], ['threshold']],
    ['nobody votes', [], ['quorum', 'threshold']],
  ])('%s', (_, answers, unmet) => {
    expect(ask(10, answers, CLOSE)).toMatchObject({
      unmet,
      state: unmet.length === 0 ? 'adopted' : 'not-adopted',
    });
  });

  test('and not before, unless every seat has voted', () => {
    expect(ask(10, [[9, 'yes']], CLOSE - 1)).toMatchObject({ state: 'open', next: CLOSE });
    expect(ask(10, [[10, 'no']], OPENED + HOUR)).toMatchObject({ state: 'not-adopted', next: null });
  });

  test('a statute’s base is the one it names', () => {
    const threshold = { num: 2, den: 3, cmp: 'gte', base: 'roster' } as const;
    expect(ask(9, [[6, 'yes']], CLOSE, { threshold }).state).toBe('adopted');
    expect(ask(9, [[5, 'yes']], CLOSE, { threshold }).state).toBe('not-adopted');
  });

  test('[R-6.26] by square root', () => {
    expect(ask(100, [[15, 'yes']], CLOSE, { quorum: 'square-root' }).state).toBe('adopted');
    expect(ask(100, [[14, 'yes']], CLOSE, { quorum: 'square-root' }).state).toBe('not-adopted');
  });
});
