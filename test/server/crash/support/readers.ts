import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../../../server/client/client.ts';
import { eventually } from '../../../support/instances.ts';

const AGAIN_MS = 100;

/** A reader of an event stream who comes again from where they were. */
export interface StreamReader {
  /** Indices of the entries that were shown, in the order in which they came. */
  readonly seen: readonly number[];
  readonly end: () => Promise<void>;
}

/** @param clientNow over which the stream is opened, each time anew. */
export function readStream(clientNow: () => Client): StreamReader {
  const seen: number[] = [];
  let ended = false;
  let client: Client | null = null;
  async function read(): Promise<void> {
    while (!ended) {
      client = clientNow();
      const { stream } = client;
      // Its server died, and somebody who is not there answers at once.
      await readOnce(stream(`/log/live?after=${seen.at(-1) ?? -1}`)).catch(() => sleep(AGAIN_MS));
      await client.close();
    }
  }
  async function readOnce(frames: ReturnType<Client['stream']>): Promise<void> {
    for await (const { event, id } of frames) {
      if (ended) return;
      if (event === 'entry') seen.push(Number(id));
    }
  }
  const reading = read();
  return {
    seen,
    end: async () => {
      ended = true;
      await client?.close();
      await reading;
    },
  };
}

/** A member's program that takes messages of webhooks, and can leave one without an answer. */
export interface Receiver {
  readonly origin: string;
  /** Names of the messages that came to a path, in order. */
  readonly messagesAt: (path: string) => readonly string[];
  /** From now on nothing at this path is answered. @returns resolves with the name of the first such message. */
  readonly holdAt: (path: string) => Promise<string>;
  /** Answers again what comes from now on. */
  readonly goOn: () => void;
  readonly close: () => Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const messages = new Map<string, string[]>();
  const held: ServerResponse[] = [];
  let holding: string | null = null;
  const server = createServer((asked, response) => {
    const { url: path = '' } = asked;
    messages.set(path, [...(messages.get(path) ?? []), String(asked.headers['webhook-id'])]);
    asked.resume();
    asked.once('end', () => {
      if (path === holding) held.push(response);
      else response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return {
    origin: `http://localhost:${port}`,
    messagesAt: (path) => messages.get(path) ?? [],
    holdAt: async (path) => {
      const before = messages.get(path)?.length ?? 0;
      holding = path;
      return eventually('a message is held', async () => messages.get(path)?.[before]);
    },
    goOn: () => {
      holding = null;
    },
    close: async () => {
      for (const response of held) response.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
