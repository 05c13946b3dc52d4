import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toBase64url, utf8 } from '../../../protocol/bytes.ts';
import { logOrigin } from '../../../protocol/ids.ts';
import { formatCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { formatNote, signNote } from '../../../protocol/log/note.ts';
import { createApp } from '../../../server/app.ts';
import { publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { frame } from '../../../server/flows/live/frames.ts';
import { createLiveHub, type LiveHub, type Sink } from '../../../server/flows/live/hub.ts';
import { type Listening, listen } from '../../../server/http/listen.ts';
import { openLive } from '../../../server/http/open-live.ts';
import { systemRandom } from '../../../server/random.ts';
import { signRequest } from '../../../server/request-signature/sign-request.ts';
import { eventually } from '../../support/instances.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { person } from '../../support/people.ts';
import { problemOf } from './support/problem.ts';

const AT = Date.parse('2026-03-02T10:00:00Z');
const EVERYTHING = { type: [], domain: [], circle: [], effect: [], commons: [] };

let moot: MemoryInstance;
let hub: LiveHub;
let listening: Listening;
const open: IncomingMessage[] = [];

beforeEach(async () => {
  moot = await memoryInstance(['Ana', 'Ben'], AT);
  hub = openLive(moot.instance.context);
  const hooks = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };
  const app = createApp(moot.instance, hooks, hub);
  listening = await listen('127.0.0.1', 0, (asked, env) => app.fetch(asked, env));
});

afterEach(async () => {
  hub.close();
  for (const answer of open.splice(0)) answer.destroy();
  await listening.close();
});

interface Frame {
  readonly event: string;
  readonly id: string | null;
  readonly data: Record<string, unknown>;
}

interface Reader {
  readonly frames: Frame[];
  readonly text: () => string;
  readonly ended: () => boolean;
}

/** Reads a stream as a browser would. */
async function read(path: string, headers: Record<string, string> = {}): Promise<Reader> {
  const asked = request({ port: listening.port, host: '127.0.0.1', path, headers });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  open.push(answer);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let text = '';
  let ended = false;
  const frames: Frame[] = [];
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const whole = text.split('\n\n').slice(0, -1);
    frames.splice(0, frames.length, ...whole.filter((one) => !one.startsWith(':')).map(parseFrame));
  });
  answer.on('close', () => {
    ended = true;
  });
  return { frames, text: () => text, ended: () => ended };
}

function parseFrame(text: string): Frame {
  const fields = new Map(
    text.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  );
  return {
    event: fields.get('event') ?? '',
    id: fields.get('id') ?? null,
    data: JSON.parse(fields.get('data') ?? '{}'),
  };
}

const until = (reader: Reader, what: string, holds: (frames: readonly Frame[]) => boolean) =>
  eventually(what, async () => holds(reader.frames) && reader.frames);
const caughtUp = (reader: Reader) =>
  until(reader, 'it caught up', (frames) => frames.some(({ event }) => event === 'checkpoint'));
const idsOf = (frames: readonly Frame[]) =>
  frames.filter(({ event }) => event === 'entry').map(({ id }) => Number(id));
const sizeNow = async () => (await moot.instance.context.store.head(moot.commons))?.size ?? 0;
const upTo = (size: number, from = 0) => Array.from({ length: size - from }, (_, index) => from + index);

async function signed(who: Person, path: string): Promise<Record<string, string>> {
  const url = new URL(path, 'http://localhost');
  const wish = { method: 'GET', url, body: new Uint8Array(0), destination: moot.commons } as const;
  return signRequest(wish, who, Math.floor(AT / 1000), Uint8Array.from(randomBytes(16)));
}

const [ana, ben] = [() => moot.people[0] as Person, () => moot.people[1] as Person];
/** A thing carries its text inline: whoever could break a frame would do it there. */
const speak = async (audience: 'public' | 'members') =>
  moot.act(ana(), 'resource', {
    audience,
    subject: systemRandom.subject(),
    kind: 'goods',
    name: { en: 'Line\r\n\r\nevent: entry\r\ndata: {}' },
    unit: 'piece',
    capacity: { model: 'stock', quantity: 1 },
    steward: (await moot.logged('domain'))[0]?.content.subject,
    askers: 'peers',
  });

