import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disputeOf } from '../../../protocol/agreement/dispute.ts';
import { isClaimed, keptOf } from '../../../protocol/agreement/fulfilment.ts';
import type { LoggedEvent } from '../../../protocol/agreement/state.ts';
import type { EscalationPath } from '../../../protocol/documents/escalation-path.ts';
import type { Commitment } from '../../../protocol/documents/terms-fields.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';

const [A, B] = ['A', 'B'] as unknown as [Scid, Scid]; // names will do: nothing here reads them
const TERMS = 't1' as DocumentId;
const commitments = [
  { provider: A, receiver: B, action: 'transfer', quantity: 10 },
] as unknown as Commitment[];
const TALKS: EscalationPath = [
  { mode: 'talk', maxSeconds: 10 },
  { mode: 'mediate', maxSeconds: 5 },
  { mode: 'default', maxSeconds: 99, fallback: { kind: 'status-quo' } },
];

const word = (at: number, id: string, quantity: number, of: string | null = null) =>
  ({
    ...{ id: id as DocumentId, index: 0, at, terms: TERMS, commitment: 0, quantity },
    ...(of === null ? { commons: A, said: 'delivered' } : { commons: B, said: 'received' }),
    ...{ of: of as DocumentId | null, decision: `${id} by` as DocumentId },
  }) satisfies LoggedEvent;

const at = (now: number, events: readonly LoggedEvent[], disputePath: EscalationPath = TALKS) =>
  disputeOf({ events }, { terms: TERMS, fields: { commitments, disputePath }, place: 0 }, now);

const SHORT = [word(1000, 'd', 10), word(2000, 'r', 8, 'd')];

/** Words of both on two deliveries, within ten seconds; ids are not used twice for the same thing. */
const SAID = fc.array(
  fc.oneof(
    fc
      .tuple(fc.nat(9), fc.constantFrom('d', 'e'), fc.integer({ min: 1, max: 10 }))
      .map(([when, id, n]) => word(when * 1000, id, n)),
    fc
      .tuple(fc.nat(9), fc.constantFrom('d', 'e'), fc.nat(10))
      .map(([when, of, n]) => word(when * 1000, `${n} of ${of}`, n, of)),
  ),
  { maxLength: 8 },
);
const once = (words: readonly LoggedEvent[]) => [
  ...new Map(words.map((event) => [event.id, event])).values(),
];

describe('[R-8.22] where a claim stands on the path of the terms', () => {
  test.each([
    ['before the delivery', 999],
    ['delivered, and nobody has said what came', 1999],
  ])('%s: nothing is claimed', (_, now) => {
    expect(at(now, SHORT)).toBeNull();
  });

  test.each([
    [2000, 1, 'talk', 12_000],
    [11_999, 1, 'talk', 12_000],
    [12_000, 2, 'mediate', 17_000],
    [16_999, 2, 'mediate', 17_000],
  ])('at %i it is at step %i, %s', (now, number, mode, until) => {
    expect(at(now, SHORT)).toMatchObject({ kind: 'step', since: 2000, number, step: { mode }, until });
  });

  test('after the last step before it the default holds at once; a `decide` has its time first', () => {
    expect(at(17_000, SHORT)).toEqual({
      ...{ kind: 'ended', since: 2000, at: 17_000, terminal: { kind: 'status-quo' } },
    });
    const decides: EscalationPath = [{ mode: 'decide', maxSeconds: 3, fallback: { kind: 'equal-split' } }];
    expect(at(4999, SHORT, decides)).toMatchObject({ kind: 'step', number: 1, until: 5000 });
    expect(at(5000, SHORT, decides)).toMatchObject({ kind: 'ended', terminal: { kind: 'equal-split' } });
  });

  test('what is delivered anew ends it, and a new claim starts the path again', () => {
    const anew = [...SHORT, word(5000, 'e', 2)];
    expect(at(4999, anew)).toMatchObject({ kind: 'step' });
    expect(at(5000, anew)).toBeNull();
    const again = [...anew, word(9000, 's', 1, 'e')];
    expect(at(9000, again)).toMatchObject({ since: 9000, number: 1, until: 19_000 });
  });

  test('more of the same claim moves nothing: a second word does not start the path anew', () => {
    expect(at(8000, [...SHORT, word(7000, 'm', 9, 'd')])).toMatchObject({ since: 2000, until: 12_000 });
    expect(at(8000, [...SHORT, word(7000, 'm', 10, 'd')])).toBeNull();
  });

  test('other promises and other terms change nothing', () => {
    const strange = [
      { ...word(3000, 'x', 2), commitment: 1 },
      { ...word(3000, 'y', 2), terms: 't2' as DocumentId },
    ];
    expect(at(8000, [...SHORT, ...strange])).toEqual(at(8000, SHORT));
  });

  test('it is claimed just when what is kept of it by then says so, since the first of these times', () => {
    fc.assert(
      fc.property(SAID, fc.nat(10), (words, second) => {
        const now = second * 1000;
        const events = once(words);
        const claimedAt = (time: number) =>
          keptOf({ events: events.filter((event) => event.at <= time) }, TERMS, { commitments }).some(
            isClaimed,
          );
        const times = Array.from({ length: second + 1 }, (_, n) => n * 1000);
        const free = times.findLastIndex((time) => !claimedAt(time));
        expect(at(now, events)?.since ?? null).toBe(times[free + 1] ?? null);
      }),
    );
  });

  test('whatever order the words came in; and time moves it forward only', () => {
    fc.assert(
      fc.property(SAID, fc.nat(40_000), fc.nat(40_000), (words, first, more) => {
        const events = once(words);
        const one = at(first, events);
        expect(at(first, events.toReversed())).toEqual(one);
        const later = at(first + more, events);
        if (one === null || later === null || one.since !== later.since) return;
        const place = (dispute: typeof one) => (dispute.kind === 'step' ? dispute.number : TALKS.length);
        expect(place(later)).toBeGreaterThanOrEqual(place(one));
      }),
    );
  });
});
