import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalBytes } from '../../protocol/canonical.ts';
import { person } from '../support/people.ts';
import { smallCommons } from '../support/verify/small-commons.ts';
import { type Attacked, attacked, nameOf, repelled, signed } from './support/attacked.ts';

/**
 * Every route, and who may use it: `all` answers everybody alike, whatever signature a request bears; `reader` shows more to
 * those whose signature is good; `member` is for people of a circle, `peer` for other commons. `open` waits for a mode.
 */
const ROUTES: Readonly<Record<string, 'all' | 'reader' | 'link' | 'documents' | 'member' | 'peer' | 'open'>> =
  {
    'GET /health/live': 'all',
    'GET /health/ready': 'all',
    'GET /.well-known/did.jsonl': 'all',
    'GET /.well-known/folkmoot': 'all',
    'GET /.well-known/security.txt': 'all',
    'GET /log/checkpoint': 'all',
    'GET /log/tile/entries/*': 'all',
    'GET /log/tile/*': 'all',
    'GET /log/entries': 'all',
    'GET /log/live': 'reader',
    'GET /witness/checkpoints/:log': 'all',
    'GET /assets/:file': 'all',
    'GET /': 'all',
    'GET /commons': 'all',
    'GET /documents/:id': 'reader',
    'GET /attachments/:hash': 'reader',
    'GET /bundles/:id': 'reader',
    'GET /register': 'reader',
    'GET /register/path': 'reader',
    'GET /register/lint': 'reader',
    'GET /constraints': 'reader',
    'GET /act': 'all',
    'GET /act/:type': 'all',
    'GET /agents': 'reader',
    'GET /circles': 'reader',
    'GET /roles': 'reader',
    'GET /matters': 'reader',
    'GET /emergencies': 'reader',
    'GET /me': 'all',
    'GET /meetings': 'reader',
    'GET /domains/:subject': 'reader',
    'GET /proposals': 'reader',
    'GET /proposals/:name': 'reader',
    'GET /why/:id': 'reader',
    'GET /resources': 'reader',
    'GET /resources/:subject': 'reader',
    'GET /agreements': 'reader',
    'GET /agreements/:negotiation': 'reader',
    'GET /erasures': 'reader',
    'GET /peers': 'reader',
    'GET /peers/:commons/did.jsonl': 'all',
    'GET /subscriptions': 'reader',
    'GET /feeds/:file': 'all',
    'GET /calendar': 'reader',
    'GET /calendar.ics': 'reader',
    'GET /webhooks': 'member',
    'GET /webhooks/:id/deliveries': 'member',
    'POST /calendar-links': 'member',
    'POST /calendar-links/end': 'member',
    'POST /webhooks': 'member',
    'POST /webhooks/:id/secret': 'member',
    'POST /webhooks/:id/replay': 'member',
    'POST /webhooks/:id/remove': 'member',
    'POST /documents': 'documents',
    // Its documents are signed as well; its own tests attack it.
    'POST /deposits': 'documents',
    'GET /deposits/:id': 'reader',
    'POST /deposit-lists': 'peer',
    'POST /drafts': 'member',
    'POST /people': 'member',
    'POST /invitations': 'member',
    'POST /peers': 'member',
    'POST /peers/rules': 'member',
    'POST /peers/mode': 'member',
    'POST /peers/deposits': 'member',
    'POST /peers/list': 'member',
    'POST /peers/debug': 'member',
    'GET /peers/changes': 'member',
    'GET /peers/list.csv': 'member',
    'POST /inbox': 'peer',
    'POST /witness/add-checkpoint': 'peer',
    'POST /peers/introductions': 'open',
    // What they bear in their address is the secret; their own tests attack it.
    'GET /links/:id/:secret': 'link',
    'POST /links/:id/:secret': 'link',
    'GET /calendar/:member/:file': 'link',
  };

let commons: Attacked;
beforeAll(async () => {
  commons = await attacked();
});

const routesOf = (...kinds: readonly string[]) =>
  Object.entries(ROUTES).flatMap(([route, kind]) => (kinds.includes(kind) ? [route] : []));

/** A route as method and address, with something in the place of what varies. */
function addressOf(route: string): { readonly method: 'GET' | 'POST'; readonly path: string } {
  const [method, path = ''] = route.split(' ');
  const filled = path
    .replace('/register/path', '/register/path?path=a')
    .replace(':hash', 'A'.repeat(43))
    .replace(/:(id)/, 'A'.repeat(43))
    .replace(/:\w+/, '019a0000-0000-7000-8000-000000000000')
    .replace('*', '0/000');
  return { method: method === 'GET' ? 'GET' : 'POST', path: filled };
}

