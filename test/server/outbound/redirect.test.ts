import type { IncomingHttpHeaders } from 'node:http';
import { setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ProtocolError } from '../../../protocol/problem.ts';
import { redirectTarget } from '../../../server/outbound/redirect.ts';
import { parseTarget, type Target } from '../../../server/outbound/target.ts';
import { selfSignedCertificate } from './support/certificate.ts';
import { GET, openOutbound, POST, reasonOf, resolver } from './support/outbound.ts';
import { httpServer, httpsServer, type LoopbackServer } from './support/servers.ts';
import { type Attempt, watchSockets } from './support/sockets.ts';
import { readVectors } from './support/vectors.ts';

const PUBLIC = '93.184.216.34';
const certificate = selfSignedCertificate(['peer.example']);
const lookup = resolver({ 'peer.example': [PUBLIC], 'inside.example': ['10.0.0.1'] });

beforeEach(() => setDefaultCACertificates([certificate.cert]));
afterEach(() => {
  vi.restoreAllMocks();
});

/** A peer on the public Internet that redirects `/` to where it is told. */
async function publicPeer(location: string): Promise<{ server: LoopbackServer; attempts: Attempt[] }> {
  const server = await httpsServer(certificate, (request, response) => {
    if (request.url === '/') response.writeHead(302, { location }).end('moved');
    else response.end(`at ${request.url}`);
  });
  return { server, attempts: watchSockets(new Map([[`${PUBLIC}:443`, server.port]])).attempts };
}

describe('S4 redirects', () => {
  test.each([
    ['/there', 'https://peer.example/there'],
    ['there?x=1#part', 'https://peer.example/there?x=1'],
    ['//peer.example/there', 'https://peer.example/there'],
    ['https://peer.example:443/there', 'https://peer.example/there'],
  ])('S4 a GET follows %s', async (location, url) => {
    await publicPeer(location);
    expect(await openOutbound({ lookup }).fetch('https://peer.example/', GET)).toMatchObject({
      status: 200,
      url,
    });
  });

  test.each([
    ['https://127.0.0.1/', 'address-refused address'],
    ['https://2130706433/', 'address-refused address'],
    ['https://[::ffff:7f00:1]/', 'address-refused address'],
    ['//169.254.169.254/latest/meta-data/', 'address-refused address'],
    ['https://localhost/', 'address-refused name'],
    ['https://b.localhost:3001/', 'address-refused name'],
    ['https://inside.example/', 'address-refused address'],
    ['http://peer.example/there', 'address-refused scheme'],
    ['ftp://peer.example/', 'peer-unreachable redirect'],
    ['file:///etc/passwd', 'peer-unreachable redirect'],
    ['javascript:alert(1)', 'peer-unreachable redirect'],
    ['https://user:secret@peer.example/there', 'peer-unreachable redirect'],
    ['https://peer.example:0/', 'peer-unreachable redirect'],
    ['https://[', 'peer-unreachable redirect'],
    ['/', 'peer-unreachable redirect'],
    ['https://peer.example/#again', 'peer-unreachable redirect'],
    ['', 'peer-unreachable redirect'],
  ])('S4 a GET does not follow %j', async (location, reason) => {
    const { server, attempts } = await publicPeer(location);
    expect(await reasonOf(openOutbound({ lookup }).fetch('https://peer.example/', GET))).toBe(reason);
    expect(attempts).toEqual([{ addresses: [PUBLIC], port: 443 }]);
    expect(server.connections()).toBe(1);
  });

  test('S4 a stranger cannot steer us to a peer that the operator lists', async () => {
    const inside = await httpsServer(certificate, (_request, response) => response.end('inside'));
    const origin = `https://127.0.0.1:${inside.port}`;
    await publicPeer(`${origin}/`);
    const outbound = openOutbound({ lookup, privatePeers: [origin] });
    expect(await reasonOf(outbound.fetch('https://peer.example/', GET))).toBe('address-refused redirect');
    expect(inside.connections()).toBe(0);
  });

  test('S4 https to http is refused even between listed peers', async () => {
    const plain = await httpServer((_request, response) => response.end('plain'));
    const { server } = await publicPeer(`http://b.localhost:${plain.port}/`);
    const from = `https://peer.example:${server.port}`;
    const privatePeers = [from, `http://b.localhost:${plain.port}`];
    const outbound = openOutbound({ privatePeers, lookup: resolver({ 'peer.example': ['127.0.0.1'] }) });
    expect(await reasonOf(outbound.fetch(`${from}/`, GET))).toBe('peer-unreachable redirect');
    expect([server.connections(), plain.connections()]).toEqual([1, 0]);
  });

  test.each([301, 302, 303, 307, 308])(
    'S4 a GET follows three redirects of status %i and not a fourth',
    async (status) => {
      const server = await httpServer((request, response) => {
        const left = Number(request.url?.slice(1));
        if (left > 0) response.writeHead(status, { location: `/${left - 1}` }).end();
        else response.end('end');
      });
      const origin = `http://127.0.0.1:${server.port}`;
      const outbound = openOutbound({ privatePeers: [origin] });
      expect((await outbound.fetch(`${origin}/3`, GET)).url).toBe(`${origin}/0`);
      expect(await reasonOf(outbound.fetch(`${origin}/4`, GET))).toBe('peer-unreachable redirect');
    },
  );

  test('S4 a loop ends at its second visit', async () => {
    const visited: (string | undefined)[] = [];
    const server = await httpServer((request, response) => {
      visited.push(request.url);
      response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end();
    });
    const origin = `http://127.0.0.1:${server.port}`;
    const outbound = openOutbound({ privatePeers: [origin] });
    expect(await reasonOf(outbound.fetch(`${origin}/a`, GET))).toBe('peer-unreachable redirect');
    expect(visited).toEqual(['/a', '/b']);
  });

  test.each([301, 302, 303, 307, 308])('S4 a POST never follows a redirect (%i)', async (status) => {
    const visited: (string | undefined)[] = [];
    const server = await httpServer((request, response) => {
      visited.push(request.url);
      response.writeHead(status, { location: '/there' }).end();
    });
    const origin = `http://127.0.0.1:${server.port}`;
    const outbound = openOutbound({ privatePeers: [origin] });
    expect(await reasonOf(outbound.fetch(`${origin}/inbox`, POST))).toBe('peer-unreachable redirect');
    expect(visited).toEqual(['/inbox']);
  });

  test('S4 a redirect without a location, or to an endless body, is given up', async () => {
    const server = await httpServer((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/end' }).write('never ends');
      else response.writeHead(request.url === '/none' ? 302 : 200).end('end');
    });
    const origin = `http://127.0.0.1:${server.port}`;
    const outbound = openOutbound({ privatePeers: [origin], limits: { idleMs: 1, idleMaxMs: 1 } });
    expect((await outbound.fetch(`${origin}/`, GET)).url).toBe(`${origin}/end`);
    expect(await reasonOf(outbound.fetch(`${origin}/none`, GET))).toBe('peer-unreachable redirect');
    await server.idle();
  });

  test.each([300, 304])('S4 status %i is an answer, not a redirect', async (status) => {
    const server = await httpServer((_request, response) =>
      response.writeHead(status, { location: '/there' }).end(),
    );
    const origin = `http://127.0.0.1:${server.port}`;
    const outbound = openOutbound({ privatePeers: [origin] });
    expect(await outbound.fetch(`${origin}/`, GET)).toMatchObject({ status, url: `${origin}/` });
  });

  interface Chains {
    readonly cases: readonly { name: string; chain: readonly string[]; blocked_at_hop: number | null }[];
  }
  const chains = readVectors<Chains>('ressrf-redirect-chains.json')?.cases ?? null;
  test.skipIf(chains === null).each(chains ?? [])('S4 chain $name', ({ chain, blocked_at_hop }) => {
    const stopped = hopOfRefusal(chain);
    // Our own limit of three redirects can only stop a chain earlier.
    if (blocked_at_hop === null) expect(stopped).toBeNull();
    else expect(stopped).toBe(Math.min(blocked_at_hop, 4));
  });
});

