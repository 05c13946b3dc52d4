import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { GET, reach, reasonOf } from './support/outbound.ts';
import { httpServer, rawAnswer, rawServer } from './support/servers.ts';

describe('P2 compressed answers', () => {
  test.each(['gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'identity, gzip', 'GZIP', 'nonsense'])(
    'content-encoding %j is refused, and never decoded',
    async (encoding) => {
      const bomb = gzipSync(Buffer.alloc(20_000_000));
      const server = await httpServer((_request, response) => {
        response.setHeader('content-encoding', encoding);
        response.write(bomb); // and it does not end
      });
      const [outbound, url] = reach(server);
      expect(await reasonOf(outbound.fetch(url, GET))).toBe('peer-unreachable encoding');
      await server.idle();
    },
  );

  test('transfer-encoding gzip is refused', async () => {
    const server = await rawAnswer(
      'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
    );
    const [outbound, url] = reach(server);
    expect(await reasonOf(outbound.fetch(url, GET))).toBe('peer-unreachable encoding');
  });

  test.each(['', 'identity', 'Identity'])('content-encoding %j is accepted', async (encoding) => {
    const server = await httpServer((_request, response) => {
      response.setHeader('content-encoding', encoding);
      response.end('x');
    });
    const [outbound, url] = reach(server);
    expect((await outbound.fetch(url, GET)).body).toHaveLength(1);
  });
});

describe('size', () => {
  test.each([0, 1, 65_536, 65_537, 200_000])(
    'a body of exactly %i bytes passes, of one more does not',
    async (size) => {
      const server = await httpServer((request, response) => {
        const body = Buffer.alloc(size + Number(request.url?.slice(1)), 7);
        response.write(body.subarray(0, 1)); // no length announced
        response.end(body.subarray(1));
      });
      const [outbound, url] = reach(server);
      const answer = await outbound.fetch(`${url}0`, { ...GET, bytesMax: size });
      expect(Buffer.compare(answer.body, Buffer.alloc(size, 7))).toBe(0);
      expect(await reasonOf(outbound.fetch(`${url}1`, { ...GET, bytesMax: size }))).toBe(
        'peer-unreachable too-large',
      );
    },
  );

  test('an endless body is cut off, and its socket closed', async () => {
    const server = await httpServer((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const [outbound, url] = reach(server);
    expect(await reasonOf(outbound.fetch(url, GET))).toBe('peer-unreachable too-large');
    await server.idle();
  });

  test('a million chunks of one byte are one body', async () => {
    const server = await rawServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
        socket.end(`${'1\r\nx\r\n'.repeat(1_000_000)}0\r\n\r\n`);
      });
    });
    const [outbound, url] = reach(server);
    expect((await outbound.fetch(url, GET)).body).toHaveLength(1_000_000);
  });

  test('an announced length above the limit is refused before the body', async () => {
    const server = await rawAnswer('HTTP/1.1 200 OK\r\ncontent-length: 1000001\r\n\r\n', false);
    const [outbound, url] = reach(server);
    expect(await reasonOf(outbound.fetch(url, GET))).toBe('peer-unreachable too-large');
    await server.idle();
  });

  test('a 304 announces a length that it does not send', async () => {
    const server = await rawAnswer('HTTP/1.1 304 Not Modified\r\ncontent-length: 1000001\r\n\r\n', false);
    const [outbound, url] = reach(server);
    expect(await outbound.fetch(url, GET)).toMatchObject({ status: 304, body: new Uint8Array() });
  });

  test.each([
    ['content-length: 10\r\n\r\nshort', 'closed'],
    ['content-length: -1\r\n\r\nx', 'protocol'],
    ['content-length: 1, 2\r\n\r\nx', 'protocol'],
    ['content-length: 1\r\ncontent-length: 2\r\n\r\nxx', 'protocol'],
    ['content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 'protocol'],
    ['transfer-encoding: chunked\r\n\r\n5\r\nx', 'closed'],
    ['transfer-encoding: chunked\r\n\r\nzz\r\nx', 'protocol'],
  ])('a lying length is refused: %j', async (rest, reason) => {
    const [outbound, url] = reach(await rawAnswer(`HTTP/1.1 200 OK\r\n${rest}`));
    expect(await reasonOf(outbound.fetch(url, GET))).toBe(`peer-unreachable ${reason}`);
  });

  test('what follows the announced length is no part of the body, nor of the next answer', async () => {
    const smuggled = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil';
    const server = await rawServer((socket) => {
      socket.on('data', () => socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ngood${smuggled}`));
    });
    const [outbound, url] = reach(server, { connectionsPerOrigin: 1 });
    for (let round = 0; round < 3; round++) {
      const answer = await outbound.fetch(url, GET);
      expect(Buffer.from(answer.body).toString()).toBe('good');
    }
  });

  test('headers of 15 KiB pass, of 17 KiB do not', async () => {
    const server = await rawServer((socket) => {
      socket.on('data', (request) => {
        const kibibytes = Number(/^GET \/(\d+)/.exec(String(request))?.[1]);
        const headers = `x: ${'y'.repeat(1019)}\r\n`.repeat(kibibytes);
        socket.write(`HTTP/1.1 200 OK\r\n${headers}content-length: 0\r\n\r\n`);
      });
    });
    const [outbound, url] = reach(server);
    expect((await outbound.fetch(`${url}15`, GET)).status).toBe(200);
    expect(await reasonOf(outbound.fetch(`${url}17`, GET))).toBe('peer-unreachable too-large');
  });

  test('headers without end are refused', async () => {
    const server = await rawServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const more = () => {
          while (!socket.destroyed && socket.write(`x-${'a'.repeat(1000)}: ${'b'.repeat(1000)}\r\n`));
        };
        socket.on('drain', more);
        more();
      });
    });
    const [outbound, url] = reach(server);
    expect(await reasonOf(outbound.fetch(url, GET))).toBe('peer-unreachable too-large');
    await server.idle();
  });
});
