import { beforeAll, describe, expect, test } from 'vitest';
import { elementsOf, plain, textsOf } from './support/html.ts';
import { foundInMemory, type MemoryCommons } from './support/memory-commons.ts';

interface Domains {
  readonly domains: readonly { readonly subject: string; readonly title: { readonly en: string } }[];
}

let commons: MemoryCommons;
let fund: { readonly subject: string; readonly id: string };
let spending: string;
beforeAll(async () => {
  commons = await foundInMemory();
  const { domains } = (await commons.json('/register')) as unknown as Domains;
  spending = `/domains/${domains.find(({ title }) => title.en === 'Sharing and spending')?.subject}`;
  fund = await commons.act('resource', {
    kind: 'money',
    name: { en: 'Fund' },
    unit: 'EUR cent',
    capacity: { model: 'stock', quantity: 500_000 },
    steward: spending.slice('/domains/'.length),
    askers: 'peers',
  });
  await commons.act('decision', {
    operations: [{ op: 'adopt', adopts: { type: 'resource', ...fund } }],
    reason: { say: 'We have it.' },
  });
});

async function give(quantity: number, audience: 'public' | 'members' = 'public') {
  return commons.act('decision', {
    audience,
    operations: [{ op: 'transfer', resource: fund, quantity, to: { named: { say: 'The shop' } } }],
    reason: { say: 'A spade.' },
  });
}

describe('a domain as a page', () => {
  test('says who decides, how, and within which limits', async () => {
    const { html } = await commons.page(spending);
    expect(textsOf(html, 'h1')).toEqual(['Sharing and spending']);
    const text = plain(html);
    expect(text).toContain('The role Coordinator');
    expect(text).toMatch(/Held by Ana until \d+ March 2027/);
    expect(text).toContain('One person decides.');
    expect(text).toMatch(/Where it stands Signed document \S+ , adopted by the founding act/);
    expect(textsOf(html, 'caption')).toEqual(['What one decision, and all of one period together, may do']);
  });

  test('a limit says what is used and what is left', async () => {
    const before = await limitOf();
    expect(before.perPeriod).toMatchObject({ most: 300_000, used: 0, left: 300_000 });
    await give(60_000);
    const { perPeriod } = await limitOf();
    expect(perPeriod).toMatchObject({ used: 60_000, left: 240_000 });
    const [, row = ''] = elementsOf((await commons.page(spending)).html, 'tr');
    expect(plain(row)).toMatch(/60,000 units .*240,000 units until/);
  });

  test('what does not count uses nothing, and shows as not counting', async () => {
    await give(150_000);
    expect((await limitOf()).perPeriod).toMatchObject({ used: 60_000 });
    const [latest = ''] = textsOf((await commons.page(spending)).html, 'li').filter((item) =>
      item.startsWith('Give'),
    );
    expect(latest).toMatch(/^Give 1,500.00 EUR from “Fund” to “The shop” .*✗ Does not count$/);
  });

  test('a decision for members is not listed to strangers', async () => {
    await give(111, 'members');
    expect((await commons.page(spending)).html).not.toContain('Give 1.11 EUR');
    const answer = await commons.signed(spending);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('give 1.11 EUR');
  });

  async function limitOf() {
    const { limits } = (await commons.json(spending)) as unknown as {
      limits: { perPeriod: { most: number; used: number; left: number } }[];
    };
    const [limit] = limits;
    if (limit === undefined) throw new TypeError('the template sets a limit');
    return limit;
  }
});

describe('a resource', () => {
  test('shows its account in its own unit', async () => {
    const { html } = await commons.page('/resources');
    const [, row = ''] = elementsOf(html, 'tr');
    expect(plain(row)).toMatch(
      /^Fund Money, counted in EUR cent 5,000.00 EUR 601.11 EUR 0.00 EUR 4,398.89 EUR .*Sharing and spending$/,
    );
  });

  test('for members alone is not listed to strangers', async () => {
    const secret = await commons.act('resource', {
      audience: 'members',
      kind: 'goods',
      name: { en: 'Key cabinet' },
      unit: 'key',
      capacity: { model: 'stock', quantity: 12 },
      steward: fund.subject,
      askers: 'members',
    });
    await commons.act('decision', {
      audience: 'members',
      operations: [{ op: 'adopt', adopts: { type: 'resource', ...secret } }],
      reason: { say: 'It is there.' },
    });
    expect((await commons.page('/resources')).html).not.toContain('Key cabinet');
    expect(await (await commons.signed('/resources')).text()).toContain('Key cabinet');
  });
});
