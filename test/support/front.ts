import { once } from 'node:events';
import {
  request as askOver,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What befalls one request on its way; `within` is milliseconds. */
export type Fate =
  | { readonly kind: 'passes' }
  /** It comes late, and so does its answer. */
  | { readonly kind: 'delayed'; readonly withinMs: number }
  /** It never arrives, and the connection stays open in silence. */
  | { readonly kind: 'swallowed' }
  /** It is acted upon, and its answer never comes. */
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'reset' }
  /** The connection breaks in the midst of the answer. */
  | { readonly kind: 'cut' }
  /** It arrives twice; whoever asked hears one of the two answers. */
  | { readonly kind: 'doubled'; readonly heard: 0 | 1 };

export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

export interface Passed extends Passing {
  readonly status: number;
  readonly answer: Uint8Array;
}

export interface FrontOptions {
  readonly port?: number;
  /** Ports of the servers behind it, as they are just now: each is asked in turn, and the next where one is not there. */
  readonly behind: () => readonly number[];
  readonly fateOf?: (passing: Passing) => Fate;
  /** Told of each request that was answered, whether or not the answer reaches whoever asked. */
  readonly onPassed?: (passed: Passed) => void;
}

/** One public address before the servers of a commons, as a proxy gives it; and a bad network, if a test wants one. */
export interface Front {
  readonly port: number;
  /** Whatever was swallowed or never answered breaks now, as it does where a line comes back. */
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

const PASSES: Fate = { kind: 'passes' };
const HOST = '127.0.0.1';

interface Answer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Uint8Array;
}

export async function openFront({
  port = 0,
  behind,
  fateOf = () => PASSES,
  onPassed = () => undefined,
}: FrontOptions): Promise<Front> {
  const silent = new Set<Socket>();
  const open = new Set<Socket>();
  let turn = 0;

  /** @throws where nobody is there, or the server dies before it has answered. */
  async function forward(asked: IncomingMessage, body: Uint8Array): Promise<Answer> {
    const ports = behind();
    let failure: unknown = new Error('nobody is behind this address');
    for (let tried = 0; tried < ports.length; tried++) {
      const to = ports[turn++ % ports.length] ?? 0;
      try {
        return await askAt(to, asked, body);
      } catch (error) {
        failure = error;
        if (!isRefused(error)) break; // it may have been acted upon: whoever asked decides whether to ask again
      }
    }
    throw failure;
  }

  async function answerOne(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(asked);
    const { method = 'GET', url: path = '/', headers } = asked;
    const passing = { method, path, headers, body };
    const fate = fateOf(passing);
    const pass = async () => {
      const answer = await forward(asked, body);
      onPassed({ ...passing, status: answer.status, answer: answer.body });
      return answer;
    };
    switch (fate.kind) {
      case 'passes':
        return give(response, await pass());
      case 'delayed':
        await sleep(fate.withinMs / 2);
        give(response, await pass().finally(() => sleep(fate.withinMs / 2)));
        return;
      case 'swallowed':
        silent.add(asked.socket);
        return;
      case 'unanswered':
        silent.add(asked.socket);
        await pass();
        return;
      case 'reset':
        asked.socket.resetAndDestroy();
        return;
      case 'cut': {
        const { status, headers: fields, body: whole } = await pass();
        response.writeHead(status, [...fields]);
        response.flushHeaders();
        response.write(whole.subarray(0, Math.floor(whole.length / 2)));
        setImmediate(() => asked.socket.resetAndDestroy());
        return;
      }
      case 'doubled': {
        const [first, second] = [await pass(), await pass().catch(() => null)];
        give(response, fate.heard === 1 && second !== null ? second : first);
        return;
      }
    }
  }

  const server = createServer((asked, response) => {
    answerOne(asked, response).catch(() => asked.socket.destroy());
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      open.delete(socket);
      silent.delete(socket);
    });
  });
  server.listen(port, HOST);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, // a TCP server has one
    wake: () => {
      for (const socket of silent) socket.resetAndDestroy();
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function askAt(port: number, asked: IncomingMessage, body: Uint8Array): Promise<Answer> {
  const { method, url: path, rawHeaders: headers } = asked;
  return new Promise((resolve, reject) => {
    const over = askOver(
      { host: HOST, port, method, path, headers: [...headers], agent: false },
      (answer) => {
        bytesOf(answer).then((bytes) => {
          resolve({ status: answer.statusCode ?? 0, headers: plainFields(answer), body: bytes });
        }, reject);
      },
    );
    over.once('error', reject);
    over.end(body);
  });
}

/** Fields as they came, but for those that are about the connection. */
function plainFields({ rawHeaders }: IncomingMessage): readonly string[] {
  const fields: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (!/^(?:connection|keep-alive|transfer-encoding|content-length)$/i.test(name)) fields.push(name, value);
  }
  return fields;
}

function give(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, [...headers]);
  response.end(body);
}

async function bytesOf(message: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer); // no encoding is set
  return Buffer.concat(parts);
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}
