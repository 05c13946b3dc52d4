import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayRelease } from '../../../federation/negotiation/party.ts';
import { registrarAct } from '../../../federation/negotiation/registrar.ts';
import {
  currentTerms,
  NEGOTIATION_STATUSES,
  type NegotiationStatus,
  negotiationStatus,
} from '../../../federation/negotiation/status.ts';
import { type NegotiationState, NO_NEGOTIATION } from '../../../protocol/agreement/state.ts';
import { endOfTerms, terminationRule } from '../../../protocol/agreement/termination.ts';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';

const [A, B, C] = ['A', 'B', 'C'] as unknown as [Scid, Scid, Scid]; // names will do: nothing here reads them
const SEAL_BY = Date.parse('2026-02-02T00:00:00Z');
const DAY_MS = 86_400_000;
const UNTIL = Date.parse('2026-03-01T00:00:00Z');

/** A negotiation as a list of what counts in it; ids are words. */
function state(...said: readonly (readonly string[])[]): NegotiationState {
  return said.reduce<NegotiationState>(
    (before, [what, id = '', commons = '', about = '', amount = ''], index) => {
      const logged = { id: id as DocumentId, commons: commons as Scid, index, at: index };
      const terms = about as DocumentId;
      switch (what) {
        case 'terms':
          return {
            ...before,
            terms: [...before.terms, { ...logged, supersedes: about === '' ? null : terms }],
          };
        case 'yes':
          return { ...before, acceptances: [...before.acceptances, { ...logged, terms, withdrawnBy: null }] };
        case 'taken-back':
          return {
            ...before,
            acceptances: [...before.acceptances, { ...logged, terms, withdrawnBy: 'w' as DocumentId }],
          };
        case 'no':
          return { ...before, rejections: [...before.rejections, { ...logged, terms }] };
        case 'seal':
          return { ...before, seals: [...before.seals, { ...logged, terms, acceptances: [] }] };
        case 'lapse':
          return { ...before, lapses: [...before.lapses, { ...logged, terms }] };
        case 'release':
          return { ...before, releases: [...before.releases, { ...logged, terms }] };
        case 'conflict':
          return { ...before, conflicts: [...before.conflicts, { ...logged, terms }] };
        case 'delivered':
        case 'received': {
          const [of = null] = what === 'received' ? [terms] : [];
          const event = {
            terms: 't1' as DocumentId,
            said: what,
            commitment: 0,
            quantity: Number(amount),
            of,
          };
          const events = [
            ...(before.events ?? []),
            { ...logged, ...event, decision: `${id} by` as DocumentId },
          ];
          return { ...before, events };
        }
        case 'notice': {
          const ends = { ...logged, terms: 't1' as DocumentId, endsAt: SEAL_BY + Number(about) * DAY_MS };
          return { ...before, terminations: [...(before.terminations ?? []), ends] };
        }
        default:
          throw new TypeError(`nobody says ${what}`);
      }
    },
    NO_NEGOTIATION,
  );
}

/** Terms of two parties, with A as the registrar. */
function fields(change: Partial<TermsFields> = {}): TermsFields {
  return {
    parties: [A, B],
    registrar: A,
    sealBy: '2026-02-02T00:00:00Z',
    commitments: [{ provider: A, receiver: B, action: 'transfer', quantity: 10 }],
    inDoubt: { until: '2026-03-01T00:00:00Z', policy: 'release' },
    termination: { noticeSeconds: 0, by: 'any-party' },
    ...change,
  } as TermsFields; // the rest is not looked at
}
const all = () => fields();

