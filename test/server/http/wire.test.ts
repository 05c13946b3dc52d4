import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BATCH_BYTES_MAX } from '../../../protocol/limits.ts';
import { type Listening, listen } from '../../../server/http/listen.ts';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import { readProblem } from './support/problem.ts';
import { foundWatched, type WatchedCommons } from './support/watched-commons.ts';

/** Short, so that a test need not wait for long; all else is as in the server. */
const ARRIVAL = { headersMs: 300, requestMs: 600, checkMs: 50 };

let commons: WatchedCommons;
let listening: Listening;
beforeAll(async () => {
  commons = await foundWatched(createMemoryStore(Date.now));
  commons.effects();
  listening = await listen('127.0.0.1', 0, (request, env) => commons.app.fetch(request, env), ARRIVAL);
});
afterAll(async () => {
  await listening.close();
});

const crlf = (...lines: readonly string[]) => `${lines.join('\r\n')}\r\n\r\n`;
const get = (...fields: readonly string[]) => crlf('GET /health/live HTTP/1.1', 'Host: a', ...fields);
const post = (...fields: readonly string[]) =>
  crlf('POST /documents HTTP/1.1', 'Host: a', 'Content-Type: application/json', ...fields);

describe('P10 bytes that are no request get a problem, and the connection ends', () => {
  test.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a version that is none', crlf('GET / HTTP/9.9', 'Host: a')],
    ['a method with a blank', crlf('GE T / HTTP/1.1', 'Host: a')],
    ['U+0000 in the target', crlf('GET /\0 HTTP/1.1', 'Host: a')],
    ['a blank in the target', crlf('GET /a b HTTP/1.1', 'Host: a')],
    ['no host', crlf('GET /health/live HTTP/1.1')],
    ['a field without a name', get(': a')],
    ['a blank before the colon', get('X : a')],
    ['U+0000 in a field', get('X: a\0b')],
    ['a folded field', get('X: a\r\n b')],
    ['two lengths', `${post('Content-Length: 2', 'Content-Length: 3')}{}`],
    ['a length and chunks', `${post('Content-Length: 2', 'Transfer-Encoding: chunked')}0\r\n\r\n`],
    ['a length that is none', `${post('Content-Length: two')}{}`],
    ['a negative length', `${post('Content-Length: -2')}{}`],
    ['chunks that are none', `${post('Transfer-Encoding: chunked')}zz\r\n{}\r\n`],
    ['chunks before something else', `${post('Transfer-Encoding: chunked, identity')}0\r\n\r\n`],
    ['a transfer coding that is none', `${post('Transfer-Encoding: xchunked')}0\r\n\r\n`],
  ])('%s', async (_what, bytes) => {
    const { answers, ended } = await exchange(bytes);
    expect(answers).toHaveLength(1);
    expect(problemIn(answers)).toMatchObject({ status: 400, type: 'urn:folkmoot:problem:malformed' });
    expect(ended).toBe(true);
    expect(commons.effects()).toEqual([]);
  });

  test.each(['a b', '[::1', 'a/b', 'a?b', 'a@b', '%00', 'a:99999', 'ä'])('P8 the host %j', async (host) => {
    const { answers } = await exchange(
      crlf('GET /health/live HTTP/1.1', `Host: ${host}`, 'Connection: close'),
    );
    expect(problemIn(answers)).toMatchObject({ status: 400, type: 'urn:folkmoot:problem:malformed' });
  });

  test('a flood of header fields', async () => {
    const one = await exchange(get(`X: ${'a'.repeat(20_000)}`));
    const many = await exchange(get(...Array.from({ length: 3000 }, (_, index) => `X-${index}: a`)));
    for (const { answers, ended } of [one, many]) {
      expect(problemIn(answers)).toMatchObject({
        status: 431,
        type: 'urn:folkmoot:problem:header-too-large',
      });
      expect(ended).toBe(true);
    }
  });

  test('a target that is too long', async () => {
    const { answers } = await exchange(crlf(`GET /${'a'.repeat(20_000)} HTTP/1.1`, 'Host: a'));
    expect(problemIn(answers)).toMatchObject({ status: 431 });
  });
});