describe('S5 nothing secret crosses origins', () => {
  const SECRETS = {
    Authorization: 'Bearer secret',
    cookie: 'session=secret',
    signature: 'sig=:c2VjcmV0:',
    'Signature-Input': 'sig=("@method");nonce="secret"',
    'x-anything-else': 'secret',
  };

  test('S5 to another origin only accept, accept-encoding and user-agent go, also after a way back', async () => {
    const seen: [string | undefined, IncomingHttpHeaders][] = [];
    const next = new Map<string, string>();
    const host = await httpServer((request, response) => {
      seen.push([request.url, request.headers]);
      const location = next.get(request.url ?? '');
      response.setHeader('content-type', 'text/plain');
      response.writeHead(location ? 307 : 200, location ? { location } : {}).end('end');
    });
    // Two names of one server are two origins.
    const [a, b] = [`http://a.localhost:${host.port}`, `http://b.localhost:${host.port}`];
    next.set('/1', `${a}/2`).set('/2', `${b}/3`).set('/3', `${a}/4`);
    const outbound = openOutbound({ privatePeers: [a, b], userAgent: 'folkmoot/test' });
    await outbound.fetch(`${a}/1`, { ...GET, headers: SECRETS, accept: ['text/plain'] });

    const [first, same, other, back] = seen;
    expect(seen.map(([path]) => path)).toEqual(['/1', '/2', '/3', '/4']);
    expect(first?.[1]).toMatchObject({ authorization: 'Bearer secret', signature: 'sig=:c2VjcmV0:' });
    expect(same?.[1]).toMatchObject({ authorization: 'Bearer secret' });
    const bare = { accept: 'text/plain', 'accept-encoding': 'identity', 'user-agent': 'folkmoot/test' };
    expect(other?.[1]).toEqual({ ...bare, connection: 'keep-alive', host: `b.localhost:${host.port}` });
    expect(back?.[1]).toEqual({ ...bare, connection: 'keep-alive', host: `a.localhost:${host.port}` });
  });

  test('S5 the Host header follows from the vetted URL, whatever the caller says', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const server = await httpServer((request, response) => {
      seen.push(request.headers);
      response.end();
    });
    const origin = `http://127.0.0.1:${server.port}`;
    const headers = { Host: 'evil.example', 'Accept-Encoding': 'gzip', 'Content-Length': '99' };
    await openOutbound({ privatePeers: [origin] }).fetch(`${origin}/`, { ...POST, headers });
    expect(seen).toEqual([
      expect.objectContaining({
        host: `127.0.0.1:${server.port}`,
        'accept-encoding': 'identity',
        'content-length': '2',
      }),
    ]);
  });
});

/** Index of the first URL of the chain that is not fetched. */
function hopOfRefusal(chain: readonly string[]): number | null {
  const visited: Target[] = [];
  for (const [hop, url] of chain.entries()) {
    try {
      const [first, ...rest] = visited;
      visited.push(first ? redirectTarget([first, ...rest], url, new Set()) : parseTarget(url, new Set()));
    } catch (error) {
      if (error instanceof ProtocolError) return hop;
      throw error;
    }
  }
  return null;
}
