import { setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Lookup } from '../../../server/outbound/vetted-addresses.ts';
import { selfSignedCertificate } from './support/certificate.ts';
import { GET, openOutbound, POST, reasonOf, resolver } from './support/outbound.ts';
import { httpServer, httpsServer } from './support/servers.ts';
import { watchSockets } from './support/sockets.ts';

const PUBLIC = '93.184.216.34';
const certificate = selfSignedCertificate(['peer.example', 'b.localhost']);

beforeEach(() => setDefaultCACertificates([certificate.cert]));
afterEach(() => {
  vi.restoreAllMocks();
});

/** Answers one after the other, the last one for ever. */
function changing(...answers: readonly (readonly string[])[]): Lookup & { asked: string[] } {
  const asked: string[] = [];
  const lookup: Lookup = async (name) => {
    asked.push(name);
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? [];
    return answer.map((address) => ({ address }));
  };
  return Object.assign(lookup, { asked });
}

describe('S3 names that lead elsewhere', () => {
  test.each([
    [['127.0.0.1']],
    [['::1']],
    [['10.0.0.1']],
    [['169.254.169.254']],
    [['0.0.0.0']],
    [['::ffff:127.0.0.1']],
    [['64:ff9b::7f00:1']],
    [['fe80::1%eth0']],
    [['0177.0.0.1']],
    [['not an address']],
  ])('S3 a name that leads to %j is refused before any socket', async (addresses) => {
    const { attempts } = watchSockets();
    const lookup = resolver({ 'peer.example': addresses });
    expect(await reasonOf(openOutbound({ lookup }).fetch('https://peer.example/', GET))).toBe(
      'address-refused address',
    );
    expect(attempts).toEqual([]);
  });

  test.each([
    [[PUBLIC, '127.0.0.1']],
    [['127.0.0.1', PUBLIC]],
    [[PUBLIC, '2606:4700:4700::1111', 'fd00::1']],
    [[PUBLIC, '169.254.169.254']],
  ])('S3 the mixed answer %j is refused as a whole', async (addresses) => {
    const { attempts } = watchSockets();
    const lookup = resolver({ 'peer.example': addresses });
    expect(await reasonOf(openOutbound({ lookup }).fetch('https://peer.example/', POST))).toBe(
      'address-refused address',
    );
    expect(attempts).toEqual([]);
  });

  test('S3 DNS rebinding: the connection goes to the vetted address, and nobody looks the name up again', async () => {
    const server = await httpsServer(certificate, (_request, response) => response.end('public'));
    const { attempts } = watchSockets(new Map([[`${PUBLIC}:443`, server.port]]));
    const lookup = changing([PUBLIC], ['127.0.0.1']);
    const answer = await openOutbound({ lookup }).fetch('https://peer.example/', GET);
    expect(Buffer.from(answer.body).toString()).toBe('public');
    expect(lookup.asked).toEqual(['peer.example']);
    expect(attempts).toEqual([{ addresses: [PUBLIC], port: 443 }]);
  });

  test('S3 a name that moves between subscribing and delivering is judged again for the next connection', async () => {
    const server = await httpsServer(certificate, (_request, response) => {
      response.setHeader('connection', 'close');
      response.end('public');
    });
    const { attempts } = watchSockets(new Map([[`${PUBLIC}:443`, server.port]]));
    const lookup = changing([PUBLIC], ['127.0.0.1']);
    const outbound = openOutbound({ lookup });
    expect((await outbound.fetch('https://peer.example/', GET)).status).toBe(200);
    expect(await reasonOf(outbound.fetch('https://peer.example/inbox', POST))).toBe(
      'address-refused address',
    );
    expect([attempts.length, server.connections()]).toEqual([1, 1]);
  });

  test('S3 while a connection lives, requests use it: the name cannot move them', async () => {
    const server = await httpsServer(certificate, (_request, response) => response.end('public'));
    watchSockets(new Map([[`${PUBLIC}:443`, server.port]]));
    const lookup = changing([PUBLIC], ['127.0.0.1']);
    const outbound = openOutbound({ lookup, limits: { connectionsPerOrigin: 1 } });
    for (let round = 0; round < 3; round++) await outbound.fetch('https://peer.example/', GET);
    expect([lookup.asked.length, server.connections()]).toEqual([1, 1]);
  });

  test('S3 a listed name may lead to private addresses, and never to link-local ones', async () => {
    const server = await httpServer((_request, response) => response.end('listed'));
    const origin = `http://intranet.example:${server.port}`;
    const { attempts } = watchSockets();
    const good = openOutbound({ privatePeers: [origin], lookup: changing(['127.0.0.1']) });
    expect((await good.fetch(`${origin}/`, GET)).status).toBe(200);

    const bad = openOutbound({ privatePeers: [origin], lookup: changing(['169.254.169.254']) });
    expect(await reasonOf(bad.fetch(`${origin}/`, GET))).toBe('address-refused address');
    expect(attempts).toHaveLength(1);
  });

  test('S3 *.localhost of a listed peer is loopback (RFC 6761), whatever DNS would say', async () => {
    const lookup = resolver({ 'b.localhost': [PUBLIC] });
    const four = await httpServer((_request, response) => response.end('four'));
    const six = await httpServer((_request, response) => response.end('six'), '::1').catch(() => null);
    if (six === null) console.warn('SKIPPED: this machine has no IPv6 loopback address.');
    for (const server of six ? [four, six] : [four]) {
      const origin = `http://b.localhost:${server.port}`;
      const outbound = openOutbound({ privatePeers: [origin], lookup });
      expect((await outbound.fetch(`${origin}/`, GET)).url).toBe(`${origin}/`);
      expect(server.connections()).toBe(1);
    }
    expect(lookup.asked).toEqual([]);
  });
});

test('a name that nobody knows, or that has no address, is unreachable', async () => {
  const lookup = resolver({ 'empty.example': [] });
  const outbound = openOutbound({ lookup });
  expect(await reasonOf(outbound.fetch('https://gone.example/', GET))).toBe('peer-unreachable dns');
  expect(await reasonOf(outbound.fetch('https://empty.example/', GET))).toBe('peer-unreachable dns');
});
