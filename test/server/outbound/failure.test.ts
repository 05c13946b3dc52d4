import { setDefaultCACertificates } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { selfSignedCertificate } from './support/certificate.ts';
import { GET, openOutbound, problemOf, reach, reasonOf } from './support/outbound.ts';
import { httpServer, httpsServer, rawAnswer, rawServer } from './support/servers.ts';

const certificate = selfSignedCertificate(['b.localhost']);

describe('failures say what they are, and nothing of ours', () => {
  test('a port where nobody listens', async () => {
    const server = await rawServer(() => {});
    const [outbound, url] = reach({ ...server, port: 1 });
    const problem = await problemOf(outbound.fetch(url, GET));
    expect(problem).toMatchObject({ type: 'peer-unreachable', extensions: { reason: 'connect' } });
    expect(`${problem.message} ${JSON.stringify(problem.extensions)}`).not.toMatch(/127|ECONN|node|undici/i);
  });

  test.each([
    ['SSH-2.0-OpenSSH_9.7\r\n', 'protocol'],
    ['HTTP/1.1 999999 X\r\n\r\n', 'protocol'],
    ['HTTP/1.1 200 OK\r\nbad header\r\n\r\n', 'protocol'],
    ['HTTP/1.1 200 OK\r\na: b\u0000c\r\n\r\n', 'protocol'],
    ['HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', 'closed'],
    ['', 'closed'],
    ['HTTP/1.1 200', 'closed'],
  ])('a peer that answers %j', async (answer, reason) => {
    const [outbound, url] = reach(await rawAnswer(answer));
    expect(await reasonOf(outbound.fetch(url, GET))).toBe(`peer-unreachable ${reason}`);
  });

  test('a peer that resets the connection', async () => {
    const [outbound, url] = reach(
      await rawServer((socket) => socket.once('data', () => socket.resetAndDestroy())),
    );
    expect(await reasonOf(outbound.fetch(url, GET))).toBe('peer-unreachable closed');
  });

  test.each([
    ['no TLS at all', 'plain'],
    ['a certificate that nobody vouches for', 'unknown'],
    ['a certificate for another name', 'other'],
  ])('TLS: %s', async (_name, kind) => {
    const other = selfSignedCertificate(['other.localhost']);
    const unknown = selfSignedCertificate(['b.localhost']);
    setDefaultCACertificates([certificate.cert, other.cert]);
    const server =
      kind === 'plain'
        ? await httpServer(() => {})
        : await httpsServer(kind === 'other' ? other : unknown, (_request, response) => response.end('x'));
    const origin = `https://b.localhost:${server.port}`;
    const outbound = openOutbound({ privatePeers: [origin] });
    expect(await reasonOf(outbound.fetch(`${origin}/`, GET))).toBe('peer-unreachable tls');
    // All that wait for the same handshake fail with it; none waits for its deadline.
    const together = [1, 2, 3].map(() => reasonOf(outbound.fetch(`${origin}/`, GET)));
    expect(new Set(await Promise.all(together))).toEqual(new Set(['peer-unreachable tls']));
  });

  test('TLS: a good certificate passes, also where the environment turns checks off for others', async () => {
    setDefaultCACertificates([certificate.cert]);
    const server = await httpsServer(certificate, (_request, response) => response.end('x'));
    const origins = [`https://b.localhost:${server.port}`, `https://c.localhost:${server.port}`];
    const outbound = openOutbound({ privatePeers: origins });
    expect((await outbound.fetch(`${origins[0]}/`, GET)).status).toBe(200);
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect(await reasonOf(outbound.fetch(`${origins[1]}/`, GET))).toBe('peer-unreachable tls');
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });
});