describe('§19 [R-19.1] the log as it grows', () => {
  test('everything from the beginning, then that it is caught up, then what comes', async () => {
    const size = await sizeNow();
    const reader = await read('/log/live');
    const frames = [...(await caughtUp(reader))];
    expect(idsOf(frames)).toEqual(upTo(size));
    expect(frames.slice(size).map(({ event, id }) => [event, id])).toEqual([
      ['caught-up', `${size - 1}`],
      ['checkpoint', `${size - 1}`],
    ]);
    const placed = await speak('public');
    const next = await until(reader, 'it came', (all) => idsOf(all).includes(placed.entry.index));
    expect(
      next.find(({ id, event }) => event === 'entry' && id === `${placed.entry.index}`)?.data,
    ).toMatchObject({
      index: placed.entry.index,
      leaf: { doc: placed.id, type: 'resource' },
      envelope: { signature: expect.any(String) },
    });
  });

  test('[R-19.3] the cursor is exclusive, and Last-Event-ID is newer than the address', async () => {
    const size = await sizeNow();
    expect(idsOf(await caughtUp(await read(`/log/live?after=${size - 3}`)))).toEqual([size - 2, size - 1]);
    const resumed = await read('/log/live?after=-1', { 'last-event-id': `${size - 2}` });
    expect(idsOf(await caughtUp(resumed))).toEqual([size - 1]);
    expect(idsOf(await caughtUp(await read(`/log/live?after=${size - 1}`)))).toEqual([]);
  });

  test('[R-19.2] F6 nothing that a document says ends a frame or begins one', async () => {
    await speak('public');
    const reader = await read('/log/live');
    await caughtUp(reader);
    expect(reader.text()).not.toContain('\r');
    expect(idsOf(reader.frames)).toEqual(upTo(await sizeNow()));
  });

  test('[R-19.2] F6 whatever is in it, a frame is its lines and no more', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !text.includes('\0')),
        fc.nat(),
        (text, id) => {
          const written = new TextDecoder().decode(frame('info', id, { text: `${text}\r\n\nid: 0\u2028` }));
          expect(written.replaceAll('\r', '\n').split('\n').slice(0, -2)).toHaveLength(3);
          expect(written.split('\n\n')).toHaveLength(2);
        },
      ),
    );
  });

  test('HEAD says what it is, and opens nothing', async () => {
    const answer = await fetch(`http://127.0.0.1:${listening.port}/log/live`, { method: 'HEAD' });
    expect([answer.status, hub.count()]).toEqual([200, 0]);
  });
});

describe('§19 [R-19.4] who reads what', () => {
  test('a stranger gets the leaf alone of what is for members; a member gets it whole', async () => {
    const { entry } = await speak('members');
    const path = `/log/live?after=${entry.index - 1}`;
    const [stranger] = await caughtUp(await read(path));
    expect(stranger?.data).toMatchObject({ index: entry.index, leaf: { type: 'opaque' } });
    expect(stranger?.data).not.toHaveProperty('envelope');
    const [member] = await caughtUp(await read(path, await signed(ben(), path)));
    expect(member?.data).toHaveProperty('envelope');
  });

  test('a signature that is wrong opens nothing', async () => {
    const headers = await signed(ben(), '/log/live?after=3');
    const answer = await fetch(`http://127.0.0.1:${listening.port}/log/live?after=4`, { headers });
    expect((await problemOf(answer)).status).toBe(401);
    expect(hub.count()).toBe(0);
  });

  test('F7 a revoked reader is out before the next thing is shown, and within seconds where nothing comes', async () => {
    const { context } = moot.instance;
    let may = true;
    const held = createLiveHub(context, async () => (may ? publicOnly : null));
    const signer = { author: ben().author, key: ben().key };
    const [silent, shown] = [await heldSink(held, signer), await heldSink(held, signer)];
    await eventually('both read', async () =>
      [silent, shown].every(({ text }) => text().includes('checkpoint')),
    );
    may = false;
    const before = await sizeNow();
    await speak('public');
    await eventually('both are out', async () => held.count() === 0);
    for (const { text } of [silent, shown]) {
      expect(text()).toContain('"reason":"revoked"');
      expect(text()).not.toContain(`id: ${before}\n`);
    }
    may = true;
    const quiet = await heldSink(held, signer);
    await eventually('it reads', async () => quiet.text().includes('checkpoint'));
    may = false; // and nothing is logged
    await eventually('it is out', async () => quiet.text().includes('"reason":"revoked"'));
    held.close();
  });
});

