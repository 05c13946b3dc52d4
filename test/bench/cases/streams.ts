import { setTimeout as sleep } from 'node:timers/promises';
import { parseTime } from '../../../protocol/time.ts';
import type { Client, ClientPlaced } from '../../../server/client/client.ts';
import { startBareStream } from '../bare-stream.ts';
import { type Case, type Figure, middleOf } from '../figure.ts';
import { openReaders, type Readers } from '../stream-readers.ts';
import type { StreamServer } from '../stream-server.ts';

const STREAMS = 1_000;
/** Entries of each measurement; the first ones warm up and are left out. */
const ROUNDS = 20;
const WARM_UP = 3;
/** Long enough for everything to be quiet again. */
const QUIET_MS = 250;
const QUIET_MS_MAX = 50;
/** A busy log: so many entries a second, for some seconds. */
const A_SECOND = 20;
const BUSY_ENTRIES = 100;
const BUSY_MS_MAX = 1_000;
/** Entries that are logged in one request. */
const TOGETHER = 50;
const TOGETHER_ROUNDS = 3;
const BARE_MOST = 2;
/** A connection of Node with its buffers, and a little of ours: 4,000, as many as a process takes, stay within 256 MiB. */
const KIB_MOST = 64;

/** A thousand who read the stream of one server: how soon each of them has what is logged, and what each of them costs. */
export const streamsCase: Case = {
  name: 'streams',
  run: async ({ onProgress }) => {
    // A module that starts a server loads the pages.
    const { startStreamServer } = await import('../stream-server.ts');
    const server = await startStreamServer();
    try {
      onProgress('one stream');
      const one = await openReaders(server.port, '/log/live', 1);
      const alone = await quietTimes(server.client, one);
      one.close();
      await quietTimes(server.client, null); // so that what is logged has grown the process before it is weighed
      const before = await server.memory();
      onProgress(`${STREAMS} streams`);
      const readers = await openReaders(server.port, '/log/live', STREAMS);
      const many = await quietTimes(server.client, readers);
      const after = await server.memory();
      onProgress('a busy log');
      const busy = await busyTimes(server.client, readers);
      onProgress('many entries at once');
      const together = await togetherMs(server, readers);
      readers.close();
      return [
        {
          what: `logged → received, 1 stream, quiet: median (${rest(alone)})`,
          value: middleOf(alone),
          unit: 'ms',
          against: 'goal',
          most: QUIET_MS_MAX,
        },
        {
          what: `logged → received, ${STREAMS} streams, quiet: median (${rest(many)})`,
          value: middleOf(many),
          unit: 'ms',
          against: 'goal',
          most: QUIET_MS_MAX,
        },
        {
          what: `logged → received, ${STREAMS} streams, ${A_SECOND} entries a second: p95 (${rest(busy)})`,
          value: share(busy, 0.95),
          unit: 'ms',
          against: 'goal',
          most: BUSY_MS_MAX,
        },
        {
          what: `${TOGETHER} entries at once to ${STREAMS} streams (${together.ours.toFixed(0)} ms)`,
          value: together.ours / together.bare,
          unit: '×',
          against: `bare node:http writing one buffer (${together.bare.toFixed(0)} ms)`,
          most: BARE_MOST,
        },
        ...memoryFigure(before, after),
      ];
    } finally {
      await server.stop();
    }
  },
};

function memoryFigure(before: number | null, after: number | null): readonly Figure[] {
  if (before === null || after === null) return [];
  const value = (after - before) / STREAMS;
  return [{ what: 'memory of one stream more', value, unit: 'KiB', against: 'goal', most: KIB_MOST }];
}

/** How long after it was logged each reader had each entry, one entry at a time. */
async function quietTimes(client: Client, readers: Readers | null): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS + WARM_UP; round++) {
    await sleep(QUIET_MS);
    const [placed] = await log(client, 1);
    if (placed === undefined || readers === null) continue;
    const all = await lateness(readers, placed);
    if (round >= WARM_UP) times.push(...all);
  }
  return times;
}

/** The same while one entry comes after the other. */
async function busyTimes(client: Client, readers: Readers): Promise<readonly number[]> {
  const drafts = await Promise.all(Array.from({ length: BUSY_ENTRIES }, () => decision(client)));
  const sent: Promise<readonly ClientPlaced[]>[] = [];
  for (const draft of drafts) {
    sent.push(client.submit([draft]));
    await sleep(1000 / A_SECOND);
  }
  const placed = (await Promise.all(sent)).flat();
  return (await Promise.all(placed.map((one) => lateness(readers, one)))).flat();
}

/** How long it takes until everybody has many entries that were logged together, and the same bytes without us. */
async function togetherMs({ client, port }: StreamServer, readers: Readers) {
  const ours: number[] = [];
  let bytes = 0;
  for (let round = 0; round < TOGETHER_ROUNDS; round++) {
    const drafts = await Promise.all(Array.from({ length: TOGETHER }, () => decision(client)));
    const last = (await client.submit(drafts)).at(-1);
    if (last === undefined) throw new TypeError('they are logged');
    ours.push(Math.max(...(await lateness(readers, last))));
    bytes = await frameBytes(port, last.index);
  }
  return { ours: middleOf(ours), bare: middleOf(await bareTimes(bytes)) };
}

/** @param bytes of each frame. */
async function bareTimes(bytes: number): Promise<readonly number[]> {
  const times: number[] = [];
  const bare = await startBareStream();
  const readers = await openReaders(bare.port, '/', STREAMS);
  await readers.arrivals(bare.send(1, bytes)); // warms up
  for (let round = 0; round < TOGETHER_ROUNDS; round++) {
    const start = performance.timeOrigin + performance.now();
    times.push(Math.max(...(await readers.arrivals(bare.send(TOGETHER, bytes)))) - start);
  }
  readers.close();
  await bare.stop();
  return times;
}

/** Bytes of one entry in the stream. */
async function frameBytes(port: number, index: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/log/live?after=${index - 1}`);
  for await (const piece of answer.body ?? []) return piece.length;
  throw new TypeError('a stream begins with an entry');
}

async function lateness(readers: Readers, { index, at }: ClientPlaced): Promise<readonly number[]> {
  const logged = parseTime(at) ?? Number.NaN;
  return (await readers.arrivals(index)).map((arrived) => arrived - logged);
}

async function log(client: Client, count: number): Promise<readonly ClientPlaced[]> {
  return client.submit(await Promise.all(Array.from({ length: count }, () => decision(client))));
}

function decision(client: Client) {
  const change = { op: 'change', paths: ['docs/readme.md'], content: 'A'.repeat(43), title: 'A sentence' };
  return client.draft('decision', { operations: [change], reason: { say: 'Somebody asked.' } });
}

function rest(times: readonly number[]): string {
  return `p95 ${share(times, 0.95).toFixed(0)} ms, at most ${share(times, 1).toFixed(0)} ms`;
}

function share(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
