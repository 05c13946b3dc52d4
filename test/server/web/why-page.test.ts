import { beforeAll, describe, expect, test } from 'vitest';
import { attributesOf, elementsOf, plain, textsOf } from './support/html.ts';
import { foundInMemory, type MemoryCommons, ORIGIN } from './support/memory-commons.ts';

let commons: MemoryCommons;
let counted: string;
let beyond: string;
beforeAll(async () => {
  commons = await foundInMemory();
  const fund = await commons.act('resource', {
    kind: 'money',
    name: { en: 'Fund' },
    unit: 'EUR cent',
    capacity: { model: 'stock', quantity: 500_000 },
    steward: '019a0000-0000-7000-8000-000000000000',
    askers: 'peers',
  });
  await commons.act('decision', {
    operations: [{ op: 'adopt', adopts: { type: 'resource', ...fund } }],
    reason: { say: 'We have it.' },
  });
  const give = (quantity: number) =>
    commons.act('decision', {
      operations: [{ op: 'transfer', resource: fund, quantity, to: { named: { say: 'The tool shop' } } }],
      reason: { say: 'The old one broke.\nA new one lasts.' },
      alternatives: [{ say: 'Mend it.' }],
    });
  counted = hashOf((await give(24_000)).id);
  beyond = hashOf((await give(150_000)).id);
});

describe('§9 [R-9.10] who decided, by what right, and why', () => {
  test('the sentence comes first', async () => {
    const { html } = await commons.page(`/why/${counted}`);
    expect(textsOf(html, 'h1')).toEqual([
      'Ana, as Coordinator, decided to give 240.00 EUR from “Fund” to “The tool shop” — under “Sharing and spending”.',
    ]);
  });

  test('reason and alternatives stand in their own words', async () => {
    const { html } = await commons.page(`/why/${counted}`);
    expect(html).toContain('The old one broke.\nA new one lasts.');
    expect(textsOf(html, 'p')).toContain('Mend it.');
  });

  test('every link of the chain is a link, and the last one is the founding act', async () => {
    const { html } = await commons.page(`/why/${counted}`);
    const [chain = ''] = html.match(/<ol class="chain">.*?<\/ol>/s) ?? [];
    const links = elementsOf(chain, 'li');
    expect(links.length).toBeGreaterThanOrEqual(4);
    expect(plain(links[0] ?? '')).toMatch(/^Mandate until/);
    expect(plain(links.at(-1) ?? '')).toMatch(/^Founding act “Green Yard”, by Ana/);
    for (const href of attributesOf(chain, 'href')) {
      expect((await commons.page(href)).status).toBe(200);
    }
  });

  test('all six levels have an answer and a reason', async () => {
    const { html } = await commons.page(`/why/${counted}`);
    for (const level of ['V0', 'V1', 'V2', 'V3', 'V4', 'V5']) {
      const row = elementsOf(html, 'tr')
        .map(plain)
        .find((text) => text.startsWith(level));
      expect(row).toMatch(/(✓ Yes|◐ On somebody’s word|✗ No|○ Cannot be told) \S+/);
    }
  });

  test('one that does not count says so, why, and with which figures', async () => {
    const { html } = await commons.page(`/why/${beyond}`);
    const text = plain(html);
    expect(textsOf(html, 'h1')[0]).toContain(
      'It does not count: The decision goes beyond a limit of its domain.',
    );
    expect(text).toContain('✗ Does not count');
    expect(text).toContain('Allowed: 100,000, asked for: 150,000');
  });

  test('the proof can be taken away, by the link and by the command', async () => {
    const { html } = await commons.page(`/why/${counted}`);
    expect(attributesOf(html, 'href')).toContain(`/bundles/${counted}`);
    expect(textsOf(html, 'code').join('\n')).toContain(
      `curl -o bundle.json '${ORIGIN}/bundles/${counted}' folkmoot verify bundle.json`,
    );
    const bundle = await commons.get(`/bundles/${counted}`, 'text/html');
    expect(bundle.status).toBe(200);
    expect(bundle.headers.get('content-disposition')).toMatch(/^attachment/);
  });

  test('what no proof can show is listed', async () => {
    const { html } = await commons.page(`/why/${counted}`);
    expect(textsOf(html, 'li')).toContain('That nobody was pressed');
  });

  test('id and hash name the same decision', async () => {
    const byHash = await commons.json(`/why/${counted}`);
    const byId = await commons.json(`/why/${encodeURIComponent(`ni:///sha-256;${counted}`)}`);
    expect(byHash.sentence).toBe(byId.sentence);
  });
});

function hashOf(id: string): string {
  return id.slice(id.indexOf(';') + 1);
}
