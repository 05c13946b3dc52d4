import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../../protocol/documents/response.ts';
import type { ConsensusParameters } from '../../../../protocol/documents/rung.ts';
import { evaluate } from '../../../../protocol/governance/ladder/evaluate.ts';
import type { Subject } from '../../../../protocol/ids.ts';
import { SECOND } from '../../../../protocol/time.ts';
import { createScript, DAY, HOUR, OPENED, seats } from '../../../support/rules/matter-script.ts';

const PARAMETERS: ConsensusParameters = {
  openSeconds: (14 * DAY) / SECOND,
  deadlineSeconds: (40 * DAY) / SECOND,
  quorum: { num: 3, den: 4 },
  standAsidesMost: { num: 1, den: 4 },
  agree: { num: 1, den: 2, cmp: 'gt', base: 'roster' },
};
const FALLBACK: Partial<ConsensusParameters> = {
  fallback: {
    afterSeconds: (5 * DAY) / SECOND,
    threshold: { num: 9, den: 10, cmp: 'gte', base: 'decisive' },
  },
};
const CLOSE = OPENED + 14 * DAY;

/** Seats answer in the order given, so many each. */
function ask(
  size: number,
  answers: readonly (readonly [number, Answer])[],
  asOf: number,
  parameters: Partial<ConsensusParameters> = {},
) {
  const roster = seats(size);
  const script = createScript();
  let seat = 0;
  for (const [count, value] of answers) {
    for (let i = 0; i < count; i++) script.answer(roster[seat++] as Subject, value, OPENED + HOUR);
  }
  const frozen = {
    openedAt: OPENED,
    rung: 'consensus' as const,
    parameters: { consensus: { ...PARAMETERS, ...parameters } },
    roster,
    silence: () => 0,
  };
  return evaluate(script.entries, frozen, asOf);
}

describe('§6 [R-6.34] consensus: nobody blocks, few stand aside, more than half agree', () => {
  test('it takes its time', () => {
    expect(ask(8, [[7, 'agree']], CLOSE - 1)).toMatchObject({ state: 'open', unmet: ['time'] });
    expect(ask(8, [[7, 'agree']], CLOSE)).toMatchObject({ state: 'adopted', fallback: false });
    expect(ask(8, [[8, 'agree']], OPENED + HOUR).state).toBe('adopted');
  });

  test.each<[string, readonly (readonly [number, Answer])[], readonly string[]]>([
    ['three quarters of eight', [[6, 'agree']], []],
    ['one less', [[5, 'agree']], ['quorum']],
    ['a reservation is a yes', [[6, 'agree-with-reservation']], []],
    [
      'one block',
      [
        [7, 'agree'],
        [1, 'block'],
      ],
      ['block'],
    ],
    [
      'a quarter stands aside',
      [
        [6, 'agree'],
        [2, 'stand-aside'],
      ],
      [],
    ],
    [
      'more than a quarter',
      [
        [5, 'agree'],
        [2, 'stand-aside'],
      ],
      ['stand-asides'],
    ],
    [
      'half agree',
      [
        [4, 'agree'],
        [4, 'abstain'],
      ],
      ['threshold'],
    ],
    ['nobody says anything', [], ['quorum', 'threshold']],
  ])('%s', (_, answers, unmet) => {
    const { state, unmet: found } = ask(8, answers, CLOSE);
    expect(found).toEqual(unmet);
    expect(state).toBe(unmet.length === 0 ? 'adopted' : 'integrating');
  });

  test('blocked to its deadline it has stalled', () => {
    expect(
      ask(
        8,
        [
          [7, 'agree'],
          [1, 'block'],
        ],
        OPENED + 40 * DAY,
      ).state,
    ).toBe('stalled');
  });

  test('[R-6.25] a block in the last 24 hours moves the close', () => {
    const roster = seats(4);
    const script = createScript();
    script.answer(roster[0] as Subject, 'block', CLOSE - HOUR);
    const frozen = {
      openedAt: OPENED,
      rung: 'consensus' as const,
      parameters: { consensus: PARAMETERS },
      roster,
      silence: () => 0,
    };
    expect(evaluate(script.entries, frozen, CLOSE).closesAt).toBe(CLOSE + 23 * HOUR);
  });
});

