import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isClaimed, isKept, keptOf } from '../../../protocol/agreement/fulfilment.ts';
import type { LoggedEvent } from '../../../protocol/agreement/state.ts';
import type { Commitment } from '../../../protocol/documents/terms-fields.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';

const [A, B] = ['A', 'B'] as unknown as [Scid, Scid]; // names will do: nothing here reads them
const TERMS = 't1' as DocumentId;
const PROMISED = 10;
const commitments = [
  { provider: A, receiver: B, action: 'transfer', quantity: PROMISED },
] as unknown as Commitment[]; // of which resource is not looked at

const word = (id: string, commons: Scid, said: LoggedEvent['said'], quantity: number, of = '') =>
  ({
    ...{ id: id as DocumentId, commons, index: 0, at: 0, terms: TERMS, said, commitment: 0, quantity },
    ...{ of: of === '' ? null : (of as DocumentId), decision: `${id} by` as DocumentId },
  }) satisfies LoggedEvent;
const delivered = (id: string, quantity: number) => word(id, A, 'delivered', quantity);
const received = (id: string, of: string, quantity: number) => word(id, B, 'received', quantity, of);

function kept(...events: readonly LoggedEvent[]) {
  const [one] = keptOf({ events }, TERMS, { commitments });
  if (one === undefined) throw new TypeError('there is one promise');
  return one;
}

describe('[R-8.17] how far a promise is kept', () => {
  test.each([
    ['nothing yet', [], { delivered: 0, received: 0, missing: 0, left: 10 }, false, false],
    ['a part', [delivered('d', 4)], { delivered: 4, received: 0, missing: 0, left: 6 }, false, false],
    ['all of it', [delivered('d', 10)], { delivered: 10, received: 0, missing: 0, left: 0 }, false, false],
    [
      'and it came',
      [delivered('d', 10), received('r', 'd', 10)],
      { delivered: 10, received: 10, missing: 0, left: 0 },
      true,
      false,
    ],
    [
      'all but one came',
      [delivered('d', 10), received('r', 'd', 9)],
      { delivered: 10, received: 9, missing: 1, left: 1 },
      false,
      true,
    ],
    [
      'nothing came',
      [delivered('d', 10), received('r', 'd', 0)],
      { delivered: 10, received: 0, missing: 10, left: 10 },
      false,
      true,
    ],
    [
      'it came later',
      [delivered('d', 10), received('r', 'd', 9), received('s', 'd', 10)],
      { delivered: 10, received: 10, missing: 0, left: 0 },
      true,
      false,
    ],
    [
      'it was delivered anew',
      [delivered('d', 10), received('r', 'd', 9), delivered('e', 1), received('s', 'e', 1)],
      { delivered: 11, received: 10, missing: 1, left: 0 },
      true,
      false,
    ],
    [
      'what is said of a delivery that is not here says nothing',
      [received('r', 'd', 9)],
      { delivered: 0, received: 0, missing: 0, left: 10 },
      false,
      false,
    ],
  ] as const)('%s', (_, events, expected, isAllKept, claims) => {
    const one = kept(...events);
    expect(one).toMatchObject(expected);
    expect([isKept(one), isClaimed(one)]).toEqual([isAllKept, claims]);
  });

  test('words of others, on other promises and under other terms change nothing', () => {
    const strange = [
      word('d', B, 'delivered', 5),
      { ...delivered('e', 5), commitment: 1 },
      { ...delivered('f', 5), terms: 't2' as DocumentId },
      delivered('g', 5),
      word('r', A, 'received', 1, 'g'),
    ];
    expect(kept(...strange)).toEqual(kept(delivered('g', 5)));
  });

  test('whatever order the words came in, and however often; nothing is lost or made', () => {
    const words = fc.array(
      fc.oneof(
        fc
          .tuple(fc.constantFrom('d', 'e', 'f'), fc.integer({ min: 1, max: PROMISED }))
          .map(([id, n]) => delivered(id, n)),
        fc
          .tuple(fc.constantFrom('d', 'e', 'f'), fc.nat(PROMISED))
          .map(([of, n]) => received(`${n} of ${of}`, of, n)),
      ),
      { maxLength: 8 },
    );
    const once = (events: readonly LoggedEvent[]) => [
      ...new Map(events.map((event) => [event.id, event])).values(),
    ];
    fc.assert(
      fc.property(words, (said) => {
        const events = once(said);
        const one = kept(...events);
        const other = kept(...events.toReversed());
        const { deliveries: _, ...sums } = one;
        expect(other).toMatchObject(sums);
        expect(one.received + one.missing).toBeLessThanOrEqual(one.delivered);
        expect(one.left).toBe(Math.max(0, PROMISED - one.delivered + one.missing));
        expect(isKept(one) && isClaimed(one)).toBe(false);
      }),
    );
  });
});