describe('§19 [R-19.4] many who sign', () => {
  const READERS = 40;
  const EACH = 16;

  test('whoever reads with several programs is looked at once, and a revoked one is out with all of them', async () => {
    const revoked = new Set<string>();
    let looks = 0;
    const held = createLiveHub(moot.instance.context, async (signer) => {
      looks++;
      await new Promise((resolve) => setImmediate(resolve));
      return revoked.has(signer?.author ?? '') ? null : publicOnly;
    });
    const signers = Array.from({ length: READERS }, (_, number) => person(`reader ${number}`));
    const sinks: Awaited<ReturnType<typeof heldSink>>[] = [];
    for (const { author, key } of signers)
      for (let count = 0; count < EACH; count++) sinks.push(await heldSink(held, { author, key }));
    await eventually('all read', async () => sinks.every(({ text }) => text().includes('checkpoint')));
    const [before, after] = [looks, await sizeNow()];
    await speak('public');
    await eventually('all have it', async () => sinks.every(({ text }) => text().includes(`id: ${after}\n`)));
    // Once for what was logged, once for its checkpoint, and once every two seconds; not once for each stream.
    expect(looks - before).toBeLessThan(READERS * EACH);
    for (const { author } of signers.slice(0, READERS / 2)) revoked.add(author);
    await eventually('they are out', async () => held.count() === (READERS / 2) * EACH);
    for (const [at, { text }] of sinks.entries())
      expect(text().includes('"reason":"revoked"')).toBe(at < (READERS / 2) * EACH);
    held.close();
  });
});

describe('§19 [R-19.7] too many streams', () => {
  const STRANGERS_MAX = 3600;

  test('a stranger is told to come later, with the seconds; whoever signs still has room', async () => {
    for (let count = 0; count < STRANGERS_MAX; count++) await heldSink(hub, null);
    expect(hub.count()).toBe(STRANGERS_MAX);
    const answer = await fetch(`http://127.0.0.1:${listening.port}/log/live`);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await problemOf(answer)).detail).toBe('There are too many streams at this server just now.');
    const reader = await read('/log/live', await signed(ben(), '/log/live'));
    await caughtUp(reader);
  });
});

async function heldSink(held: LiveHub, signer: Parameters<LiveHub['open']>[0]['signer'], room = true) {
  let text = '';
  const sink: Sink = {
    write: async (bytes) => {
      if (room) text += new TextDecoder().decode(bytes);
      return room;
    },
    end: (last) => {
      text += new TextDecoder().decode(last);
    },
    onGone: () => undefined,
  };
  await held.open({ signer, after: -1, filter: EVERYTHING, sink });
  return { text: () => text };
}

