import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import { GET, POST, reach, reasonOf } from './support/outbound.ts';
import { httpServer } from './support/servers.ts';

describe('an exchange', () => {
  test('a POST carries the body and headers; the answer comes whole, whatever its status', async () => {
    const seen: [string | undefined, IncomingHttpHeaders, string][] = [];
    const server = await httpServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      seen.push([request.method, request.headers, body]);
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.writeHead(422, { 'content-type': 'application/problem+json' }).end('{"type":"x"}');
    });
    const [outbound, url] = reach(server);
    const answer = await outbound.fetch(`${url}inbox?a=b#c`, {
      ...POST,
      headers: { 'Content-Type': 'application/jose+json' },
      accept: ['application/json', 'application/problem+json'],
    });
    expect(answer).toMatchObject({ status: 422, url: `${url}inbox?a=b` });
    expect(Buffer.from(answer.body).toString()).toBe('{"type":"x"}');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(seen).toEqual([
      [
        'POST',
        {
          host: `127.0.0.1:${server.port}`,
          connection: 'keep-alive',
          'content-type': 'application/jose+json',
          accept: 'application/json, application/problem+json',
          'accept-encoding': 'identity',
          'user-agent': 'folkmoot',
          'content-length': '2',
        },
        '{}',
      ],
    ]);
  });

  test('the media type of a 2xx answer is one of those asked for', async () => {
    const server = await httpServer((request, response) => {
      const [, status, type] = request.url?.split(':') ?? [];
      if (type) response.setHeader('content-type', type);
      response.writeHead(Number(status)).end(status === '204' ? undefined : '<html>');
    });
    const [outbound, url] = reach(server);
    const get = (path: string) =>
      outbound.fetch(url + path, { ...GET, accept: ['text/jsonl', 'text/plain'] });
    expect((await get(':200:Text/Plain;charset=utf-8')).status).toBe(200);
    expect((await get(':404:text/html')).status).toBe(404);
    expect((await get(':204:')).status).toBe(204);
    expect(await reasonOf(get(':200:text/html'))).toBe('peer-unreachable media-type');
    expect(await reasonOf(get(':200:'))).toBe('peer-unreachable media-type');
  });

  test('sockets are pooled, at most so many to one origin', async () => {
    let waiting: (() => void)[] = [];
    const server = await httpServer((_request, response) => {
      waiting.push(() => response.end('x'));
      if (waiting.length === 2) {
        for (const answer of waiting) answer();
        waiting = [];
      }
    });
    const [outbound, url] = reach(server, { connectionsPerOrigin: 2 });
    // A third socket would make a pair with the wrong one and leave the last request waiting.
    await Promise.all(Array.from({ length: 20 }, () => outbound.fetch(url, GET)));
    expect(server.connections()).toBe(2);
  });

  test('an unused socket is closed, even if the peer asks to keep it for an hour', async () => {
    const server = await httpServer((_request, response) => {
      response.setHeader('keep-alive', 'timeout=3600');
      response.end('x');
    });
    const [outbound, url] = reach(server, { idleMs: 1, idleMaxMs: 1 });
    await outbound.fetch(url, GET);
    await server.idle();
    expect(server.open()).toBe(0);
  });

  test('close ends requests in flight and refuses new ones', async () => {
    const arrived = Promise.withResolvers<void>();
    const server = await httpServer(() => arrived.resolve());
    const [outbound, url] = reach(server);
    const pending = reasonOf(outbound.fetch(url, GET));
    await arrived.promise;
    await outbound.close();
    expect(await pending).toBe('peer-unreachable aborted');
    expect(await reasonOf(outbound.fetch(url, GET))).toBe('peer-unreachable aborted');
    await server.idle();
  });

  test('a defect of the caller is no problem of the peer', async () => {
    const [outbound, url] = reach(await httpServer((_request, response) => response.end()));
    await expect(outbound.fetch(url, { ...GET, headers: { 'bad name': 'x' } })).rejects.toThrow(
      'invalid header',
    );
  });
});
