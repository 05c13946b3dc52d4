import { beforeAll, describe, expect, test } from 'vitest';
import { attributesOf, elementsOf, plain, textsOf } from './support/html.ts';
import { foundInMemory, type MemoryCommons } from './support/memory-commons.ts';
import { adoptRegister, manySections } from './support/register.ts';

/** Domains that every commons begins with. */
const FIRST = 4;
const SECTIONS = 120;

let commons: MemoryCommons;
beforeAll(async () => {
  commons = await foundInMemory();
  await adoptRegister(commons, manySections(SECTIONS));
});

describe('the register as pages', () => {
  test('the first page lists fifty, and says how many there are', async () => {
    const { html } = await commons.page('/register');
    expect(textsOf(html, 'caption')).toEqual([`Domains 1 to 50 of ${SECTIONS + FIRST}`]);
    expect(elementsOf(html, 'tr')).toHaveLength(1 + 50);
    expect(plain(html)).toContain('Page 1 of 3');
  });

  test('whoever leafs through sees every domain once', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/register';
    while (path !== undefined) {
      const { html } = await commons.page(path);
      seen.push(...attributesOf(html, 'href').filter((href) => href.startsWith('/domains/')));
      path = /<a rel="next" href="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen).toHaveLength(SECTIONS + FIRST);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('the last page has no next one, and leads back', async () => {
    const { html } = await commons.page('/register?offset=100&limit=50');
    expect(html).not.toContain('rel="next"');
    expect(html).toContain('rel="prev" href="/register?offset=50&amp;limit=50"');
  });

  test('beyond the end it says so', async () => {
    const { status, html } = await commons.page('/register?offset=5000');
    expect(status).toBe(200);
    expect(plain(html)).toContain('The list ends before this page.');
  });

  test('a search keeps its words in the box and on the next page', async () => {
    const { html } = await commons.page('/register?q=part-1&limit=10');
    expect(attributesOf(html, 'value')).toContain('part-1');
    expect(html).toContain('rel="next" href="/register?q=part-1&amp;offset=10&amp;limit=10"');
    expect(plain(html)).toContain('32 domains of 124 found for “ part-1 ”');
  });

  test('a search for a title has that one first, and then those that begin with it', async () => {
    const found = async (text: string) => {
      const { domains } = (await commons.json(`/register?q=${text}`)) as unknown as {
        domains: { title: { en: string } }[];
      };
      return domains.map(({ title }) => title.en);
    };
    const all = await found('part-');
    const last =
      all.findLast((title) => all.some((other) => other !== title && other.startsWith(title))) ?? '';
    expect(all.indexOf(last)).toBeGreaterThan(0);
    const [first, second = ''] = await found(encodeURIComponent(last.toLowerCase()));
    expect([first, second.startsWith(last)]).toEqual([last, true]);
  });

  test('a search that finds nothing says so', async () => {
    const { html } = await commons.page('/register?q=zebra');
    expect(plain(html)).toContain('Nothing found for “ zebra ”');
    expect(elementsOf(html, 'table')).toEqual([]);
  });

  test('the page shows what the JSON holds', async () => {
    const { domains } = (await commons.json('/register?limit=500')) as unknown as {
      domains: { title: { en: string }; owner: { people: { name: string }[] } }[];
    };
    const { html } = await commons.page('/register?limit=500');
    const rows = elementsOf(html, 'tr').slice(1).map(plain);
    expect(rows).toHaveLength(domains.length);
    for (const [index, { title, owner }] of domains.entries()) {
      expect(rows[index]).toContain(title.en);
      for (const { name } of owner.people) expect(rows[index]).toContain(name);
    }
  });
});

test('a domain of a list leads to the decision that adopted it', async () => {
  const { domains } = (await commons.json('/register?q=part-7')) as unknown as {
    domains: { subject: string }[];
  };
  const { html } = await commons.page(`/domains/${domains[0]?.subject}`);
  expect(plain(html)).toContain('One line of a list, adopted by this decision');
  const why = attributesOf(html, 'href').filter((href) => href.startsWith('/why/'));
  expect(plain((await commons.page(why[0] ?? '')).html)).toContain(
    `decided to adopt a set of ${SECTIONS} domains`,
  );
});

describe('who decides about a path', () => {
  test('the most specific domain first, with its owners; wider ones below', async () => {
    const { html } = await commons.page('/register/path?path=parts/part-7/cover.svg');
    const [first, second] = elementsOf(html, 'li').filter((item) => item.includes('card-title'));
    expect(plain(first ?? '')).toMatch(/^This domain decides PART 7 Keeper 6/);
    expect(plain(second ?? '')).toMatch(/^Changes to what we look after Coordinator : Ana/);
  });

  test('a path that no pattern covers falls to the widest domain', async () => {
    const { html } = await commons.page('/register/path?path=elsewhere/x');
    expect(elementsOf(html, 'li').filter((item) => item.includes('card-title'))).toHaveLength(1);
    expect(html).toContain('Changes to what we look after');
  });

  test('blanks and the root that people type are no part of it', async () => {
    for (const typed of ['/parts/part-7/x', ' parts/part-7/x ', './parts/part-7/x']) {
      expect(await commons.json(`/register/path?path=${encodeURIComponent(typed)}`)).toMatchObject({
        path: 'parts/part-7/x',
      });
    }
  });

  test('several equal owners are said to be several', async () => {
    const equal = await foundInMemory();
    await adoptRegister(
      equal,
      'ONE\nM:\tA <a@example.org>\nF:\tshared/\n\nTWO\nM:\tB <b@example.org>\nF:\tshared/\n',
    );
    const { html } = await equal.page('/register/path?path=shared/x');
    expect(plain(html)).toContain('2 domains cover this path equally.');
    expect(html).not.toContain('This domain decides');
  });
});

describe('names of unclaimed seats', () => {
  test('for members alone are shown to members alone', async () => {
    const shy = await foundInMemory();
    await adoptRegister(shy, 'ONE\nM:\tShy Person <shy@example.org>\nF:\tone/\n', 'members');
    const { html } = await shy.page('/register');
    expect(html).not.toContain('Shy Person');
    expect(html).toContain('unclaimed seat');
    expect(await (await shy.signed('/register')).text()).toContain('Shy Person');
  });
});

describe('whether the register is sound', () => {
  test('the same fault of many domains is told once, with all of them', async () => {
    const { html } = await commons.page('/register/lint');
    const { findings } = (await commons.json('/register/lint')) as unknown as {
      findings: { code: string; domain: { subject: string } }[];
    };
    // Every tenth section has no keeper.
    const orphans = findings.filter(({ code }) => code === 'no-owner');
    expect(orphans).toHaveLength(SECTIONS / 10);
    const headings = textsOf(html, 'h2');
    expect(headings.filter((heading) => heading.startsWith('Nobody owns this domain'))).toHaveLength(1);
    expect(new Set(headings).size).toBe(headings.length);
    for (const { domain } of findings) expect(html).toContain(`/domains/${domain.subject}`);
  });
});
