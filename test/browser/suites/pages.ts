import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { foundInMemory, openMemoryInstance } from '../../server/web/support/memory-commons.ts';
import { servePages } from '../support/server.ts';
import type { Site } from '../support/site.ts';
import { faultsNow, faultsOf, type Visit } from '../support/visit.ts';

/** Every page, with something on it and without: readable, whole, and nothing but our own. */
export function testPages(given: () => { readonly site: Site; readonly browser: Browser }): void {
  describe('wide and narrow, by day and by night', () => {
    test('every page can be used', async () => {
      const { site, browser } = given();
      const visits = await pagesOf(site);
      await onPage(browser, async (page) => {
        expect(await faultsOf(page, visits)).toEqual({});
      });
    });

    test('so can the pages of a young commons, and of none', async () => {
      const [none, waiting, young] = await Promise.all([
        servePages(openMemoryInstance()),
        servePages((await foundInMemory({ founders: 3 })).instance),
        servePages((await foundInMemory()).instance),
      ]);
      const empty = [
        ...[
          'register',
          'roles',
          'proposals',
          'matters',
          'meetings',
          'emergencies',
          'erasures',
          'calendar',
          'subscriptions',
        ],
        ...['constraints', 'agents', 'resources', 'agreements', 'peers'],
      ];
      const visits = [
        { name: 'none', url: `${none.origin}/`, status: 200 },
        { name: 'none-register', url: `${none.origin}/register`, status: 409 },
        { name: 'waiting', url: `${waiting.origin}/`, status: 200 },
        { name: 'young', url: `${young.origin}/`, status: 200 },
        ...empty.map((name) => ({ name: `young-${name}`, url: `${young.origin}/${name}`, status: 200 })),
      ];
      await onPage(given().browser, async (page) => {
        expect(await faultsOf(page, visits)).toEqual({});
      });
      await Promise.all([none, waiting, young].map(({ stop }) => stop()));
    });

    test('no kind of page is forgotten here', async () => {
      const { site, browser } = given();
      const kinds = new Set((await pagesOf(site)).map(({ url }) => kindOf(url)));
      await onPage(browser, async (page) => {
        await page.goto(`${site.a.server.origin}/`);
        for (const link of await page.locator('a[href^="/"]').all()) {
          expect(kinds).toContain(kindOf(new URL((await link.getAttribute('href')) ?? '', page.url()).href));
        }
      });
    });

    test('a page with a fault is found out', async () => {
      await onPage(given().browser, async (page) => {
        for (const [fault, html] of FAULTY) {
          await page.setContent(html);
          expect((await faultsNow(page)).join('\n')).toContain(fault);
        }
      });
    });
  });
}

/** Pages that are not as they should be: whoever looks must see it. */
const FAULTY = [
  ['the page has no language', '<title>x</title>'],
  ['there is not exactly one main landmark', '<p>x</p>'],
  ['“x” has no name', '<section><p>x</p></section>'],
  ['a heading of level 3 follows one of level 1', '<h1>x</h1><h3>y</h3>'],
  ['has no caption', '<table><tr><td>x</td></tr></table>'],
  ['has no label', '<input>'],
  ['is only', '<button style="min-width: 0; width: 12px; height: 12px; padding: 0">x</button>'],
  ['refers to nothing by for', '<label for="none">x</label>'],
  ['leads nowhere', '<a href="#none">x</a>'],
  ['where 1280 can be seen', '<p style="width: 3000px">x</p>'],
  ['is cut off', '<body style="overflow-x: hidden"><main><p style="width: 3000px">x</p></main></body>'],
  ['has a contrast of 4.48', '<p style="color: #777777">x</p>'],
  ['something is put in that is no content', '<p style="color: black">x</p>'],
] as const;

async function onPage(browser: Browser, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext();
  try {
    await work(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Ours, most of them `a`'s. */
async function pagesOf({ a, b, ...site }: Site): Promise<readonly Visit[]> {
  const { origin } = a.server;
  const path = '/register/path?path=money/grants/2026.csv';
  const { domains } = (await a.client.get('/register')) as { domains: { subject: string }[] };
  const { owners } = (await a.client.get(path)) as { owners: { subject: string }[] };
  const { chain } = (await a.client.get(`/why/${hashOf(site.counted)}`)) as {
    chain: { id: string; type: string }[];
  };
  const { proposals } = (await a.client.get('/proposals')) as { proposals: { subject: string }[] };
  const linked = (type: string) => hashOf(chain.find((link) => link.type === type)?.id ?? '');
  const paths: Readonly<Record<string, string>> = {
    home: '/',
    register: '/register',
    'register-second': '/register?offset=50&limit=50',
    search: '/register?q=workshop',
    lint: '/register/lint',
    'search-nothing': '/register?q=zebra',
    path,
    domain: `/domains/${domains[0]?.subject}`,
    seats: `/domains/${owners[0]?.subject}`,
    why: `/why/${hashOf(site.counted)}`,
    'why-not': `/why/${hashOf(site.notCounted)}`,
    proposals: '/proposals',
    proposal: `/proposals/${proposals[0]?.subject}`,
    circles: '/circles',
    roles: '/roles',
    matters: '/matters',
    meetings: '/meetings',
    calendar: '/calendar',
    subscriptions: '/subscriptions',
    emergencies: '/emergencies',
    erasures: '/erasures',
    constraints: '/constraints',
    agents: '/agents',
    resources: '/resources',
    agreements: '/agreements',
    agreement: `/agreements/${site.agreement}`,
    peers: '/peers',
    mandate: `/documents/${linked('mandate')}`,
    charter: `/documents/${linked('charter')}`,
    decision: `/documents/${hashOf(site.counted)}`,
  };
  return [
    ...Object.entries(paths).map(([name, one]) => ({ name, url: `${origin}${one}`, status: 200 })),
    { name: 'this-browser', url: `${origin}/me`, status: 200 },
    { name: 'acts', url: `${origin}/act`, status: 200 },
    { name: 'act', url: `${origin}/act/response`, status: 200 },
    { name: 'missing', url: `${origin}/nowhere`, status: 404 },
    { name: 'no-path', url: `${origin}/register/path?path=a//b`, status: 400 },
    { name: 'hostile', url: `${b.server.origin}/why/${hashOf(site.hostile)}`, status: 200 },
    { name: 'hostile-document', url: `${b.server.origin}/documents/${hashOf(site.hostile)}`, status: 200 },
  ];
}

/** The kind of a page: the first part of its path. */
function kindOf(url: string): string {
  return new URL(url).pathname.split('/')[1] ?? '';
}

function hashOf(id: string): string {
  return id.slice(id.indexOf(';') + 1);
}
