import { beforeAll, describe, expect, test } from 'vitest';
import { BROWSER_ACCEPT, foundInMemory, type MemoryCommons } from './support/memory-commons.ts';

let commons: MemoryCommons;
beforeAll(async () => {
  commons = await foundInMemory();
});

const VIEWS = [
  '/',
  '/commons',
  '/register',
  '/register/path?path=a/b',
  '/resources',
  '/agreements',
  '/peers',
];

describe('§10 [R-10.35] one address answers programs and people', () => {
  test.each(VIEWS)('%s is a page for a browser', async (path) => {
    const answer = await commons.get(path, BROWSER_ACCEPT);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(await answer.text()).toMatch(/^<!DOCTYPE html><html lang="en">/);
  });

  test.each(VIEWS)('%s is JSON for whoever has no preference', async (path) => {
    for (const accept of [undefined, '*/*', 'application/json', 'application/*']) {
      const answer = await commons.get(path, accept);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/json');
      await expect(answer.json()).resolves.toBeTypeOf('object');
    }
  });

  test.each(VIEWS)('%s says that it depends on Accept', async (path) => {
    for (const accept of [BROWSER_ACCEPT, '*/*']) {
      expect((await commons.get(path, accept)).headers.get('vary')).toBe('Accept, Accept-Language');
    }
  });

  test('the front page as JSON is the commons', async () => {
    expect(await commons.json('/')).toEqual(await commons.json('/commons'));
  });

  test.each([
    ['text/html', 'text/html'],
    ['text/html;q=0.9, application/json', 'application/json'],
    ['application/json;q=0.5, text/html', 'text/html'],
    ['application/json;q=0.9, */*;q=0.1', 'application/json'],
    ['text/*', 'text/html'],
    ['image/png', 'application/json'],
    ['text/html;q=0', 'application/json'],
    [';;,,q=', 'application/json'],
  ])('Accept: %s gets %s', async (accept, expected) => {
    expect((await commons.get('/commons', accept)).headers.get('content-type')).toMatch(expected);
  });
});

describe('§10 caches', () => {
  test('a view may not be kept without asking again', async () => {
    expect((await commons.get('/register', BROWSER_ACCEPT)).headers.get('cache-control')).toBe('no-cache');
  });

  test.each([BROWSER_ACCEPT, 'application/json'])(
    'what has not changed is not sent again: %s',
    async (accept) => {
      const first = await commons.get('/register', accept);
      const tag = first.headers.get('etag') ?? '';
      expect(tag).toMatch(/^W\/"[\w-]{43}"$/);
      for (const known of [tag, `"other", ${tag}`, '*']) {
        const again = await commons.get('/register', accept, { 'if-none-match': known });
        expect(again.status).toBe(304);
        expect(await again.text()).toBe('');
        expect(again.headers.get('etag')).toBe(tag);
        expect(again.headers.get('vary')).toBe('Accept, Accept-Language');
      }
      expect((await commons.get('/register', accept, { 'if-none-match': 'W/"other"' })).status).toBe(200);
    },
  );

  test('the page and the JSON of one address are not taken for each other', async () => {
    const page = await commons.get('/register', BROWSER_ACCEPT);
    const tag = page.headers.get('etag') ?? '';
    const json = await commons.get('/register', 'application/json', { 'if-none-match': tag });
    expect(json.status).toBe(200);
    expect(json.headers.get('etag')).not.toBe(tag);
  });

  test('what has changed is sent again', async () => {
    const tag = (await commons.get('/commons')).headers.get('etag') ?? '';
    await commons.act('circle', {
      kind: 'circle',
      name: { en: 'Cellar' },
      aim: { en: 'To keep it dry.' },
      members: [commons.founder.author],
      status: 'active',
    });
    expect((await commons.get('/commons', undefined, { 'if-none-match': tag })).status).toBe(200);
  });

  test('[F10] what a signed request sees is kept by nobody', async () => {
    const answer = await commons.signed('/register');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('etag')).toBeNull();
  });
});

describe('HEAD', () => {
  test.each([...VIEWS, '/nowhere', '/health/live'])(
    '%s answers as GET does, without the content',
    async (path) => {
      const get = await commons.get(path, BROWSER_ACCEPT);
      const head = await commons.get(path, BROWSER_ACCEPT, {}, 'HEAD');
      expect(head.status).toBe(get.status);
      expect(await head.text()).toBe('');
      for (const name of ['content-type', 'vary', 'etag', 'cache-control', 'content-security-policy']) {
        expect(head.headers.get(name)).toBe(get.headers.get(name));
      }
    },
  );
});

test('a page says where its data is', async () => {
  const { html } = await commons.page('/register?q=x&limit=10');
  expect(html).toContain('<link rel="alternate" type="application/json" href="/register?q=x&amp;limit=10"/>');
});

describe('the signed bytes of a document stay within reach', () => {
  test('a program gets them, a browser gets the page, and `as=signed` outweighs the browser', async () => {
    const { id } = await commons.act('circle', {
      kind: 'circle',
      name: { en: 'Kitchen' },
      aim: { en: 'To cook.' },
      members: [commons.founder.author],
      status: 'active',
    });
    const hash = id.slice(id.indexOf(';') + 1);
    for (const path of [`/documents/${hash}`, `/documents/${encodeURIComponent(id)}`]) {
      const signed = await commons.get(path);
      expect(signed.headers.get('content-type')).toBe('application/jose+json');
      expect(signed.headers.get('vary')).toBe('Accept, Accept-Language');
      expect((await commons.page(path)).html).toContain('<bdi>Circle “Kitchen”</bdi>');
      const asSigned = await commons.get(`${path}?as=signed`, BROWSER_ACCEPT);
      expect(await asSigned.text()).toBe(await signed.text());
    }
  });
});