describe('§6 [R-6.34] a fallback counts because it was declared', () => {
  const NINE_TO_ONE: readonly (readonly [number, Answer])[] = [
    [9, 'agree'],
    [1, 'block'],
  ];

  test('after its time, by its threshold', () => {
    expect(ask(10, NINE_TO_ONE, CLOSE + 5 * DAY - 1, FALLBACK).state).toBe('integrating');
    expect(ask(10, NINE_TO_ONE, CLOSE + 5 * DAY, FALLBACK)).toMatchObject({
      state: 'adopted',
      fallback: true,
      unmet: [],
    });
    expect(ask(10, NINE_TO_ONE, CLOSE + 5 * DAY).state).toBe('integrating');
  });

  test('19 to 3 is not nine tenths', () => {
    const answers: readonly (readonly [number, Answer])[] = [
      [19, 'agree'],
      [3, 'block'],
    ];
    expect(ask(22, answers, CLOSE + 5 * DAY, FALLBACK)).toMatchObject({
      state: 'integrating',
      unmet: ['block'],
    });
  });

  test('it overcomes a block, not an absence', () => {
    expect(ask(20, NINE_TO_ONE, CLOSE + 5 * DAY, FALLBACK)).toMatchObject({
      unmet: ['quorum', 'block', 'threshold'],
    });
  });

  test('what is adopted without it does not need it', () => {
    expect(ask(10, [[10, 'agree']], CLOSE + 5 * DAY, FALLBACK).fallback).toBe(false);
  });

  test('one that would come after the deadline never does', () => {
    const short = { ...FALLBACK, deadlineSeconds: (19 * DAY) / SECOND - 1 };
    expect(ask(10, NINE_TO_ONE, CLOSE + 30 * DAY, short).state).toBe('stalled');
  });
});

describe('§6 [R-6.37] with two windows people are asked twice', () => {
  const TWICE = { windows: 2 } as const;
  const SECOND_FROM = OPENED + 7 * DAY;

  test('all who agree at once close it with the end of the first window, and no sooner', () => {
    const all = [[8, 'agree']] as const;
    expect(ask(8, all, SECOND_FROM - 1, TWICE)).toMatchObject({ state: 'open', secondFrom: SECOND_FROM });
    expect(ask(8, all, SECOND_FROM, TWICE).state).toBe('adopted');
    expect(ask(8, all, OPENED + HOUR).state).toBe('adopted');
  });

  test('where somebody is silent it takes both', () => {
    expect(ask(8, [[7, 'agree']], CLOSE - 1, TWICE).state).toBe('open');
    expect(ask(8, [[7, 'agree']], CLOSE, TWICE).state).toBe('adopted');
  });

  test.each([
    ['in the first window, and takes the second', 3 * DAY, CLOSE],
    ['as the second begins', 7 * DAY, CLOSE],
    ['in the second, which begins anew', 10 * DAY, OPENED + 17 * DAY],
  ])('an amendment comes %s', (_, after, closes) => {
    expect(amended(after, TWICE).closesAt).toBe(closes);
    expect(amended(after).closesAt).toBe(OPENED + after + 14 * DAY);
  });

  test('half of an odd number of seconds is rounded down, and the rest is the second', () => {
    const odd = { ...TWICE, openSeconds: 7 };
    expect(ask(8, [], OPENED, odd)).toMatchObject({
      secondFrom: OPENED + 3 * SECOND,
      closesAt: OPENED + 7 * SECOND,
    });
  });
});

describe('§6 [R-6.38] phases follow from what was said', () => {
  test('clarify, respond, integrate, settle', () => {
    expect(ask(4, [], OPENED + DAY).phase).toBe('clarify');
    expect(ask(4, [[1, 'agree']], OPENED + DAY).phase).toBe('respond');
    expect(
      ask(
        4,
        [
          [1, 'agree'],
          [1, 'block'],
        ],
        OPENED + DAY,
      ).phase,
    ).toBe('integrate');
    expect(ask(4, [[1, 'agree']], CLOSE).phase).toBe('settle');
  });

  test('what has ended is in none', () => {
    expect(ask(8, [[8, 'agree']], CLOSE).phase).toBeUndefined();
    expect(ask(8, [[1, 'agree']], OPENED + 40 * DAY)).toMatchObject({ state: 'stalled' });
    expect(ask(8, [[1, 'agree']], OPENED + 40 * DAY).phase).toBeUndefined();
  });
});

/** A new binding part some time after the opening. */
function amended(after: number, parameters: Partial<ConsensusParameters> = {}) {
  const script = createScript();
  script.put('another', OPENED + after);
  const frozen = {
    openedAt: OPENED,
    rung: 'consensus' as const,
    parameters: { consensus: { ...PARAMETERS, ...parameters } },
    roster: seats(4),
    silence: () => 0,
  };
  return evaluate(script.entries, frozen, OPENED + after);
}
