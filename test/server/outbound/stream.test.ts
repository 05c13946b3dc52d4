import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openOutbound, reach, reasonOf } from './support/outbound.ts';
import { drip, type LoopbackServer, rawServer } from './support/servers.ts';

describe('a stream', () => {
  const STREAM = { totalMs: 20_000, silenceMs: 20_000, accept: ['text/event-stream'] } as const;

  /** Sends the head of a stream of events, then what the test says. */
  async function eventServer(
    act: (socket: Socket) => void,
    type = 'text/event-stream',
  ): Promise<LoopbackServer> {
    return rawServer((socket) => {
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\n\r\n`);
        act(socket);
      });
    });
  }

  test('hands out chunks as they come; leaving the loop closes the connection', async () => {
    const server = await eventServer((socket) => drip(socket, 'data: x\n\n', 1));
    const [outbound, url] = reach(server);
    const { status, chunks, ...rest } = await outbound.stream(url, STREAM);
    expect([status, rest.url]).toEqual([200, url]);
    let text = '';
    for await (const chunk of chunks) {
      text += Buffer.from(chunk).toString();
      if (text.length > 100) break;
    }
    expect(text.startsWith('data: x\n\ndata: x\n\n')).toBe(true);
    await server.idle();
  });

  test('outlives the deadline of its headers', async () => {
    const sockets: Socket[] = [];
    const [outbound, url] = reach(await eventServer((socket) => sockets.push(socket)));
    const { chunks } = await outbound.stream(url, { ...STREAM, totalMs: 1000 });
    await sleep(1200);
    sockets[0]?.end('data: late\n\n');
    let text = '';
    for await (const chunk of chunks) text += Buffer.from(chunk).toString();
    expect(text).toBe('data: late\n\n');
  });

  test('ends by silence', async () => {
    const server = await eventServer(() => {});
    const [outbound, url] = reach(server);
    const { chunks } = await outbound.stream(url, { ...STREAM, silenceMs: 100 });
    expect(await reasonOf(chunks[Symbol.asyncIterator]().next())).toBe('peer-unreachable timeout');
    await server.idle();
  });

  test("ends by the caller's signal, read or not", async () => {
    const server = await eventServer(() => {});
    const [outbound, url] = reach(server);
    const controller = new AbortController();
    const stream = await outbound.stream(url, { ...STREAM, signal: controller.signal });
    controller.abort();
    await server.idle();
    expect(await reasonOf(stream.chunks[Symbol.asyncIterator]().next())).toBe('peer-unreachable aborted');
  });

  test('is refused where the answer is no stream of events', async () => {
    const server = await eventServer(() => {}, 'text/html');
    const [outbound, url] = reach(server);
    expect(await reasonOf(outbound.stream(url, STREAM))).toBe('peer-unreachable media-type');
    await server.idle();
  });

  test('S1 is vetted like any request', async () => {
    const server = await eventServer(() => {});
    const outbound = openOutbound();
    expect(await reasonOf(outbound.stream(`https://127.0.0.1:${server.port}/`, STREAM))).toBe(
      'address-refused address',
    );
    expect(server.connections()).toBe(0);
  });
});
