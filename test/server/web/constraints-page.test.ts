import { beforeAll, describe, expect, test } from 'vitest';
import { plain, textsOf } from './support/html.ts';
import { foundInMemory, type MemoryCommons } from './support/memory-commons.ts';

let commons: MemoryCommons;
let kept: string;
let violated: string;

beforeAll(async () => {
  commons = await foundInMemory();
  const adopt = async (type: string, fields: object) => {
    const made = await commons.act(type, fields as never); // plain JSON, checked by the draft step
    await commons.act('decision', {
      operations: [{ op: 'adopt', adopts: { type, ...made } }],
      reason: { say: 'We want it.' },
    });
    return made;
  };
  const fund = await adopt('resource', {
    kind: 'money',
    name: { en: 'Fund' },
    unit: 'EUR cent',
    capacity: { model: 'stock', quantity: 100_000 },
    steward: '019a0000-0000-7000-8000-000000000000',
    askers: 'peers',
  });
  await adopt('constraint', {
    title: { en: 'Our reserve' },
    value: { en: 'We can pay three months.' },
    hard: true,
    rule: { kind: 'minReserve', resource: fund.subject, least: 80_000 },
  });
  const give = (quantity: number) =>
    commons.act('decision', {
      operations: [{ op: 'transfer', resource: fund, quantity, to: { named: { say: 'The tool shop' } } }],
      reason: { say: 'The old one broke.' },
    });
  kept = hashOf((await give(20_000)).id);
  violated = hashOf((await give(1)).id);
});

describe('§12 rules that bind every decision, on pages', () => {
  test('the page and the register say each in words', async () => {
    const { html, status } = await commons.page('/constraints');
    expect(status).toBe(200);
    expect(textsOf(html, 'h1')).toEqual(['Rules that bind every decision']);
    expect(plain(html)).toContain('At least 800.00 EUR of Fund stay free.');
    expect(plain(html)).toContain('Without exception');
    expect(plain((await commons.page('/register')).html)).toContain('At least 800.00 EUR of Fund stay free.');
  });

  test('why says of each whether the decision keeps it', async () => {
    const { constraints } = (await commons.json(`/why/${kept}`)) as { constraints: object[] };
    expect(constraints).toMatchObject([{ title: { en: 'Our reserve' }, result: 'kept', reason: null }]);
    const { html } = await commons.page(`/why/${violated}`);
    expect(plain(html)).toContain(
      'It does not count: A value that the commons made a constraint is violated.',
    );
    expect(plain(html)).toMatch(/Our reserve.*At least 800\.00 EUR of Fund stay free\..*Not kept/s);
  });
});

function hashOf(id: string): string {
  return id.slice(id.indexOf(';') + 1);
}