describe('[R-8.9] the status is the first that applies', () => {
  const cases: readonly (readonly [NegotiationStatus, Scid, number, readonly (readonly string[])[]])[] = [
    ['open', B, 0, []],
    ['open', B, 0, [['terms', 't1', 'A']]],
    [
      'accepted-by-them',
      B,
      0,
      [
        ['terms', 't1', 'A'],
        ['yes', 'a', 'A', 't1'],
      ],
    ],
    [
      'accepted-by-us',
      B,
      0,
      [
        ['terms', 't1', 'A'],
        ['yes', 'b', 'B', 't1'],
      ],
    ],
    [
      'accepted-by-all',
      B,
      0,
      [
        ['terms', 't1', 'A'],
        ['yes', 'a', 'A', 't1'],
        ['yes', 'b', 'B', 't1'],
      ],
    ],
    [
      'open',
      B,
      0,
      [
        ['terms', 't1', 'A'],
        ['taken-back', 'b', 'B', 't1'],
      ],
    ],
    [
      'open',
      B,
      0,
      [
        ['terms', 't1', 'A'],
        ['yes', 'b', 'B', 't1'],
        ['terms', 't2', 'A', 't1'],
      ],
    ],
    [
      'rejected',
      A,
      0,
      [
        ['terms', 't1', 'A'],
        ['no', 'n', 'B', 't1'],
      ],
    ],
    [
      'open',
      A,
      0,
      [
        ['terms', 't1', 'A'],
        ['no', 'n', 'B', 't1'],
        ['terms', 't2', 'B', 't1'],
      ],
    ],
    ['open', B, SEAL_BY, [['terms', 't1', 'A']]],
    ['expired', B, SEAL_BY + 1, [['terms', 't1', 'A']]],
    [
      'accepted-by-us',
      B,
      SEAL_BY,
      [
        ['terms', 't1', 'A'],
        ['yes', 'b', 'B', 't1'],
      ],
    ],
    [
      'in-doubt',
      B,
      SEAL_BY + 1,
      [
        ['terms', 't1', 'A'],
        ['yes', 'b', 'B', 't1'],
      ],
    ],
    [
      'in-doubt',
      B,
      SEAL_BY + 1,
      [
        ['terms', 't1', 'A'],
        ['taken-back', 'b', 'B', 't1'],
      ],
    ],
    [
      'expired',
      A,
      SEAL_BY + 1,
      [
        ['terms', 't1', 'A'],
        ['yes', 'a', 'A', 't1'],
      ],
    ],
    [
      'formed',
      B,
      SEAL_BY + 1,
      [
        ['terms', 't1', 'A'],
        ['seal', 's', 'A', 't1'],
      ],
    ],
    [
      'active',
      B,
      0,
      [
        ['terms', 't1', 'A'],
        ['seal', 's', 'A', 't1'],
        ['delivered', 'd', 'A', '', '4'],
      ],
    ],
    [
      'claimed',
      A,
      0,
      [
        ['terms', 't1', 'A'],
        ['seal', 's', 'A', 't1'],
        ['delivered', 'd', 'A', '', '10'],
        ['received', 'r', 'B', 'd', '9'],
      ],
    ],
    [
      'active',
      A,
      0,
      [
        ['terms', 't1', 'A'],
        ['seal', 's', 'A', 't1'],
        ['delivered', 'd', 'A', '', '10'],
        ['received', 'r', 'B', 'd', '9'],
        ['delivered', 'again', 'A', '', '1'],
      ],
    ],
    [
      'fulfilled',
      A,
      0,
      [
        ['terms', 't1', 'A'],
        ['seal', 's', 'A', 't1'],
        ['delivered', 'd', 'A', '', '10'],
        ['received', 'r', 'B', 'd', '10'],
      ],
    ],
    [
      'terminated',
      A,
      SEAL_BY + DAY_MS,
      [
        ['terms', 't1', 'A'],
        ['seal', 's', 'A', 't1'],
        ['delivered', 'd', 'A', '', '10'],
        ['received', 'r', 'B', 'd', '9'],
        ['notice', 'n', 'B', '1'],
      ],
    ],
    [
      'claimed',
      A,
      SEAL_BY + DAY_MS - 1,
      [
        ['terms', 't1', 'A'],
        ['seal', 's', 'A', 't1'],
        ['delivered', 'd', 'A', '', '10'],
        ['received', 'r', 'B', 'd', '9'],
        ['notice', 'n', 'B', '1'],
      ],
    ],
    [
      'fulfilled',
      A,
      SEAL_BY + DAY_MS,
      [
        ['terms', 't1', 'A'],
        ['seal', 's', 'A', 't1'],
        ['notice', 'n', 'B', '1'],
        ['delivered', 'd', 'A', '', '10'],
        ['received', 'r', 'B', 'd', '10'],
      ],
    ],
    [
      'lapsed',
      B,
      0,
      [
        ['terms', 't1', 'A'],
        ['lapse', 'l', 'A', 't1'],
      ],
    ],
    [
      'lapsed',
      B,
      0,
      [
        ['terms', 't1', 'A'],
        ['release', 'r', 'B', 't1'],
      ],
    ],
    [
      'contested',
      B,
      0,
      [
        ['terms', 't1', 'A'],
        ['seal', 's', 'A', 't1'],
        ['conflict', 'l', 'A', 't1'],
      ],
    ],
  ];

  test.each(cases)('%s for %s at %i: %j', (status, home, now, said) => {
    expect(negotiationStatus(state(...said), all, home, now)).toBe(status);
  });

  test('every status has a case', () => {
    expect(new Set(cases.map(([status]) => status))).toEqual(new Set(Object.keys(NEGOTIATION_STATUSES)));
  });

  test('whatever order the documents came in', () => {
    const said = fc.uniqueArray(
      fc.oneof(
        fc.constantFrom(
          ['terms', 't1', 'A'],
          ['terms', 't2', 'B', 't1'],
          ['terms', 't3', 'A', 't1'],
          ['terms', 't4', 'A', 't2'],
          ['no', 'n1', 'B', 't1'],
          ['no', 'n2', 'A', 't2'],
          ['seal', 's', 'A', 't1'],
          ['lapse', 'l', 'A', 't3'],
          ['delivered', 'd1', 'A', '', '6'],
          ['delivered', 'd2', 'A', '', '4'],
          ['received', 'r1', 'B', 'd1', '5'],
          ['received', 'r2', 'B', 'd1', '6'],
          ['received', 'r3', 'B', 'd2', '4'],
          ['notice', 'e1', 'A', '2'],
          ['notice', 'e2', 'B', '1'],
          ['notice', 'e3', 'A', '0'],
        ),
        fc
          .tuple(fc.constantFrom('A', 'B'), fc.constantFrom('t1', 't2', 't3', 't4'))
          .map(([who, terms]) => ['yes', `${who} to ${terms}`, who, terms]),
      ),
      { selector: ([, id]) => id, maxLength: 10 },
    );
    fc.assert(
      fc.property(
        said,
        fc.infiniteStream(fc.nat(1000)),
        fc.constantFrom(A, B),
        fc.nat(3),
        (list, keys, home, days) => {
          const now = SEAL_BY + (days - 1) * 86_400_000;
          const shuffled = list
            .map((one) => ({ one, key: keys.next().value ?? 0 }))
            .toSorted((x, y) => x.key - y.key)
            .map(({ one }) => one);
          const [once, again] = [state(...list), state(...shuffled)];
          expect(negotiationStatus(again, all, home, now)).toBe(negotiationStatus(once, all, home, now));
          expect(currentTerms(again)).toBe(currentTerms(once));
        },
      ),
    );
  });
});

