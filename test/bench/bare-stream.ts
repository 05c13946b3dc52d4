import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

/** The least that an event stream can cost: one buffer, written to every response there is. */
export interface BareStream {
  readonly port: number;
  /** Sends so many frames of so many bytes each; their ids go on from where they were. @returns the last id. */
  readonly send: (frames: number, bytes: number) => number;
  readonly stop: () => Promise<void>;
}

interface Wish {
  readonly from: number;
  readonly frames: number;
  readonly bytes: number;
}

if (!isMainThread && parentPort !== null) serveBare(parentPort);

export async function startBareStream(): Promise<BareStream> {
  const worker = new Worker(new URL(import.meta.url));
  const [port] = (await once(worker, 'message')) as [number];
  let next = 0;
  return {
    port,
    send: (frames, bytes) => {
      const wish: Wish = { from: next, frames, bytes };
      worker.postMessage(wish);
      next += frames;
      return next - 1;
    },
    stop: async () => {
      await worker.terminate();
    },
  };
}

function serveBare(port: NonNullable<typeof parentPort>): void {
  const all: ServerResponse[] = [];
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': \n\n');
    all.push(response);
  });
  server.listen(0, '127.0.0.1', () => port.postMessage((server.address() as AddressInfo).port)); // a TCP server has one
  port.on('message', ({ from, frames, bytes }: Wish) => {
    for (let frame = 0; frame < frames; frame++) {
      const head = `id: ${from + frame}\nevent: entry\ndata: `;
      const whole = Buffer.from(`${head}${'x'.repeat(Math.max(0, bytes - head.length - 2))}\n\n`);
      for (const response of all) response.write(whole);
    }
  });
}
