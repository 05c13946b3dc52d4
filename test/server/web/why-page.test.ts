import { beforeAll, describe, expect, test } from 'vitest';
import { checkText } from '../../../server/web/words.ts';
import { memoryInstance } from '../../support/memory-instance.ts';
import { attributesOf, elementsOf, plain, textsOf } from './support/html.ts';
import { askerOf, foundInMemory, type MemoryCommons, ORIGIN } from './support/memory-commons.ts';

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

describe('§6 [R-6.7] the limits that a decision had to keep', () => {
  interface Limits {
    readonly limits: readonly { readonly asked: number; readonly perPeriod: { readonly used: number } }[];
  }

  test('are shown as they stood right after it', async () => {
    const fresh = await foundInMemory();
    const fund = await addFund(fresh);
    const give = async (quantity: number) => {
      const { id } = await fresh.act('decision', transfer(fund, quantity));
      return `/why/${hashOf(id)}`;
    };
    const paths = [await give(24_000), await give(100_001), await give(6_000)];
    const views = await Promise.all(paths.map(async (path) => (await fresh.json(path)) as unknown as Limits));
    expect(views.map(({ limits }) => limits.map(({ asked, perPeriod }) => [asked, perPeriod.used]))).toEqual([
      [[24_000, 24_000]],
      [[100_001, 24_000]],
      [[6_000, 30_000]],
    ]);
    const { html } = await fresh.page(paths[2] ?? '');
    const row = elementsOf(html, 'tr')
      .map(plain)
      .find((text) => text.startsWith('Give away'));
    expect(row).toMatch(
      /\( Fund \) 60\.00 EUR 1,000\.00 EUR 3,000\.00 EUR in 30 days, until .* 300\.00 EUR$/,
    );
  });

  test('amounts of several resources are not told in the unit of one', async () => {
    const fresh = await foundInMemory();
    const fund = await addFund(fresh);
    const hours = await addFund(fresh, { kind: 'hours', name: { en: 'Hours' }, unit: 'minute' });
    await fresh.act('decision', transfer(fund, 24_000));
    const { id } = await fresh.act('decision', transfer(hours, 60));
    const { html } = await fresh.page(`/why/${hashOf(id)}`);
    expect(plain(html)).toContain('60 units 100,000 units 300,000 units');
  });

  test('are none where none is set for it', async () => {
    const fresh = await foundInMemory();
    const circle = await fresh.act('circle', { ...CIRCLE, members: [fresh.founder.author] });
    const { id } = await fresh.act('decision', {
      operations: [{ op: 'adopt', adopts: { type: 'circle', ...circle } }],
      reason: { say: 'Many hands.' },
    });
    const { html } = await fresh.page(`/why/${hashOf(id)}`);
    expect(plain(html)).toContain('No limit was set for a decision of this kind.');
  });
});

describe('who signed, and how it came about', () => {
  test('the key stands beside the name', async () => {
    const { signatures } = (await commons.json(`/why/${counted}`)) as unknown as {
      signatures: { name: string; key: string }[];
    };
    expect(signatures).toMatchObject([{ name: 'Ana', key: commons.founder.key }]);
    expect((await commons.page(`/why/${counted}`)).html).toContain(commons.founder.key);
  });

  test('a decision about a proposal names its steps and leads there; one that stands alone does not', async () => {
    const fresh = await foundInMemory();
    const fund = await addFund(fresh);
    const { operations } = transfer(fund, 500);
    const proposal = await fresh.act('proposal', { operations, driver: { say: 'It is worn.' } });
    const { id } = await fresh.act('decision', { proposal: proposal.subject, reason: { say: 'Yes.' } });
    const { html } = await fresh.page(`/why/${hashOf(id)}`);
    expect(textsOf(html, 'h2')).toContain('How it came about');
    const [list = ''] = html.match(/<ol class="events">.*?<\/ol>/s) ?? [];
    expect(elementsOf(list, 'li').map((item) => plain(item).replace(/ \d.*/, ''))).toEqual([
      'Ana proposed it',
      'Ana decided',
    ]);
    expect((await fresh.page(`/proposals/${proposal.subject}`)).status).toBe(200);
    expect(attributesOf(html, 'href')).toContain(`/proposals/${proposal.subject}`);
    expect(textsOf((await commons.page(`/why/${counted}`)).html, 'h2')).not.toContain('How it came about');
  });

  test('[R-9.10a] whoever names the proposal gets the decision that it led to; before, how it stands', async () => {
    const fresh = await foundInMemory();
    const fund = await addFund(fresh);
    const { operations } = transfer(fund, 500);
    const proposal = await fresh.act('proposal', { operations, driver: { say: 'It is worn.' } });
    const advice = await fresh.act('advice', {
      proposal: proposal.subject,
      stance: 'for',
      text: { say: 'Do it.' },
    });
    const named = [proposal.subject, hashOf(proposal.id), hashOf(advice.id)];
    const undecided = await fresh.json(`/proposals/${proposal.subject}`);
    for (const name of named) expect(await fresh.json(`/why/${name}`)).toEqual(undecided);
    expect(textsOf((await fresh.page(`/why/${proposal.subject}`)).html, 'h2')).toContain('How it is decided');
    const { id } = await fresh.act('decision', { proposal: proposal.subject, reason: { say: 'Yes.' } });
    for (const name of named)
      expect(await fresh.json(`/why/${name}`)).toMatchObject({ id, result: 'adopted' });
    expect(textsOf((await fresh.page(`/why/${hashOf(proposal.id)}`)).html, 'h1')[0]).toContain(
      'decided to give 5.00 EUR',
    );
    const nothing = '019a0000-0000-7000-8000-000000000001';
    expect((await fresh.get(`/why/${nothing}`)).status).toBe(404);
    expect((await fresh.get(`/why/${hashOf(fund.id)}`)).status).toBe(404);
  });

  test('every rule that is asked has words', async () => {
    const { checks } = (await commons.json(`/why/${counted}`)) as unknown as { checks: { name: string }[] };
    expect(checks.length).toBeGreaterThan(10);
    for (const { name } of checks) expect(checkText(name), name).toMatch(/^[A-Z][^“]* [^“]*$/);
  });

  test('words bear the language that their author named', async () => {
    const fresh = await foundInMemory();
    const fund = await addFund(fresh);
    const { id } = await fresh.act('decision', {
      ...transfer(fund, 500),
      reason: { say: 'Der alte ist kaputt.', language: 'de' },
      alternatives: [{ say: 'Reparieren.', language: 'de' }, { say: 'Leihen.' }],
    });
    const { html } = await fresh.page(`/why/${hashOf(id)}`);
    expect(html).toContain('<p class="prose" dir="auto" lang="de">Der alte ist kaputt.</p>');
    expect(html).toContain('<p class="prose" dir="auto" lang="de">Reparieren.</p>');
    expect(html).toMatch(/<p class="prose" dir="auto"( lang="en")?>Leihen\.<\/p>/);
  });
});