describe('[R-8.4b] the current terms', () => {
  test('are those with the longest history', () => {
    const said = state(
      ['terms', 't1', 'A'],
      ['terms', 't9', 'B', 't1'],
      ['terms', 't2', 'A', 't1'],
      ['terms', 't3', 'B', 't2'],
    );
    expect(currentTerms(said)).toBe('t3');
  });

  test('of several as old the ones with the smallest id', () => {
    const said = state(['terms', 't1', 'A'], ['terms', 't9', 'B', 't1'], ['terms', 't2', 'A', 't1']);
    expect(currentTerms(said)).toBe('t2');
  });

  test('are never ones in whose place others came, and none where there are none', () => {
    expect(currentTerms(state(['terms', 't1', 'A'], ['terms', 't2', 'B', 't1']))).toBe('t2');
    expect(currentTerms(NO_NEGOTIATION)).toBeNull();
  });
});

describe('[R-8.14] what the registrar owes', () => {
  const both = [
    ['terms', 't1', 'A'],
    ['yes', 'b', 'B', 't1'],
    ['yes', 'a', 'A', 't1'],
  ] as const;

  test('a seal of what all have accepted, up to the last moment, with the acceptances in their order', () => {
    const acceptances = [
      { commons: B, id: 'b' },
      { commons: A, id: 'a' },
    ];
    expect(registrarAct(state(...both), all, A, SEAL_BY)).toEqual({ kind: 'seal', terms: 't1', acceptances });
    expect(registrarAct(state(...both), all, A, SEAL_BY + 1)).toMatchObject({
      kind: 'lapse',
      cause: 'deadline',
    });
  });

  test('also where somebody has offered newer terms, or refused them', () => {
    const newer = state(...both, ['terms', 't2', 'B', 't1'], ['no', 'n', 'A', 't2']);
    expect(registrarAct(newer, all, A, 0)).toMatchObject({ kind: 'seal', terms: 't1' });
  });

  test('of several complete terms the newest', () => {
    const twice = state(
      ...both,
      ['terms', 't2', 'B', 't1'],
      ['yes', 'b2', 'B', 't2'],
      ['yes', 'a2', 'A', 't2'],
    );
    expect(registrarAct(twice, all, A, 0)).toMatchObject({ kind: 'seal', terms: 't2' });
  });

  test('nothing while one party is missing', () => {
    const three = () => fields({ parties: [A, B, C] });
    expect(registrarAct(state(...both), three, A, 0)).toBeNull();
  });

  test('a lapse once every offer on the table is refused, with all acceptances', () => {
    const one = state(['terms', 't1', 'A'], ['yes', 'a', 'A', 't1'], ['no', 'n', 'B', 't1']);
    expect(registrarAct(one, all, A, 0)).toEqual({
      kind: 'lapse',
      terms: 't1',
      cause: 'rejected',
      acceptances: ['a'],
    });
    const two = state(
      ['terms', 't1', 'A'],
      ['terms', 't2', 'B', 't1'],
      ['terms', 't3', 'A', 't1'],
      ['no', 'n', 'A', 't2'],
    );
    expect(registrarAct(two, all, A, 0)).toBeNull();
  });

  test('a lapse once the time of every offer on the table is over', () => {
    const longer = (terms: DocumentId) => fields(terms === 't3' ? { sealBy: '2026-02-03T00:00:00Z' } : {});
    const said = state(['terms', 't1', 'A'], ['terms', 't2', 'B', 't1'], ['terms', 't3', 'A', 't1']);
    expect(registrarAct(said, longer, A, SEAL_BY + 1)).toBeNull();
    expect(registrarAct(said, longer, A, SEAL_BY + 86_400_001)).toMatchObject({ kind: 'lapse', terms: 't2' });
  });

  test('nothing by others, nothing without terms, and nothing after the end', () => {
    expect(registrarAct(state(...both), all, B, 0)).toBeNull();
    expect(registrarAct(NO_NEGOTIATION, all, A, 0)).toBeNull();
    for (const end of ['seal', 'lapse', 'release'])
      expect(registrarAct(state(...both, [end, 'e', 'A', 't1']), all, A, 0)).toBeNull();
  });
});

