import { beforeAll, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import { problemOf } from './support/problem.ts';
import { foundWatched, type WatchedCommons } from './support/watched-commons.ts';

let commons: WatchedCommons;
beforeAll(async () => {
  commons = await foundWatched(createMemoryStore(Date.now));
  commons.effects();
});

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'BREW'];

/** An address of every route, with the methods that it knows. */
function routes(): readonly (readonly [string, readonly string[]])[] {
  const known = commons.app.routes.filter(({ method }) => method !== 'ALL');
  return [...Map.groupBy(known, ({ path }) => path)].map(([path, same]) => [
    path.replaceAll(/:\w+/g, 'x').replace('*', '0/000'),
    [...new Set(same.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))],
  ]);
}

describe('§10 [R-10.40] a method that an address does not know', () => {
  test('is refused with those that it knows', async () => {
    expect(routes().length).toBeGreaterThan(25);
    for (const [path, known] of routes()) {
      for (const method of METHODS.filter((one) => !known.includes(one))) {
        const answer = await commons.app.request(path, { method });
        expect([path, method, answer.status]).toEqual([path, method, 405]);
        expect(answer.headers.get('allow')?.split(', ').sort()).toEqual([...known].sort());
        if (method === 'HEAD') expect(await answer.text()).toBe('');
        else {
          expect(await problemOf(answer)).toMatchObject({
            type: 'urn:folkmoot:problem:method-not-allowed',
            allow: [...known],
          });
        }
      }
      for (const method of known) {
        expect((await commons.app.request(path, { method })).status).not.toBe(405);
      }
    }
    expect(commons.effects()).toEqual([]);
  });

  test.each(['/nowhere', '/documents/', '/Documents', '/documents/x/y', '//', '/log', '/log/', '/admin'])(
    'at %s, where nothing is, every method finds nothing',
    async (path) => {
      for (const method of METHODS) {
        const answer = await commons.app.request(path, { method });
        expect(answer.status).toBe(404);
        expect(answer.headers.get('allow')).toBeNull();
        if (method !== 'HEAD') await problemOf(answer);
      }
      expect(commons.effects()).toEqual([]);
    },
  );
});

test('HEAD answers as GET does, without the content', async () => {
  for (const [path] of routes().filter(([, known]) => known.includes('HEAD'))) {
    const [head, get] = [
      await commons.app.request(path, { method: 'HEAD' }),
      await commons.app.request(path, { method: 'GET' }),
    ];
    expect([path, head.status]).toEqual([path, get.status]);
    expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers));
    expect(await head.text()).toBe('');
  }
});