test('§9 [R-9.10] a circle’s decision: who was asked, what they said, every rule in words', async () => {
  const at = await memoryInstance(['Ana', 'Ben'], Date.parse('2026-05-04T08:00:00.000Z'));
  const [ana, ben] = at.people;
  if (ana === undefined || ben === undefined) throw new TypeError('two founded it');
  const [charter] = await at.logged('charter');
  if (charter === undefined) throw new TypeError('it is founded');
  const { values, founders, languages, timeZone, ladder, exitTerms, replant, adopts, purpose, subject } =
    charter.content;
  const draft = await at.act(ana, 'charter', {
    ...{ subject, name: { en: 'A new name' }, purpose, values, founders, languages, timeZone, ladder },
    ...{ exitTerms, replant, adopts, supersedes: charter.entry.id },
  });
  const proposal = await at.act(ana, 'proposal', {
    driver: { say: 'The name says what we do no longer.' },
    operations: [{ op: 'adopt', adopts: { type: 'charter', subject, id: draft.id } }],
  });
  for (const who of [ana, ben])
    await at.act(who, 'response', { proposal: proposal.subject, value: 'consent' });
  const [outcome] = await at.logged('outcome');
  if (outcome === undefined) throw new TypeError('all have consented');

  const { page, json } = askerOf(at.instance);
  const { html } = await page(`/why/${hashOf(outcome.entry.id)}`);
  expect(textsOf(html, 'h1')).toEqual([
    'The circle “Everyone” decided to adopt the charter “A new name” — under “Purpose and charter”.',
  ]);
  expect(plain(html)).toMatch(/Members asked 2/);
  const { checks } = (await json(`/why/${hashOf(outcome.entry.id)}`)) as unknown as {
    checks: { name: string }[];
  };
  expect(checks.length).toBeGreaterThan(4);
  for (const { name } of checks) expect(checkText(name), name).toMatch(/^[A-Z][^“]* [^“]*$/);
});

const CIRCLE = {
  kind: 'circle',
  name: { en: 'Kitchen' },
  aim: { en: 'To cook.' },
  status: 'active',
};

interface Fund {
  readonly subject: string;
  readonly id: string;
}

async function addFund(at: MemoryCommons, more: object = {}): Promise<Fund> {
  const fund = await at.act('resource', {
    kind: 'money',
    name: { en: 'Fund' },
    unit: 'EUR cent',
    capacity: { model: 'stock', quantity: 500_000 },
    steward: '019a0000-0000-7000-8000-000000000000',
    askers: 'peers',
    ...more,
  });
  await at.act('decision', {
    operations: [{ op: 'adopt', adopts: { type: 'resource', ...fund } }],
    reason: { say: 'We have it.' },
  });
  return fund;
}

function transfer({ subject, id }: Fund, quantity: number) {
  return {
    operations: [{ op: 'transfer', resource: { subject, id }, quantity, to: { named: { say: 'The shop' } } }],
    reason: { say: 'It broke.' },
  };
}

function hashOf(id: string): string {
  return id.slice(id.indexOf(';') + 1);
}
