import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { GET, openOutbound, POST, reach, reasonOf, silentResolver } from './support/outbound.ts';
import { drip, httpServer, rawServer } from './support/servers.ts';

describe('P9 slow peers', () => {
  /** Each of these never ends by itself: only the deadline can end the request. */
  const SLOW: Record<string, (socket: Socket) => void> = {
    'says nothing': () => {},
    'sends a header a tick': (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      drip(socket, 'x: y\r\n', 50);
    },
    'sends endless interim answers': (socket) => drip(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n', 10),
    'sends a byte a tick': (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
      drip(socket, 'x', 10);
    },
    'stops within the body': (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'),
  };

  test.each(Object.keys(SLOW))('a peer that %s is given up at the deadline', async (name) => {
    const server = await rawServer((socket) => socket.once('data', () => SLOW[name]?.(socket)));
    const [outbound, url] = reach(server);
    expect(await reasonOf(outbound.fetch(url, { ...GET, totalMs: 300 }))).toBe('peer-unreachable timeout');
    await server.idle();
  });

  test('redirects share the deadline of the first request', async () => {
    const server = await httpServer((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/silent' }).end();
    });
    const [outbound, url] = reach(server);
    expect(await reasonOf(outbound.fetch(url, { ...GET, totalMs: 300 }))).toBe('peer-unreachable timeout');
  });

  test('a look-up that never ends is given up at the deadline, and by the limit of connecting', async () => {
    const lookup = silentResolver();
    const patient = openOutbound({ lookup });
    expect(await reasonOf(patient.fetch('https://peer.example/', { ...GET, totalMs: 100 }))).toBe(
      'peer-unreachable timeout',
    );
    const hasty = openOutbound({ lookup, limits: { connectMs: 100 } });
    expect(await reasonOf(hasty.fetch('https://peer.example/', GET))).toBe('peer-unreachable timeout');
    expect(lookup.asked).toEqual(['peer.example', 'peer.example']);
  });

  test('a request that waits for a socket is given up at its deadline, and never sent', async () => {
    const seen: (string | undefined)[] = [];
    const release = Promise.withResolvers<void>();
    const server = await httpServer(async (request, response) => {
      seen.push(request.url);
      if (request.url === '/slow') await release.promise;
      response.end('x');
    });
    const [outbound, url] = reach(server, { connectionsPerOrigin: 1 });
    const slow = outbound.fetch(`${url}slow`, GET);
    expect(await reasonOf(outbound.fetch(`${url}late`, { ...POST, totalMs: 100 }))).toBe(
      'peer-unreachable timeout',
    );
    release.resolve();
    await slow;
    await outbound.fetch(`${url}next`, GET);
    expect(seen).toEqual(['/slow', '/next']);
  });

  test("the caller's signal ends a request at once, also before it begins", async () => {
    const controller = new AbortController();
    const server = await httpServer(() => controller.abort());
    const [outbound, url] = reach(server);
    const request = { ...GET, signal: controller.signal };
    expect(await reasonOf(outbound.fetch(url, request))).toBe('peer-unreachable aborted');
    expect(await reasonOf(outbound.fetch(url, request))).toBe('peer-unreachable aborted');
    expect(server.connections()).toBe(1);
  });
});
