import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Binding, Operation } from '../../../../protocol/documents/operation.ts';
import { RUNGS } from '../../../../protocol/documents/rung.ts';
import { beyondAmount, beyondRatio } from '../../../../protocol/governance/constraints/amounts.ts';
import { beyondStock } from '../../../../protocol/governance/constraints/stocks.ts';
import { asksAsMuch, rungAbove } from '../../../../protocol/governance/ladder/rank.ts';
import { type Scid, scidSchema } from '../../../../protocol/ids.ts';
import { allocate, EMPTY_LEDGER, hold } from '../../../../protocol/resource/ledger.ts';
import { subjectOf, textOf } from '../../../support/people.ts';
import { createPartner } from '../../../support/rules/partner.ts';

const self: Scid = scidSchema.parse((await createPartner('laws')).home);
const X = subjectOf('X');
const id = `ni:///sha-256;${textOf('X').text.attachment}` as never; // a hash in that form

const quantity = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER - 1 });
const transfers = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 3 }), quantity).map(
    ([who, amount]): Operation => ({
      op: 'transfer',
      resource: { subject: X, id },
      quantity: amount,
      to: { party: subjectOf(`person ${who}`) },
    }),
  ),
  { minLength: 1, maxLength: 8 },
);
const ratio = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 1_000_000 }))
  .map(([a, b]) => ({ num: Math.max(a, b), den: Math.min(a, b) }));

const bindingOf = (operations: readonly Operation[]): Binding => ({ operations: [...operations] });
const effects = (operations: readonly Operation[]) =>
  operations.map((operation) => ({
    kind: 'transfer' as const,
    resource: X,
    amount: operation.op === 'transfer' ? operation.quantity : 0,
  }));

describe('§12.2 amounts', () => {
  test.prop([transfers, quantity])('[R-12.10] keeping a bound keeps every wider one', (operations, most) => {
    const kept = (bound: number) =>
      beyondAmount({ kind: 'maxAmount', most: bound }, effects(operations)) === null;
    if (kept(most)) expect(kept(Math.min(most + 1, Number.MAX_SAFE_INTEGER - 1))).toBe(true);
  });

  test.prop([transfers, ratio])('[R-12.11] the order of operations does not matter', (operations, most) => {
    const said = (all: readonly Operation[]) => beyondRatio({ kind: 'maxRatio', most }, bindingOf(all), self);
    expect(said([...operations].reverse())).toEqual(said(operations));
  });

  test.prop([transfers])('[R-12.11] a ratio of one is kept by equal sums alone', (operations) => {
    const sums = new Map<string, bigint>();
    for (const operation of operations) {
      if (operation.op !== 'transfer' || !('party' in operation.to)) continue;
      const { party } = operation.to;
      sums.set(party, (sums.get(party) ?? 0n) + BigInt(operation.quantity));
    }
    // A sum beyond the range of counts stays at its top: there, unequal ones may look equal.
    const top = BigInt(Number.MAX_SAFE_INTEGER);
    const equal = new Set([...sums.values()].map((sum) => (sum > top ? top : sum))).size === 1;
    const said = beyondRatio({ kind: 'maxRatio', most: { num: 1, den: 1 } }, bindingOf(operations), self);
    expect(said === null).toBe(equal);
  });
});

const amount = fc.integer({ min: 0, max: 1000 });

describe('§12.3 accounts', () => {
  test.prop([amount, amount, amount, amount])(
    '[R-12.16] giving nothing keeps every reserve, and keeping it leaves at least so much',
    (capacity, before, given, least) => {
      const ledger = allocate(EMPTY_LEDGER, before);
      const said = beyondStock(
        { kind: 'minReserve', resource: X, least },
        { given, before: { capacity, ledger }, after: { capacity, ledger: allocate(ledger, given) } },
      );
      if (given === 0) expect(said).toBeNull();
      else expect(said === null).toBe(capacity - before - given >= least);
    },
  );

  test.prop([amount, amount, amount])(
    '[R-12.17] two holds together are exposed, a hold that only goes on is not asked',
    (first, second, most) => {
      const N = subjectOf('N');
      const before = { capacity: 5000, ledger: hold(EMPTY_LEDGER, N, first) };
      const ask = (negotiation: typeof N) =>
        beyondStock(
          { kind: 'maxExposure', resource: X, most },
          { given: second, before, after: { ...before, ledger: hold(before.ledger, negotiation, second) } },
        ) === null;
      expect(ask(subjectOf('N2'))).toBe(second === 0 || first + second <= most);
      expect(ask(N)).toBe(second <= first || second <= most);
    },
  );
});

describe('§12.4 rungs', () => {
  test.each(RUNGS.map((rung) => [rung] as const))('[R-12.20] %s asks for as much as itself', (rung) => {
    expect(asksAsMuch(rung, rung)).toBe(true);
    expect(asksAsMuch(rungAbove(rung), rung)).toBe(true);
    expect(rungAbove(rung) === rung).toBe(rung === 'consensus');
  });
});