test('G2 every route is in this table, and nothing else is', () => {
  const served = commons.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(served)].sort()).toEqual(Object.keys(ROUTES).sort());
});

describe('G2 what needs a signature', () => {
  test.each(routesOf('member', 'peer'))('%s MUST NOT be answered without one', async (route) => {
    const { method, path } = addressOf(route);
    const body = method === 'POST' ? { body: '{}' } : {};
    const headers = { 'content-type': 'application/json' };
    const problem = await repelled(commons, () => commons.app.request(path, { method, headers, ...body }));
    expect(problem).toMatchObject({ status: 401, reason: 'field-missing' });
  });

  test.each(routesOf('member', 'peer'))('%s MUST NOT be answered to a stranger', async (route) => {
    const { method, path } = addressOf(route);
    const somebody = person('somebody that nobody knows');
    const stranger = await smallCommons('stranger');
    const { log } = stranger;
    for (const wrong of [
      { author: somebody.author, key: somebody },
      { author: log.commons, key: log.keyring.request },
      { key: somebody },
      { author: commons.peer.log.commons, key: commons.peer.log.keyring.document },
    ]) {
      const send = await signed(commons, path, { method, ...wrong });
      expect(await repelled(commons, send)).toMatchObject({ status: 401, reason: 'key-unknown' });
    }
  });

  test.each(routesOf('member'))('%s is no matter of another commons', async (route) => {
    const { method, path } = addressOf(route);
    const { log } = commons.peer;
    const send = await signed(commons, path, { method, author: log.commons, key: log.keyring.request });
    expect(nameOf(await repelled(commons, send, ['add nonce']))).toBe('forbidden');
  });

  test.each(routesOf('peer'))('%s is no matter of a member', async (route) => {
    const { method, path } = addressOf(route);
    const send = await signed(commons, path, { method });
    expect(nameOf(await repelled(commons, send, ['add nonce']))).toBe('forbidden');
  });

  test.each(routesOf('open'))('%s is refused while the mode is closed', async (route) => {
    const { method, path } = addressOf(route);
    const send = await signed(commons, path, { method, body: canonicalBytes({ did: 'x\n' }) });
    expect(nameOf(await repelled(commons, send))).toBe('forbidden');
  });
});

describe('G2 what everybody may read', () => {
  test.each(routesOf('all'))('%s answers whatever signature a request bears (R-10.36)', async (route) => {
    const { method, path } = addressOf(route);
    const plain = await commons.app.request(path, { method });
    const send = await signed(commons, path, {
      method,
      key: person('a thief'),
      change: (headers) => ({ ...headers, signature: 'folkmoot=:AAAA:' }),
    });
    commons.effects();
    expect((await send()).status).toBe(plain.status);
    expect(commons.effects()).toEqual([]);
  });

  test.each(routesOf('reader'))('%s does not pass over a signature that is not good', async (route) => {
    const { method, path } = addressOf(route);
    const plain = await commons.app.request(path, { method });
    const send = await signed(commons, path, { method, key: person('a thief') });
    // What is not there is not found before anybody is asked who they are.
    const { status } = await repelled(commons, send);
    expect(plain.status === 404 ? [401, 404] : [401]).toContain(status);
  });
});

describe('G4 another media type', () => {
  const posts = Object.keys(ROUTES).filter(
    (route) =>
      route.startsWith('POST') && ROUTES[route] !== 'link' && route !== 'POST /witness/add-checkpoint', // C2SP names none for it
  );
  test.each(posts)('%s takes JSON and nothing else', async (route) => {
    const { path } = addressOf(route);
    const isPeers = ROUTES[route] === 'peer';
    const { log } = commons.peer;
    const who = isPeers ? { author: log.commons, key: log.keyring.request } : {};
    const isOpen = ROUTES[route] === 'open';
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/html',
    ]) {
      const send = await signed(commons, path, { ...who, type, body: canonicalBytes({ a: 1 }) });
      const keeps = ROUTES[route] === 'documents' || isOpen ? [] : ['add nonce'];
      const problem = await repelled(commons, send, keeps);
      expect(nameOf(problem)).toBe('media-type');
    }
  });
});
