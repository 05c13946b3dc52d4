import { beforeAll, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { createApp } from '../../../server/app.ts';
import { type FeedItem, feedView } from '../../../server/flows/feeds/feed-view.ts';
import { type FeedForm, writeFeed } from '../../../server/flows/feeds/write-feed.ts';
import {
  type Acted,
  type MemoryInstance,
  memoryInstance,
  type Person,
} from '../../support/memory-instance.ts';
import { problemOf } from './support/problem.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };
const EVERYTHING = { type: [], domain: [], circle: [], effect: [], commons: [] };
const HARSH = 'Ana never keeps her word.';
const HIDDEN = 'A quiet change';

let at: MemoryInstance;
let app: ReturnType<typeof createApp>;
let [ana, ben] = [] as unknown as [Person, Person];
let [first, reversed, hidden, proposal, secret] = [] as unknown as [Acted, Acted, Acted, Acted, Acted];
let erased: string;

const decide = (title: string, fields: object = {}) =>
  at.act(ana, 'decision', {
    operations: [{ op: 'change', paths: ['a'], content: 'A'.repeat(43), title }],
    reason: { say: `Because of ${title}.` },
    ...fields,
  });
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
const text = async (path: string) => (await get(path)).text();

beforeAll(async () => {
  at = await memoryInstance(['Ana', 'Ben'], START);
  app = createApp(at.instance, HOOKS);
  [ana, ben] = at.people as unknown as [Person, Person];
  const charter = (await at.logged('domain')).find(({ content }) =>
    JSON.stringify(content).includes('charter'),
  );
  first = await decide('A fence');
  reversed = await decide('A gate');
  hidden = await decide(HIDDEN, { audience: 'members' });
  const propose = (words: string, fields: object = {}) =>
    at.act(ana, 'proposal', {
      driver: { say: 'The fence is down.' },
      operations: [{ op: 'resolve', text: { say: words } }],
      domain: charter?.content.subject,
      ...fields,
    });
  proposal = await propose('We mend the fence.');
  secret = await propose('We meet in the cellar.', { audience: 'members' });
  const harsh = await propose('We talk.', { explanation: [{ say: HARSH }] });
  erased = harsh.subject;
  expect(await text('/feeds/proposals.atom')).toContain(HARSH);
  await at.act(ana, 'erasure', { of: harsh.id });
  await at.pass(DAY);
  await decide('Another gate', { reverses: { subject: reversed.subject, id: reversed.id } });
});

const FORMS = ['atom', 'rss', 'json'] as const;
const PATHS = ['decisions', 'proposals', 'all'].flatMap((name) =>
  FORMS.map((form) => `/feeds/${name}.${form}`),
);

interface JsonFeed {
  readonly title: string;
  readonly items: readonly Record<string, string>[];
}
const jsonOf = async (path: string) => (await (await get(path)).json()) as JsonFeed;

describe('§19 [R-19.30] feeds of what everybody may read', () => {
  test.each([
    ['atom', 'application/atom+xml; charset=utf-8', '<feed xmlns="http://www.w3.org/2005/Atom">'],
    ['rss', 'application/rss+xml; charset=utf-8', '<rss version="2.0"'],
    ['json', 'application/feed+json; charset=utf-8', '"version": "https://jsonfeed.org/version/1"'],
  ])('in the form of %s', async (form, type, begins) => {
    const answer = await get(`/feeds/decisions.${form}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    const body = await answer.text();
    expect(body).toContain(begins);
    for (const { id } of [first, reversed]) expect(body).toContain(id);
  });

  test('an item has the id of its document, its page, its reason, and who decided', async () => {
    const { title, items } = await jsonOf('/feeds/decisions.json');
    expect(title).toBe('Commons in memory: decisions');
    expect(items.find(({ id }) => id === first.id)).toMatchObject({
      title: 'A fence (a)',
      url: `http://localhost/why/${first.id.slice(first.id.indexOf(';') + 1)}`,
      content_html: '<p>Decided by Ana.</p><p>Reason: Because of A fence.</p>',
      author: { name: 'Ana' },
    });
  });

  test('nothing that is for members alone, in no feed and no form', async () => {
    for (const path of PATHS) {
      const body = await text(path);
      for (const words of [HIDDEN, hidden.id, 'cellar', secret.id, secret.subject])
        expect(body).not.toContain(words);
    }
  });

  test('nothing that was erased, and that it was', async () => {
    for (const path of PATHS) expect(await text(path)).not.toContain(HARSH);
    const item = (await jsonOf('/feeds/proposals.json')).items.find(({ id }) => id === `urn:uuid:${erased}`);
    expect(item?.content_html).toContain('[This text was erased on 2026-05-04');
  });

  test('[R-19.32] nothing that does not count', async () => {
    const refused = await at.act(ben, 'decision', {
      operations: [{ op: 'change', paths: ['a'], content: 'A'.repeat(43), title: 'Ben alone' }],
      reason: { say: 'I can.' },
      mandate: await mandateOfAna(),
    });
    expect(refused.entry.verdict?.status).toBe('not-counted');
    for (const path of PATHS) expect(await text(path)).not.toContain('Ben alone');
  });

  test('there are no others', async () => {
    for (const path of [
      '/feeds/decisions',
      '/feeds/decisions.xml',
      '/feeds/secrets.atom',
      '/feeds/all.atom.rss',
    ])
      expect(await problemOf(await get(path))).toMatchObject({
        type: expect.stringContaining('not-found'),
      });
  });
});