describe('§19 [R-19.5] filters', () => {
  test('only what was asked for, gaps show by their threads, and the checkpoint moves the cursor on', async () => {
    const size = await sizeNow();
    const frames = await caughtUp(await read('/log/live?type=confirmation&type=charter'));
    const shown = frames
      .filter(({ event }) => event === 'entry')
      .map(({ data }) => data.leaf as { type: string });
    expect(new Set(shown.map(({ type }) => type))).toEqual(new Set(['charter', 'confirmation']));
    expect(frames.at(-1)).toMatchObject({ event: 'checkpoint', id: `${size - 1}` });
    const [{ threads } = { threads: [] }] = shown.slice(-1) as unknown as { threads: { n: number }[] }[];
    expect(threads.some(({ n }) => n > 0)).toBe(true);
  });

  test('by domain, by commons, and by two kinds at once', async () => {
    const log = await moot.logged('domain');
    const subject = log[0]?.content.subject;
    const domains = await caughtUp(await read(`/log/live?domain=${subject}&type=domain`));
    expect(idsOf(domains)).toEqual([log[0]?.entry.index]);
    expect(idsOf(await caughtUp(await read(`/log/live?commons=${moot.commons}`)))).toEqual(
      upTo(await sizeNow()),
    );
    expect(idsOf(await caughtUp(await read(`/log/live?domain=${moot.people[0]?.author}`)))).toEqual([]);
  });

  test.each([
    'type=Domain',
    'type=nonsense',
    'bogus=1',
    'types=decision',
    'domain=x',
    'effect=theft',
    'commons=me',
    `type=${'a'.repeat(40)}`,
    'after=-2',
    'after=x',
    'after=1e3',
  ])('%s is refused, and opens nothing', async (query) => {
    const answer = await fetch(`http://127.0.0.1:${listening.port}/log/live?${query}`);
    expect(await problemOf(answer)).toMatchObject({ type: 'urn:folkmoot:problem:malformed' });
    expect(hub.count()).toBe(0);
  });
});

describe('§19 [R-19.6] a cursor ahead of the log', () => {
  const kept = () => moot.instance.context.store.records.get('rewound', 'largest');

  async function ask(path: string, note: string | null): Promise<void> {
    const size = await sizeNow();
    const shown = note === null ? '' : `&checkpoint=${toBase64url(utf8(note))}`;
    const answer = await fetch(`http://127.0.0.1:${listening.port}${path}?after=${size}${shown}`);
    expect(await problemOf(answer)).toMatchObject({
      status: 409,
      type: 'urn:folkmoot:problem:future-cursor',
      size,
    });
    expect(hub.count()).toBe(0);
  }

  async function noteOf(size: number, by: 'ours' | 'another'): Promise<string> {
    const { checkpoint, witness } = await moot.instance.context.keyring();
    const text = formatCheckpoint({
      origin: logOrigin(moot.commons),
      size,
      root: new Uint8Array(32).fill(7),
    });
    return formatNote({
      text,
      signatures: [await signNote(text, by === 'ours' ? checkpoint : { ...checkpoint, sign: witness.sign })],
    });
  }

  test.each(['/log/live', '/log/entries'])(
    '%s: it is refused; a note that we signed is kept, the largest one',
    async (path) => {
      await ask(path, null);
      await ask(path, 'no note');
      await ask(path, await noteOf(5000, 'another'));
      await ask(path, await noteOf(1, 'ours'));
      expect(await kept()).toBeNull();
      const note = await noteOf(5000, 'ours');
      await ask(path, note);
      await ask(path, await noteOf(4000, 'ours'));
      expect(await kept()).toMatchObject({ size: 5000, note });
    },
  );
});

describe('§19 [R-19.7] streams end', () => {
  test('one that takes in nothing is cut off, and told why', async () => {
    const held = createLiveHub(moot.instance.context, async () => publicOnly);
    const slow = await heldSink(held, null, false);
    await eventually('it is cut off', async () => held.count() === 0);
    expect(slow.text()).toContain('event: info\ndata: {"after":-1,"reason":"slow"}');
    held.close();
  });

  test('when the server stops, each is told, and no new one begins', async () => {
    const reader = await read('/log/live');
    await caughtUp(reader);
    hub.close();
    await eventually('it ends', async () => reader.ended());
    expect(reader.frames.at(-1)).toMatchObject({ event: 'info', data: { reason: 'stopping' } });
    const answer = await fetch(`http://127.0.0.1:${listening.port}/log/live`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).not.toBeNull();
  });

  test('whoever goes away leaves nothing behind, and one reader has so many at a time', async () => {
    const reader = await read('/log/live');
    await caughtUp(reader);
    open.splice(0)[0]?.destroy();
    await eventually('it is gone', async () => hub.count() === 0);
    for (let count = 0; count < 16; count++)
      await read('/log/live?after=1', await signed(ben(), '/log/live?after=1'));
    const headers = await signed(ben(), '/log/live?after=1');
    const answer = await fetch(`http://127.0.0.1:${listening.port}/log/live?after=1`, { headers });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
