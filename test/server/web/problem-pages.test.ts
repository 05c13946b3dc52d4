import { beforeAll, describe, expect, test } from 'vitest';
import { attributesOf, textsOf } from './support/html.ts';
import {
  askerOf,
  BROWSER_ACCEPT,
  foundInMemory,
  type MemoryCommons,
  openMemoryInstance,
} from './support/memory-commons.ts';

let commons: MemoryCommons;
beforeAll(async () => {
  commons = await foundInMemory();
});

const ABSENT = '019a0000-0000-7000-8000-000000000000';

describe('§10 [R-10.40] a problem is a page for people and a problem document for programs', () => {
  test.each([
    ['/nowhere', 404],
    [`/domains/${ABSENT}`, 404],
    [`/agreements/${ABSENT}`, 404],
    ['/domains/not-a-subject', 400],
    ['/why/not-an-id', 400],
    [`/why/${'A'.repeat(43)}`, 404],
    [`/documents/${'A'.repeat(43)}`, 404],
    ['/register?offset=-1', 400],
    ['/register/path?path=a//b', 400],
    ['/assets/folkmoot.0000000000000000.css', 404],
    // Per cent signs that name nothing: no decoding twice.
    ['/why/%25', 400],
    ['/documents/%25', 404],
    ['/bundles/%25', 404],
  ])('%s answers %i', async (path, status) => {
    const page = await commons.page(path);
    expect(page.status).toBe(status);
    expect(textsOf(page.html, 'h1')).toHaveLength(1);
    expect(page.html).toContain(`Error ${status}`);

    const answer = await commons.get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('vary')).toBe('Accept, Accept-Language');
    expect(await answer.json()).toMatchObject({ status });
  });

  test('a problem page bears the commons’ name and its navigation, and is not kept', async () => {
    const answer = await commons.get('/nowhere', BROWSER_ACCEPT);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const html = await answer.text();
    expect(html).toContain('<bdi>Green Yard</bdi>');
    expect(attributesOf(html, 'href')).toEqual(expect.arrayContaining(['/', '/register', '/peers']));
  });

  test('a path that is none can be mended where it was refused', async () => {
    const { html } = await commons.page('/register/path?path=a//b');
    expect(textsOf(html, 'h1')).toEqual(['This is not a path']);
    expect(attributesOf(html, 'value')).toContain('a//b');
  });

  test('a failure inside says nothing of the inside', async () => {
    const { instance } = await foundInMemory();
    const broken = askerOf({
      ...instance,
      context: {
        ...instance.context,
        commons: async () => {
          throw new Error('password=hunter2');
        },
      },
    });
    const { status, html } = await broken.page('/register');
    expect(status).toBe(500);
    expect(html).not.toContain('hunter2');
    expect(textsOf(html, 'h1')).toEqual(['The server could not do this']);
  });
});

describe('before there is a commons', () => {
  const asker = askerOf(openMemoryInstance());

  test('the front page says exactly what to do', async () => {
    const { status, html } = await asker.page('/');
    expect(status).toBe(200);
    expect(textsOf(html, 'h1')).toEqual(['There is no commons here yet']);
    expect(textsOf(html, 'code').join()).toContain('init --name "Our commons" --founder "Your name"');
  });

  test.each(['/commons', '/register', '/resources', '/agreements', '/peers', `/domains/${ABSENT}`])(
    '%s answers 409 with the same page',
    async (path) => {
      const { status, html } = await asker.page(path);
      expect(status).toBe(409);
      expect(textsOf(html, 'h1')).toEqual(['There is no commons here yet']);
    },
  );

  test('programs get the problem, on the front page too', async () => {
    for (const path of ['/', '/register']) {
      const answer = await asker.get(path);
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({ type: 'urn:folkmoot:problem:not-founded' });
    }
  });

  test('what does not exist is still missing', async () => {
    expect((await asker.page('/nowhere')).status).toBe(404);
  });
});

describe('while founders are still to confirm', () => {
  test('the front page says who is missing', async () => {
    const waiting = await foundInMemory({ founders: 2 });
    const { status, html } = await waiting.page('/');
    expect(status).toBe(200);
    expect(html).toContain('This commons is not founded yet.');
    expect(textsOf(html, 'li')).toEqual(
      expect.arrayContaining(['Ana ✓ has confirmed', 'Founder 2 ○ is still to confirm']),
    );
  });
});
