import { describe, expect, test } from 'vitest';
import { AMOUNT_MAX } from '../../protocol/amount.ts';
import { amountText, countText } from '../../server/amount-text.ts';

describe('an amount as people read it', () => {
  test.each([
    [24_000, 'EUR cent', '240.00 EUR'],
    [5, 'CHF cents', '0.05 CHF'],
    [0, 'EUR cent', '0.00 EUR'],
    [123_456_789, 'USD cent', '1,234,567.89 USD'],
    [1500, 'minute', '25 hours'],
    [60, 'minute', '1 hour'],
    [59, 'minute', '59 minutes'],
    [90, 'minute', '1 hour 30 minutes'],
    [100_000, 'minute', '1,666 hours 40 minutes'],
    [1, 'minute', '1 minute'],
    [0, 'minute', '0 minutes'],
    [120, 'day', '120 days'],
    [1200, 'Stück', '1,200 Stück'],
    [7, 'cent', '7 cent'],
    [7, 'euro cent', '7 euro cent'],
  ])('%i of %s is %s', (quantity, unit, text) => {
    expect(amountText(quantity, unit)).toBe(text);
  });

  test('the largest amount is exact to the cent', () => {
    expect(amountText(AMOUNT_MAX, 'EUR cent')).toBe('90,071,992,547,409.90 EUR');
  });

  test('one is one', () => {
    expect([0, 1, 2].map((count) => countText(count, 'entry', 'entries'))).toEqual([
      '0 entries',
      '1 entry',
      '2 entries',
    ]);
  });
});