/** What Ana decides by; Ben names it in vain. */
async function mandateOfAna() {
  const [{ content } = { content: {} }] = await at.logged('decision');
  return (content as { readonly mandate: unknown }).mandate;
}

describe('§19 [R-19.32] what changes is told under the same id', () => {
  test('a decision that was reversed since', async () => {
    const item = (await jsonOf('/feeds/decisions.json')).items.find(({ id }) => id === reversed.id);
    expect(item).toMatchObject({
      title: 'Reversed: A gate (a)',
      date_published: new Date(START).toISOString(),
    });
    expect(Date.parse(item?.date_modified ?? '')).toBe(START + DAY);
  });

  test('a matter has one place for all its versions, and says how it stands', async () => {
    const id = `urn:uuid:${proposal.subject}`;
    const before = (await jsonOf('/feeds/proposals.json')).items.filter((item) => item.id === id);
    expect(before).toHaveLength(1);
    await at.act(ana, 'withdrawal', { of: proposal.id });
    const [after, ...more] = (await jsonOf('/feeds/proposals.json')).items.filter((item) => item.id === id);
    expect(more).toEqual([]);
    expect(after?.content_html).not.toBe(before[0]?.content_html);
    expect(Date.parse(after?.date_modified ?? '')).toBe(at.now());
  });
});

describe('§19 [R-19.31] filters and caches', () => {
  test('the filters of a stream', async () => {
    const titlesOf = async (query: string) =>
      (await jsonOf(`/feeds/all.json?${query}`)).items.map(({ title }) => title);
    const decisions = await titlesOf('type=decision');
    expect(decisions).toContain('Decision: A fence (a)');
    expect(decisions.every((title) => title?.startsWith('Decision: '))).toBe(true);
    expect(await titlesOf('type=decision&effect=transfer')).toEqual([]);
    expect(await titlesOf('type=decision&effect=change')).toEqual(decisions);
    for (const query of ['domain=x', 'bogus=1', 'after=1', 'type=decision&types=x', 'type=nonsense']) {
      expect(await problemOf(await get(`/feeds/all.json?${query}`))).toMatchObject({
        type: expect.stringContaining('malformed'),
      });
    }
    const near = await problemOf(await get('/feeds/all.atom?type=decisions'));
    expect(near).toMatchObject({ at: 'type', detail: expect.stringContaining('did you mean decision?') });
    expect(await titlesOf('type=opaque')).toEqual([]);
  });

  test.each(FORMS)(
    '[R-19.33] %s: who has it already is told so, until there is something new',
    async (form) => {
      const path = `/feeds/decisions.${form}`;
      const answer = await get(path);
      const tag = answer.headers.get('etag') ?? '';
      expect(tag).toMatch(/^W\/".{43}"$/);
      expect(answer.headers.get('last-modified')).toBeNull();
      const again = await get(path, { 'if-none-match': tag });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect((await get(path, { 'if-none-match': 'W/"another"' })).status).toBe(200);
      await decide(`News for ${form}`);
      expect((await get(path, { 'if-none-match': tag })).status).toBe(200);
    },
  );

  test('no more than thirty items, the newest', async () => {
    for (let count = 1; count <= 31; count++) await decide(`Number ${count}`);
    const { items } = await jsonOf('/feeds/decisions.json');
    expect(items).toHaveLength(30);
    expect(items[0]?.title).toBe('Number 31 (a)');
    expect(items[29]?.title).toBe('Number 2 (a)');
  });
});