describe('what is unusual and allowed is answered', () => {
  test.each([
    ['the host of somebody else', get('X-Forwarded-Host: b', 'Connection: close')],
    ['HTTP/1.0', crlf('GET /health/live HTTP/1.0', 'Host: a')],
    ['an absolute target', crlf('GET http://b.example/health/live HTTP/1.1', 'Host: a', 'Connection: close')],
    ['an upgrade that nobody offers', get('Connection: upgrade, close', 'Upgrade: websocket')],
    ['an expectation that nobody fulfils', get('Expect: miracles', 'Connection: close')],
    ['a body where none belongs', `${get('Content-Length: 2', 'Connection: close')}{}`],
  ])('%s', async (_what, bytes) => {
    const { answers } = await exchange(bytes);
    expect(answers[0]).toMatch(/^HTTP\/1\.1 (?:200 OK|400 Bad Request)\r\n/);
    if (answers[0]?.startsWith('HTTP/1.1 400') === true) problemIn(answers);
    expect(commons.effects()).toEqual([]);
  });

  test.each(['TRACE', 'CONNECT', 'QUERY', 'M-SEARCH'])('the method %s is refused', async (method) => {
    const { answers, ended } = await exchange(
      crlf(`${method} /health/live HTTP/1.1`, 'Host: a', 'Connection: close'),
    );
    expect(ended).toBe(true);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 (?:400|405) /);
    for (const _ of answers) problemIn(answers);
  });

  test('three requests in one go get three answers, in order', async () => {
    const { answers } = await exchange(
      crlf('GET /health/live HTTP/1.1', 'Host: a') +
        crlf('GET /nowhere HTTP/1.1', 'Host: a') +
        crlf('GET /health/ready HTTP/1.1', 'Host: a', 'Connection: close'),
    );
    expect(answers.map((answer) => answer.slice(9, 12))).toEqual(['200', '404', '200']);
  });

  test('P8 odd paths and absolute targets find nothing, or are refused', async () => {
    for (const path of [
      '//',
      '/.',
      '/../etc/passwd',
      '/%2e%2e/a',
      '/documents/%2F',
      '/documents/%00',
      '/\\',
      '/%',
      'http://b.example/nowhere',
      'https://[::1]/nowhere',
      'file:///etc/passwd',
      '*',
    ]) {
      const { answers } = await exchange(crlf(`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: close'));
      const status = Number(answers[0]?.slice(9, 12));
      if (status !== 200) expect([400, 404]).toContain(problemIn(answers).status);
    }
    expect(commons.effects()).toEqual([]);
  });
});

describe('P1 whoever is slow, or stops, holds up nobody and leaves nothing behind', () => {
  test('an upload that breaks off is one line for the operator, and no failure', async () => {
    const { logger } = commons.instance.context;
    const [info, error] = [vi.spyOn(logger, 'info'), vi.spyOn(logger, 'error')];
    const socket = connect(listening.port, '127.0.0.1');
    socket.write(`${post('Content-Length: 1000')}{`);
    await sleep(50);
    socket.destroy();
    await vi.waitFor(() => expect(info).toHaveBeenCalled());
    expect(info.mock.calls).toEqual([
      [expect.objectContaining({ path: '/documents', status: 400 }), 'request'],
    ]);
    expect(error).not.toHaveBeenCalled();
    info.mockRestore();
    error.mockRestore();
  });

  test.each([
    ['one header field after the other', 'GET /health/live HTTP/1.1\r\nHost: a\r\n', 'X: a\r\n'],
    ['the target letter by letter', 'GET /', 'a'],
    ['a body byte by byte', post('Content-Length: 1000'), ' '],
    ['a body in small chunks', post('Transfer-Encoding: chunked'), '1\r\n \r\n'],
  ])('%s: the time comes to an end', async (_what, beginning, drop) => {
    const { answers, ended } = await exchange(beginning, async (socket) => {
      while (!socket.destroyed && socket.writable) {
        socket.write(drop);
        await sleep(20);
      }
    });
    expect(ended).toBe(true);
    expect(problemIn(answers)).toMatchObject({ status: 408, type: 'urn:folkmoot:problem:too-slow' });
    expect(commons.effects()).toEqual([]);
  });

  test.each([
    ['a body that is shorter than it said', `${post('Content-Length: 100')}{"documents":[`],
    ['chunks without an end', `${post('Transfer-Encoding: chunked')}5\r\n{"doc`],
    ['the middle of the header', 'POST /documents HTTP/1.1\r\nHost: a\r\nContent-'],
  ])('%s, and then the line is cut', async (_what, bytes) => {
    const socket = await open();
    socket.write(bytes);
    await sleep(30);
    socket.destroy();
    expect((await exchange(get('Connection: close'))).answers[0]).toMatch(/^HTTP\/1\.1 200 /);
    expect(commons.effects()).toEqual([]);
  });

  test('a body without an end is refused once it is too large, not once it ends', async () => {
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    let sent = 0;
    const { answers } = await exchange(post('Transfer-Encoding: chunked'), async (socket) => {
      while (!socket.destroyed && socket.writable && sent < BATCH_BYTES_MAX * 4) {
        sent += 0x10000;
        if (!socket.write(chunk))
          await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
      }
    });
    expect(problemIn(answers)).toMatchObject({ status: 413, type: 'urn:folkmoot:problem:too-large' });
    expect(commons.effects()).toEqual([]);
  });

  test('P9 two thousand who say nothing', async () => {
    const idle = await Promise.all(Array.from({ length: 2000 }, open));
    for (const socket of idle) socket.write('GET /');
    expect((await exchange(get('Connection: close'))).answers[0]).toMatch(/^HTTP\/1\.1 200 /);
    for (const socket of idle) socket.destroy();
  });
});

interface Exchanged {
  /** Heads with their bodies. */
  readonly answers: readonly string[];
  /** Whether the server ended the connection. */
  readonly ended: boolean;
}

/** Writes bytes and reads until the server ends the connection; keeps writing meanwhile where asked to. */
async function exchange(bytes: string, more?: (socket: Socket) => Promise<void>): Promise<Exchanged> {
  const socket = await open();
  const chunks: Buffer[] = [];
  let ended = false;
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const closed = new Promise<void>((resolve) => {
    socket.once('end', () => {
      ended = true;
    });
    socket.once('close', () => resolve());
  });
  socket.write(Buffer.from(bytes, 'latin1'));
  void more?.(socket);
  await closed;
  const text = Buffer.concat(chunks).toString();
  return { answers: text.split(/(?=HTTP\/1\.1 \d{3} )/).filter((answer) => answer !== ''), ended };
}

function open(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(listening.port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      socket.on('error', () => undefined); // a reset is an end too
      resolve(socket);
    });
  });
}

function problemIn([answer = '']: readonly string[]) {
  const [head = '', content = ''] = answer.split('\r\n\r\n');
  const type = /^content-type: (.*)$/im.exec(head)?.[1]?.trim() ?? null;
  return readProblem(Number(head.slice(9, 12)), type, content);
}