describe('[R-8.15] when a party may let go', () => {
  const waiting = state(['terms', 't1', 'A'], ['yes', 'b', 'B', 't1']);

  test('after the time in doubt, and not at its last moment', () => {
    expect(mayRelease(waiting, all, B, UNTIL)).toBe(false);
    expect(mayRelease(waiting, all, B, UNTIL + 1)).toBe(true);
  });

  test('never where the terms say to keep or to perform', () => {
    for (const policy of ['keep', 'perform'] as const) {
      const keeping = () => fields({ inDoubt: { until: '2026-03-01T00:00:00Z', policy } });
      expect(mayRelease(waiting, keeping, B, UNTIL * 2)).toBe(false);
    }
  });

  test('not before the time in doubt of all that it accepted is over, also of what it took back', () => {
    const two = state(
      ['terms', 't1', 'A'],
      ['taken-back', 'b', 'B', 't1'],
      ['terms', 't2', 'A', 't1'],
      ['yes', 'b2', 'B', 't2'],
    );
    const longer = (terms: DocumentId) =>
      fields(terms === 't1' ? { inDoubt: { until: '2026-04-01T00:00:00Z', policy: 'release' } } : {});
    expect(mayRelease(two, longer, B, UNTIL + 1)).toBe(false);
    expect(mayRelease(two, longer, B, Date.parse('2026-04-01T00:00:00.001Z'))).toBe(true);
  });

  test('not as the registrar, whose own word ends it; but after the end', () => {
    const own = state(['terms', 't1', 'A'], ['yes', 'a', 'A', 't1']);
    expect(mayRelease(own, all, A, UNTIL + 1)).toBe(false);
    expect(mayRelease(state(['terms', 't1', 'A'], ['seal', 's', 'A', 't1']), all, A, 0)).toBe(true);
  });
});

describe('[R-8.19] when what was agreed ends', () => {
  const [early, late] = [SEAL_BY + DAY_MS, SEAL_BY + 2 * DAY_MS];
  const t1 = 't1' as DocumentId;
  const said = (...notices: readonly (readonly string[])[]) =>
    state(['terms', 't1', 'A'], ['seal', 's', 'A', 't1'], ...notices);
  const together = fields({ termination: { noticeSeconds: 0, by: 'all-parties' } });

  test('at the earliest end that any party gave, where any may', () => {
    const both = said(['notice', 'a', 'A', '2'], ['notice', 'b', 'B', '1']);
    expect(endOfTerms(both, t1, fields())).toBe(early);
    expect(endOfTerms(said(), t1, fields())).toBe(null);
  });

  test('at the latest, once all have, where all must; the earliest of each holds', () => {
    expect(endOfTerms(said(['notice', 'a', 'A', '2']), t1, together)).toBe(null);
    const both = said(['notice', 'a', 'A', '1'], ['notice', 'b', 'B', '5'], ['notice', 'c', 'B', '2']);
    expect(endOfTerms(both, t1, together)).toBe(late);
  });

  test('all together, at once, where the terms do not say', () => {
    const { termination: _, ...silent } = together;
    expect(terminationRule(silent as TermsFields)).toEqual({ noticeSeconds: 0, by: 'all-parties' });
    expect(endOfTerms(said(['notice', 'a', 'A', '2']), t1, silent as TermsFields)).toBe(null);
  });

  test('not by notices of other terms', () => {
    expect(endOfTerms(said(['notice', 'a', 'A', '2']), 't2' as DocumentId, fields())).toBe(null);
  });
});