describe('§19 [R-19.33] what people write stays text', () => {
  const HOSTILE = '<script>a</script> & ]]> b ]]> <c/>\u0000\u001b\u202e "d"';
  const item: FeedItem = {
    id: 'ni:///sha-256;A',
    href: '/why/A',
    title: HOSTILE,
    by: HOSTILE,
    text: [HOSTILE, 'two\nlines'],
    publishedAt: START,
    updatedAt: START,
  };
  const written = async (form: FeedForm) => {
    const view = await feedView(at.instance.context, 'decisions', EVERYTHING);
    return writeFeed(
      { ...view, commons: HOSTILE, items: [item] },
      form,
      'https://a.example',
      'type=decision',
    );
  };

  test.each(['atom', 'rss'] as const)('%s: nothing of it is markup, or ends a section', async (form) => {
    const body = await written(form);
    expect(body).not.toMatch(/<script|<c\//);
    expect(body.replaceAll(/[\t\n\r]/g, '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
    const sections = body.match(/<!\[CDATA\[/g) ?? [];
    expect(body.match(/\]\]>/g)).toHaveLength(sections.length);
  });

  test('json: a title is plain, a content is HTML', async () => {
    const { items } = JSON.parse(await written('json')) as JsonFeed;
    expect(items[0]?.title).toBe('<script>a</script> & ]]> b ]]> <c/> "d"');
    expect(items[0]?.content_html).not.toMatch(/<script|<c\//);
    expect(items[0]?.content_html).toContain('<p>two<br/>lines</p>');
  });

  test('the id of a feed names no host, and its filter; its own address is in it', async () => {
    const body = await written('atom');
    const [charter] = await at.instance.context.store.entries(at.commons, { at: [0] });
    expect(body).toContain(`<id>${charter?.id}?feed=decisions&amp;type=decision</id>`);
    expect(body).toContain('rel="self" href="https://a.example/feeds/decisions.atom?type=decision"');
  });
});

describe('§19 [R-19.34] readers of feeds find them', () => {
  const asBrowser = { accept: 'text/html' };
  const feedsIn = (html: string) =>
    [...html.matchAll(/<link rel="alternate" type="application\/atom\+xml"[^>]* href="([^"]+)"/g)].map(
      ([, href]) => href,
    );

  test('from every page, and a domain’s own from its page', async () => {
    const everywhere = ['/feeds/decisions.atom', '/feeds/proposals.atom', '/feeds/all.atom'];
    for (const path of ['/', '/proposals', '/subscriptions'])
      expect(feedsIn(await (await get(path, asBrowser)).text())).toEqual(everywhere);
    const [{ content } = { content: { subject: '' } }] = await at.logged('domain');
    const own = feedsIn(await (await get(`/domains/${content.subject}`, asBrowser)).text());
    expect(own).toEqual([`/feeds/decisions.atom?domain=${content.subject}`, ...everywhere]);
    expect((await get(own[0] ?? '')).status).toBe(200);
  });

  test('the page on following names all of them', async () => {
    const html = await (await get('/subscriptions', asBrowser)).text();
    for (const path of PATHS) expect(html).toContain(`href="${path}"`);
  });
});
