import { describe, expect, test } from 'vitest';
import { type Filled, UnreadableField, wishOf } from '../../../../server/web/script/wish.ts';

const filled = (path: string, kind: Filled['kind'], value: string): Filled => ({ path, kind, value });

describe('§10 [R-10.45] what was filled in becomes the fields of a draft', () => {
  test('each kind in its form, beside what the form stands for', () => {
    const base = { proposal: 'P', operations: [{ op: 'resolve' }] };
    const wish = wishOf(base, [
      filled('value', 'text', ' consent '),
      filled('text', 'say', ' Two\nlines '),
      filled('operations.0.text', 'say', 'We meet.'),
      filled('reluctant.measure', 'say', 'Noise.'),
      filled('quantity', 'number', '40'),
      filled('isTeaching', 'flag', 'true'),
      filled('of', 'name', 'ni:///sha-256;x'),
      filled('role', 'name', '{"ref":"R"}'),
      filled('limits', 'json', '[{"per":1}]'),
    ]);
    expect(wish).toEqual({
      proposal: 'P',
      value: 'consent',
      text: { say: ' Two\nlines ' },
      operations: [{ op: 'resolve', text: { say: 'We meet.' } }],
      reluctant: { measure: { say: 'Noise.' } },
      quantity: 40,
      isTeaching: true,
      of: 'ni:///sha-256;x',
      role: { ref: 'R' },
      limits: [{ per: 1 }],
    });
    expect(base).toEqual({ proposal: 'P', operations: [{ op: 'resolve' }] });
  });

  test.each(['text', 'say', 'number', 'json', 'name'] as const)('an empty %s is left out', (kind) => {
    expect(wishOf({}, [filled('a.b', kind, '  \n')])).toEqual({});
  });

  test.each([
    ['number', '4.5'],
    ['number', 'many'],
    ['number', '9007199254740993'],
    ['json', '{"a":'],
    ['name', '{"ref"'],
  ] as const)('%s %j: whoever filled it in is told where', (kind, value) => {
    const act = () => wishOf({}, [filled('amount', kind, value)]);
    expect(act).toThrow(UnreadableField);
    expect(act).toThrow(kind === 'number' ? value : 'amount');
  });
});
