import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareText } from '../../../protocol/bytes.ts';
import type { DocumentId, HashText, Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import { createPostgresStore } from '../../../server/store/postgres/postgres-store.ts';
import type { Batch, Store, StoredCheckpoint, StoredThread } from '../../../server/store/store.ts';
import { attachmentOf, batchOf, bytesOf, entryOf, newLog, stateOf, threadOf } from './support/made.ts';
import { startTestPostgres, type TestPostgres } from './support/postgres.ts';

/** What every store does, whatever keeps it: flows are written against this and nothing else. */

let server: TestPostgres;

beforeAll(async () => {
  server = await startTestPostgres();
});

afterAll(async () => {
  await server.stop();
});

const engines: readonly (readonly [string, () => Promise<Store>])[] = [
  ['memory', async () => createMemoryStore(() => Date.now())],
  ['Postgres', async () => createPostgresStore(await server.open())],
];

describe.each(engines)('the store in %s', (_engine, open) => {
  let store: Store;

  beforeAll(async () => {
    store = await open();
  });

  const append = (log: Scid, batch: Batch) => store.transact(log, (tx) => tx.append(batch));

  async function logOf(count: number): Promise<Scid> {
    const log = newLog();
    await append(log, batchOf(Array.from({ length: count }, (_, index) => entryOf(index))));
    return log;
  }

  describe('clock and head', () => {
    test('the clock is in whole milliseconds, and does not go back', async () => {
      const before = await store.now();
      const after = await store.now();
      expect(Number.isSafeInteger(before)).toBe(true);
      expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
      expect(after).toBeGreaterThanOrEqual(before);
    });

    test('a log that nobody wrote has no head', async () => {
      expect(await store.head(newLog())).toBeNull();
    });

    test('the head is the one that came with the last batch', async () => {
      const log = newLog();
      const root = bytesOf('root', 32);
      await append(log, batchOf([entryOf(0)], { head: { size: 1, root, lastAt: 1_790_000_000_123 } }));
      expect(await store.head(log)).toEqual({ size: 1, root, lastAt: 1_790_000_000_123 });
    });
  });

  describe('entries', () => {
    test('come by range, ascending, after an index and at most so many', async () => {
      const log = await logOf(10);
      const indices = async (after: number, limit: number) =>
        (await store.entries(log, { after, limit })).map(({ index }) => index);
      expect(await indices(-1, 100)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(await indices(-1, 3)).toEqual([0, 1, 2]);
      expect(await indices(7, 100)).toEqual([8, 9]);
      expect(await indices(9, 100)).toEqual([]);
      expect(await indices(1_000_000, 100)).toEqual([]);
      expect(await indices(-1, 0)).toEqual([]);
      expect(await indices(-5, 2)).toEqual([0, 1]);
    });

    test('come by index or by document, ascending, each once, without what is not there', async () => {
      const log = await logOf(10);
      const [third, seventh] = [entryOf(3), entryOf(7)];
      expect(await store.entries(log, { at: [7, 3, 7, 99, 3] })).toEqual([third, seventh]);
      expect(await store.entries(log, { ids: [seventh.id, entryOf(99).id, third.id, third.id] })).toEqual([
        third,
        seventh,
      ]);
      expect(await store.entries(log, { at: [] })).toEqual([]);
      expect(await store.entries(log, { ids: [] })).toEqual([]);
    });

    test('are of one log alone', async () => {
      const [log, other] = [await logOf(2), await logOf(1)];
      expect(await store.entries(other, { at: [0, 1] })).toEqual([entryOf(0)]);
      expect(await store.entries(newLog(), { after: -1, limit: 10 })).toEqual([]);
      expect(await store.indexOf(other, entryOf(1).id)).toBeNull();
      expect(await store.indexOf(log, entryOf(1).id)).toBe(1);
    });

    test('more at once than a statement has parameters', async () => {
      const log = await logOf(3);
      const at = Array.from({ length: 70_000 }, (_, index) => index);
      expect((await store.entries(log, { at })).map(({ index }) => index)).toEqual([0, 1, 2]);
    });

    test('bytes come out as they went in', async () => {
      const log = newLog();
      const document = {
        author: log,
        key: 'z6Mk' as never,
        payload: bytesOf('payload', 70_000),
        signature: bytesOf('signature', 64),
      };
      const entry = entryOf(0, { leaf: bytesOf('leaf', 4096), document });
      const empty = entryOf(1, {
        leaf: new Uint8Array(0),
        document: { ...document, payload: new Uint8Array(0) },
      });
      await append(log, batchOf([entry, empty]));
      expect(await store.entries(log, { after: -1, limit: 2 })).toEqual([entry, empty]);
    });

    test('what the writer does with its bytes afterwards changes nothing', async () => {
      const log = newLog();
      const leaf = bytesOf('leaf');
      const large = new Uint8Array(600);
      const part = large.subarray(100, 356);
      part.set(bytesOf('part'));
      await append(log, batchOf([entryOf(0, { leaf }), entryOf(1, { leaf: part })]));
      leaf.fill(0);
      large.fill(0);
      const [first, second] = await store.entries(log, { after: -1, limit: 2 });
      expect(first?.leaf).toEqual(bytesOf('leaf'));
      expect(second?.leaf).toEqual(bytesOf('part'));
    });

    test('one that is not shown to us, and one whose verdict is not ours', async () => {
      const log = newLog();
      const hidden = entryOf(0, { document: null, verdict: null });
      await append(log, batchOf([hidden]));
      expect(await store.entries(log, { at: [0] })).toEqual([hidden]);
    });

    test.each([
      ['nothing in it', {}],
      ['texts that look like other values', { a: 'true', b: 'null', c: '1', d: '{}', e: '' }],
      ['every kind of value', { a: null, b: true, c: [1, [2, { d: 'e' }]], f: { g: {} }, h: [] }],
      [
        'large and negative numbers',
        { most: Number.MAX_SAFE_INTEGER, least: Number.MIN_SAFE_INTEGER, zero: 0 },
      ],
      ['all of Unicode', { 'ключ 🗝': 'a"b\\c\n\t\u0001 é e\u0301 \u202e 漢字 \u{10ffff} \\u0000 {},"\'$1' }],
    ])('a verdict in detail with %s', async (_what, detail) => {
      const log = newLog();
      const entry = entryOf(0, { verdict: { status: 'not-counted', code: 'no-right', detail } });
      await append(
        log,
        batchOf([entry, entryOf(1, { verdict: { status: 'pending', code: null, detail: null } })]),
      );
      const [first, second] = await store.entries(log, { after: -1, limit: 2 });
      expect(first?.verdict).toEqual({ status: 'not-counted', code: 'no-right', detail });
      expect(second?.verdict).toEqual({ status: 'pending', code: null, detail: null });
    });
  });

  describe('threads', () => {
    test('come by name, in no order, without what is not there', async () => {
      const log = newLog();
      const names = ['b', 'a', 'c "quoted" \\ {comma, brace} é 🗝', "d'; drop table threads; --"];
      const threads = names.map((name, index) => threadOf(name, { n: index + 1, last: index }));
      await append(log, batchOf([entryOf(0)], { threads }));
      const found = await store.threads(log, { names: [...names, 'elsewhere', 'a'] });
      expect(byName(found)).toEqual(byName(threads));
      expect(await store.threads(log, { names: [] })).toEqual([]);
      expect(await store.threads(newLog(), { names })).toEqual([]);
    });

    test('a later batch replaces what a thread was, and its key stays', async () => {
      const log = newLog();
      const first = threadOf('a', { key: 'hidden', state: stateOf('plain', { latest: 'one' }) });
      const second = { ...first, n: 2, last: 1, state: stateOf('plain', { latest: 'two' }) };
      await append(log, batchOf([entryOf(0)], { threads: [first] }));
      await append(log, batchOf([entryOf(1)], { threads: [second] }));
      expect(await store.threads(log, { names: ['a'] })).toEqual([second]);
    });

    test('come all, whatever they are, in steps', async () => {
      const log = newLog();
      const threads = [
        threadOf('c', { state: stateOf('plain') }),
        threadOf('a'),
        threadOf('b', { state: stateOf('role') }),
      ];
      await append(log, batchOf([entryOf(0)], { threads }));
      const names = async (limit: number, after?: string) => {
        const found = await store.threads(log, {
          kind: 'any',
          limit,
          ...(after === undefined ? {} : { after }),
        });
        return found.map(({ name }) => name);
      };
      expect(await names(9)).toEqual(['a', 'b', 'c']);
      expect(await names(1, 'a')).toEqual(['b']);
      expect(await names(9, 'c')).toEqual([]);
    });

    test('what is derived is put in the place of what was there, and nothing else', async () => {
      const log = newLog();
      const threads = [threadOf('a', { state: stateOf('plain') }), threadOf('b'), threadOf('c')];
      const positions = threads.map(({ name }) => ({ name, n: 0, index: 0 }));
      await append(log, batchOf([entryOf(0), entryOf(1)], { threads, positions }));
      const a = threadOf('a', { n: 2, last: 1, state: stateOf('role', { over: ['x'] }) });
      const verdict = { status: 'not-counted', code: 'no-right', detail: { most: 1 } } as const;
      const tile = { level: 0, index: 0, hashes: bytesOf('tile', 64) };
      await store.transact(log, (tx) =>
        tx.rewrite({
          verdicts: [{ index: 1, verdict }],
          threads: [{ thread: a, indices: [0, 1] }],
          gone: ['b'],
          tiles: [tile],
        }),
      );
      expect(await store.entries(log, { after: -1, limit: 9 })).toEqual([
        entryOf(0),
        entryOf(1, { verdict }),
      ]);
      expect(await store.threads(log, { kind: 'any', limit: 9 })).toEqual([a, threads[2]]);
      expect(await store.threads(log, { kind: 'role', limit: 9 })).toEqual([a]);
      expect(await store.threadIndices(log, 'a', 9)).toEqual([0, 1]);
      expect(await store.threadIndices(log, 'b', 9)).toEqual([]);
      expect(await store.threadIndices(log, 'c', 9)).toEqual([0]);
      expect(await store.tiles(log, [tile])).toEqual([tile]);
      expect(await store.head(log)).toEqual(batchOf([entryOf(0), entryOf(1)]).head);
    });

    test('a state comes out as it went in', async () => {
      const log = newLog();
      const state = stateOf('participant', {
        pseudonym: 'Ана "\\ \n 🗝',
        keys: [],
        nested: { z: [{ y: null }], a: Number.MAX_SAFE_INTEGER },
      });
      await append(log, batchOf([entryOf(0)], { threads: [threadOf('a', { state })] }));
      expect(await store.threads(log, { names: ['a'] })).toEqual([threadOf('a', { state })]);
    });

    test('come by kind and type, by name, after a name and at most so many', async () => {
      const log = newLog();
      const thing = (name: string, type: string) => threadOf(name, { state: stateOf('thing', { type }) });
      const threads = [
        thing('f', 'circle'),
        thing('B', 'circle'),
        thing('a', 'role'),
        thing('é', 'circle'),
        threadOf('c', { state: stateOf('resource') }),
        threadOf('d'),
      ];
      await append(log, batchOf([entryOf(0)], { threads }));
      const named = async (query: Parameters<Store['threads']>[1]) =>
        (await store.threads(log, query)).map(({ name }) => name);
      expect(await named({ kind: 'thing', type: 'circle', limit: 10 })).toEqual(['B', 'f', 'é']);
      expect(await named({ kind: 'thing', type: 'circle', after: 'B', limit: 1 })).toEqual(['f']);
      expect(await named({ kind: 'thing', type: 'circle', after: 'f', limit: 10 })).toEqual(['é']);
      expect(await named({ kind: 'thing', type: 'role', limit: 10 })).toEqual(['a']);
      expect(await named({ kind: 'thing', type: 'domain', limit: 10 })).toEqual([]);
      expect(await named({ kind: 'resource', limit: 10 })).toEqual(['c']);
      expect(await named({ kind: 'proposal', limit: 10 })).toEqual([]);
    });

    test('are in the order of code points, whatever UTF-16 makes of them', async () => {
      const log = newLog();
      const names = ['a', 'é', '\u{ffee}', '\u{1f5dd}'];
      const threads = names.toReversed().map((name) => threadOf(name, { state: stateOf('resource') }));
      await append(log, batchOf([entryOf(0)], { threads }));
      const page = await store.threads(log, { kind: 'resource', limit: 10 });
      expect(page.map(({ name }) => name)).toEqual(names);
      const rest = await store.threads(log, { kind: 'resource', after: '\u{ffee}', limit: 10 });
      expect(rest.map(({ name }) => name)).toEqual(['\u{1f5dd}']);
    });

    test('ten thousand in pages: each once, sorted', async () => {
      const log = newLog();
      const names = Array.from({ length: 10_000 }, (_, index) => `thread ${(index * 7919) % 10_000}`);
      const threads = names.map((name) => threadOf(name, { state: stateOf('negotiation') }));
      await append(log, batchOf([entryOf(0)], { threads }));
      const seen: string[] = [];
      for (let after = ''; ; ) {
        const page = await store.threads(log, { kind: 'negotiation', after, limit: 700 });
        if (page.length === 0) break;
        seen.push(...page.map(({ name }) => name));
        after = seen.at(-1) ?? after;
      }
      expect(seen).toEqual([...names].sort(compareText));
    });

    test('indices of a thread are those below a size, ascending', async () => {
      const log = newLog();
      const positions = [
        { name: 'a', n: 0, index: 0 },
        { name: 'b', n: 0, index: 1 },
        { name: 'a', n: 1, index: 2 },
        { name: 'a', n: 2, index: 4 },
      ];
      const threads = [threadOf('a', { n: 3, last: 4 }), threadOf('b', { last: 1 })];
      await append(
        log,
        batchOf(
          [0, 1, 2, 3, 4].map((index) => entryOf(index)),
          { threads, positions },
        ),
      );
      expect(await store.threadIndices(log, 'a', 100)).toEqual([0, 2, 4]);
      expect(await store.threadIndices(log, 'a', 4)).toEqual([0, 2]);
      expect(await store.threadIndices(log, 'a', 100, 1)).toEqual([2, 4]);
      expect(await store.threadIndices(log, 'a', 4, 1)).toEqual([2]);
      expect(await store.threadIndices(log, 'a', 100, 3)).toEqual([]);
      expect(await store.threadIndices(log, 'a', 0)).toEqual([]);
      expect(await store.threadIndices(log, 'elsewhere', 100)).toEqual([]);
      expect(await store.threadIndices(newLog(), 'a', 100)).toEqual([]);
    });

    test('heads are those that the first entries left, whatever came later', async () => {
      const log = newLog();
      const before = batchOf([entryOf(0), entryOf(1)], {
        threads: [threadOf('a', { key: 'hidden', n: 2, last: 1 }), threadOf('b', { n: 1, last: 1 })],
        positions: [
          { name: 'a', n: 0, index: 0 },
          { name: 'a', n: 1, index: 1 },
          { name: 'b', n: 0, index: 1 },
        ],
      });
      const after = batchOf([entryOf(2)], {
        threads: [threadOf('b', { n: 2, last: 2 }), threadOf('c', { last: 2 })],
        positions: [
          { name: 'b', n: 1, index: 2 },
          { name: 'c', n: 0, index: 2 },
        ],
      });
      const heads = async (below: number) =>
        [...(await store.heads(log, below))].sort((a, b) => compareText(a.key, b.key));
      const then = [
        { key: 'b', n: 1, last: 1 },
        { key: 'hidden', n: 2, last: 1 },
      ];
      await append(log, before);
      expect(await heads(2)).toEqual(then);
      await append(log, after);
      expect(await heads(2)).toEqual(then);
      expect(await heads(1)).toEqual([{ key: 'hidden', n: 1, last: 0 }]);
      expect(await heads(0)).toEqual([]);
      expect(await heads(3)).toEqual([
        { key: 'b', n: 2, last: 2 },
        { key: 'c', n: 1, last: 2 },
        { key: 'hidden', n: 2, last: 1 },
      ]);
    });
  });

  describe('tiles and attachments', () => {
    test('tiles grow: the last contents count', async () => {
      const log = newLog();
      const [narrow, wide, upper] = [bytesOf('one', 32), bytesOf('two', 64), bytesOf('upper', 32)];
      await append(log, batchOf([entryOf(0)], { tiles: [{ level: 0, index: 0, hashes: narrow }] }));
      await append(
        log,
        batchOf([entryOf(1)], {
          tiles: [
            { level: 0, index: 0, hashes: wide },
            { level: 1, index: 0, hashes: upper },
          ],
        }),
      );
      const wanted = [
        { level: 0, index: 0 },
        { level: 1, index: 0 },
        { level: 0, index: 1 },
        { level: 5, index: 0 },
      ];
      expect(
        await store.tiles(log, [
          { level: 1, index: 1 },
          { level: 0, index: 2 },
        ]),
      ).toEqual([]);
      const found = await store.tiles(log, wanted);
      expect([...found].sort((a, b) => a.level - b.level)).toEqual([
        { level: 0, index: 0, hashes: wide },
        { level: 1, index: 0, hashes: upper },
      ]);
      expect(await store.tiles(log, [])).toEqual([]);
      expect(await store.tiles(newLog(), wanted)).toEqual([]);
    });

    test('an attachment is there for every log, once, as it came', async () => {
      const [hash, content] = attachmentOf('one', 200_000);
      const [other] = attachmentOf('nobody has this');
      await append(newLog(), batchOf([entryOf(0)], { attachments: new Map([[hash, content]]) }));
      await append(newLog(), batchOf([entryOf(0)], { attachments: new Map([[hash, content]]) }));
      expect(await store.attachments([hash, other, hash])).toEqual(new Map([[hash, content]]));
      expect(await store.attachments([])).toEqual(new Map<HashText, Uint8Array>());
    });

    test('[R-16.30] what one log erased stays out of that log, and comes again with another', async () => {
      const [one, other] = [newLog(), newLog()];
      const [hash, content] = attachmentOf('erased by one log');
      const bring = (log: Scid, index: number) =>
        append(log, batchOf([entryOf(index)], { attachments: new Map([[hash, content]]) }));
      const erase = (log: Scid, index: number) =>
        append(log, batchOf([entryOf(index)], { erased: [{ name: hash, index }] }));
      const isHere = async () => (await store.attachments([hash])).size > 0;
      const erasedBy = async () => (await store.traces([hash])).get(hash)?.erasedBy.map(({ index }) => index);
      await erase(one, 0);
      await bring(one, 1);
      expect(await isHere()).toBe(false);
      await bring(other, 0);
      expect(await isHere()).toBe(true);
      expect(await erasedBy()).toEqual([0]);
      for (const index of [1, 2]) await erase(other, index); // the first of each is kept
      expect(await isHere()).toBe(false);
      expect((await erasedBy())?.toSorted()).toEqual([0, 1]);
      await bring(other, 3);
      expect(await isHere()).toBe(false);
    });
  });

  describe('checkpoints', () => {
    const checkpointOf = (size: number, change: Partial<StoredCheckpoint> = {}): StoredCheckpoint => ({
      size,
      root: bytesOf(`root ${size}`, 32),
      note: `note ${size} é\n\n— signature\n`,
      cosignatures: 0,
      ...change,
    });
    const put = (log: Scid, checkpoint: StoredCheckpoint) =>
      store.transact(log, (tx) => tx.putCheckpoint(checkpoint));

    test('the newest is the one of the largest size', async () => {
      const log = newLog();
      expect(await store.checkpoints(log, 'newest')).toEqual([]);
      await put(log, checkpointOf(9));
      await put(log, checkpointOf(10));
      await put(log, checkpointOf(2));
      expect(await store.checkpoints(log, 'newest')).toEqual([checkpointOf(10)]);
    });

    test('around an entry: the last cosigned one without it, the first with it', async () => {
      const log = newLog();
      for (const size of [2, 4, 6, 8, 10])
        await put(log, checkpointOf(size, { cosignatures: size % 4 === 0 ? 1 : 0 }));
      const around = async (index: number) =>
        (await store.checkpoints(log, { around: index })).map(({ size }) => size);
      expect(await around(0)).toEqual([4]);
      expect(await around(3)).toEqual([4]);
      expect(await around(4)).toEqual([4, 8]);
      expect(await around(7)).toEqual([4, 8]);
      expect(await around(8)).toEqual([8]);
      expect(await around(100)).toEqual([8]);
    });

    test('one size has one root: the first stays, and whoever brings another is shown it', async () => {
      const log = newLog();
      const first = checkpointOf(5);
      expect(await put(log, first)).toEqual(first);
      const fork = checkpointOf(5, { root: bytesOf('another', 32), note: 'fork', cosignatures: 9 });
      expect(await put(log, fork)).toEqual(first);
      expect(await store.checkpoints(log, 'newest')).toEqual([first]);
    });

    test('cosignatures come to a note, and are never lost to one with fewer', async () => {
      const log = newLog();
      const cosigned = checkpointOf(5, { note: 'cosigned', cosignatures: 2 });
      await put(log, checkpointOf(5));
      expect(await put(log, cosigned)).toEqual(cosigned);
      expect(await put(log, checkpointOf(5))).toEqual(cosigned);
      const again = checkpointOf(5, { note: 'with another', cosignatures: 2 });
      expect(await put(log, again)).toEqual(again);
      expect(await store.checkpoints(log, 'newest')).toEqual([again]);
    });

    test('two in one transaction: the second is held to the first', async () => {
      const log = newLog();
      const first = checkpointOf(5);
      const kept = await store.transact(log, async (tx) => {
        await tx.putCheckpoint(first);
        return tx.putCheckpoint(checkpointOf(5, { root: bytesOf('another', 32) }));
      });
      expect(kept).toEqual(first);
    });
  });

  describe('transactions', () => {
    test('whoever comes second waits, and sees what the first one wrote', async () => {
      const log = newLog();
      const order: string[] = [];
      const { promise: begun, resolve: hasBegun } = Promise.withResolvers<void>();
      const first = store.transact(log, async (tx) => {
        hasBegun();
        order.push('first in');
        for (let turn = 0; turn < 5; turn++) await tx.now();
        await tx.append(batchOf([entryOf(0)], { threads: [threadOf('a')] }));
        order.push('first out');
      });
      await begun;
      const second = store.transact(log, async (tx) => {
        order.push('second in');
        return [
          await tx.head(log),
          await tx.threads(log, { names: ['a'] }),
          await tx.indexOf(log, entryOf(0).id),
        ];
      });
      await first;
      expect(await second).toEqual([batchOf([entryOf(0)]).head, [threadOf('a')], 0]);
      expect(order).toEqual(['first in', 'first out', 'second in']);
    });

    test('thirty at once on one new log: one after the other, without a gap', async () => {
      const log = newLog();
      const indices = await Promise.all(
        Array.from({ length: 30 }, () =>
          store.transact(log, async (tx) => {
            const index = (await tx.head(log))?.size ?? 0;
            await tx.append(batchOf([entryOf(index)]));
            return index;
          }),
        ),
      );
      expect([...indices].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index));
      expect((await store.head(log))?.size).toBe(30);
      expect(await store.entries(log, { after: -1, limit: 100 })).toHaveLength(30);
    });

    test('twenty logs at once: more than are written at a time', async () => {
      const logs = Array.from({ length: 20 }, newLog);
      await Promise.all(
        logs.flatMap((log) => [
          append(log, batchOf([entryOf(0)])),
          store.transact(log, async (tx) => {
            const size = (await tx.head(log))?.size ?? 0;
            await tx.putCheckpoint({ size: 9, root: bytesOf('r', 32), note: `${size}`, cosignatures: 0 });
          }),
        ]),
      );
      expect(await Promise.all(logs.map(async (log) => (await store.head(log))?.size))).toEqual(
        Array(20).fill(1),
      );
    });

    test('nobody sees what is written before all of it is', async () => {
      const log = await logOf(1);
      const batch = batchOf([entryOf(1)], {
        threads: [threadOf('a', { state: stateOf('plain') })],
        positions: [{ name: 'a', n: 0, index: 1 }],
      });
      await store.transact(log, async (tx) => {
        await tx.append(batch);
        await assertNothingOf(log, batch);
      });
      expect((await store.head(log))?.size).toBe(2);
      expect(await store.threadIndices(log, 'a', 100)).toEqual([1]);
    });

    test('what cannot be kept as text takes all of its batch along', async () => {
      for (const text of ['\0', 'a\0b', '\ud800', '\udc00a']) {
        const log = await logOf(1);
        const state = stateOf('plain', { latest: text });
        for (const threads of [
          [threadOf('a', { state })],
          [threadOf('a', { state: stateOf('plain', { [text]: 1 }) })],
        ]) {
          const batch = batchOf([entryOf(1)], { threads });
          await expect(append(log, batch)).rejects.toThrow();
          await assertNothingOf(log, batch);
        }
      }
    });

    test('another log waits for nobody', async () => {
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      const { promise: begun, resolve: hasBegun } = Promise.withResolvers<void>();
      const slow = store.transact(newLog(), async () => {
        hasBegun();
        await held;
      });
      await begun;
      const log = newLog();
      await append(log, batchOf([entryOf(0)]));
      expect((await store.head(log))?.size).toBe(1);
      release();
      await slow;
    });

    test('a transaction has a head, also of a log that nobody wrote', async () => {
      const log = newLog();
      const head = await store.transact(log, (tx) => tx.head(log));
      expect(head).toMatchObject({ size: 0, lastAt: null });
      expect(head?.root).toHaveLength(32);
    });

    test('all or nothing: what throws after writing has written nothing', async () => {
      const log = await logOf(1);
      const [hash, content] = attachmentOf(`of ${log}`);
      const batch = batchOf([entryOf(1)], {
        threads: [threadOf('a', { state: stateOf('plain') })],
        positions: [{ name: 'a', n: 0, index: 1 }],
        tiles: [{ level: 0, index: 0, hashes: bytesOf('tile', 32) }],
        attachments: new Map([[hash, content]]),
      });
      const problem = new ProtocolError('conflict', 'I changed my mind.');
      const failing = store.transact(log, async (tx) => {
        await tx.append(batch);
        await tx.putCheckpoint({ size: 2, root: bytesOf('root', 32), note: 'note', cosignatures: 0 });
        throw problem;
      });
      await expect(failing).rejects.toBe(problem);
      await assertNothingOf(log, batch);
      await append(log, batch);
      expect((await store.head(log))?.size).toBe(2);
    });

    test('all or nothing: what the keys refuse is refused with everything beside it', async () => {
      const log = await logOf(2);
      const [hash, content] = attachmentOf(`beside ${log}`);
      const bad: readonly Partial<Batch>[] = [
        { entries: [entryOf(2), entryOf(1, { id: 'ni:///sha-256;other' as DocumentId })] },
        { entries: [entryOf(2), entryOf(3, { id: entryOf(0).id })] },
        { entries: [entryOf(2), entryOf(2, { id: 'ni:///sha-256;other' as DocumentId })] },
        { threads: [threadOf('a', { key: 'same' }), threadOf('b', { key: 'same' })] },
        {
          positions: [
            { name: 'a', n: 0, index: 2 },
            { name: 'a', n: 0, index: 1 },
          ],
        },
      ];
      for (const change of bad) {
        const batch = batchOf([entryOf(2)], {
          threads: [threadOf('a')],
          tiles: [{ level: 0, index: 0, hashes: bytesOf('tile', 32) }],
          attachments: new Map([[hash, content]]),
          ...change,
        });
        await expect(append(log, batch)).rejects.toThrow();
        await assertNothingOf(log, batch);
      }
    });

    test('a thread’s place is taken once, also by a later batch', async () => {
      const log = newLog();
      const positions = [{ name: 'a', n: 0, index: 0 }];
      await append(log, batchOf([entryOf(0)], { threads: [threadOf('a')], positions }));
      await expect(append(log, batchOf([entryOf(1)], { positions }))).rejects.toThrow();
      await expect(
        append(log, batchOf([entryOf(1)], { threads: [threadOf('b', { key: 'a' })] })),
      ).rejects.toThrow();
      expect((await store.head(log))?.size).toBe(1);
    });

    test('a failure holds nobody up', async () => {
      const log = newLog();
      const failing = store.transact(log, async () => {
        throw new TypeError('broken');
      });
      const next = append(log, batchOf([entryOf(0)]));
      await expect(failing).rejects.toThrow('broken');
      await next;
      expect((await store.head(log))?.size).toBe(1);
    });

    async function assertNothingOf(log: Scid, batch: Batch): Promise<void> {
      const size = (await store.head(log))?.size ?? 0;
      expect(size).toBeLessThan(batch.head.size);
      expect(await store.entries(log, { after: size - 1, limit: 10 })).toEqual([]);
      expect(await store.threads(log, { names: batch.threads.map(({ name }) => name) })).toEqual([]);
      expect(await store.threadIndices(log, 'a', 100)).toEqual([]);
      expect(await store.tiles(log, batch.tiles)).toEqual([]);
      expect(await store.attachments([...batch.attachments.keys()])).toEqual(new Map());
      expect(await store.checkpoints(log, 'newest')).toEqual([]);
    }
  });

  describe('records', () => {
    let kinds = 0;
    const newKind = () => {
      kinds++;
      return `kind ${kinds}`;
    };

    test('are put, got, replaced and removed, by kind and key', async () => {
      const { records } = store;
      const [kind, other] = [newKind(), newKind()];
      expect(await records.get(kind, 'a')).toBeNull();
      await records.put(kind, 'a', { value: 1 });
      await records.put(other, 'a', { value: 'of another kind' });
      await records.put(kind, 'a', { value: { nested: ['é', null] } });
      expect(await records.get(kind, 'a')).toEqual({ value: { nested: ['é', null] } });
      expect(await records.get(other, 'a')).toEqual({ value: 'of another kind' });
      await records.remove(kind, 'a');
      await records.remove(kind, 'never there');
      expect(await records.get(kind, 'a')).toBeNull();
      expect(await records.get(other, 'a')).not.toBeNull();
    });

    test('some fields of one that is there are changed, the others stay', async () => {
      const { records } = store;
      const kind = newKind();
      expect(await records.change(kind, 'a', { b: 2 })).toBe(false);
      expect(await records.get(kind, 'a')).toBeNull();
      await records.add(kind, 'a', { a: 1, b: { c: 1, d: 1 } }, 1_000);
      expect(await records.change(kind, 'a', { b: { c: 2 }, e: null, absent: undefined })).toBe(true);
      expect(await records.get(kind, 'a')).toEqual({ a: 1, b: { c: 2 }, e: null });
      await records.expire(2_000);
      expect(await records.get(kind, 'a')).toBeNull();
    });

    test('what many change at the same time is all there', async () => {
      const { records } = store;
      const kind = newKind();
      await records.put(kind, 'a', {});
      const fields = Array.from({ length: 20 }, (_, at) => [`field ${at}`, at] as const);
      await Promise.all(fields.map(([name, at]) => records.change(kind, 'a', { [name]: at })));
      expect(await records.get(kind, 'a')).toEqual(Object.fromEntries(fields));
    });

    test('what cannot be kept as text is refused', async () => {
      const { records } = store;
      const kind = newKind();
      for (const text of ['\0', 'a\0', '\ud800']) {
        await expect(records.put(kind, 'a', { text })).rejects.toThrow();
        await expect(records.put(kind, 'a', { [text]: 1 })).rejects.toThrow();
        await expect(records.put(kind, 'a', { deep: [{ text }] })).rejects.toThrow();
        await expect(records.add(kind, 'a', { text })).rejects.toThrow();
      }
      await records.put(kind, 'there', {});
      await expect(records.change(kind, 'there', { text: '\0' })).rejects.toThrow();
      await records.remove(kind, 'there');
      await expect(records.put(kind, '\0', {})).rejects.toThrow();
      await expect(records.add('\0', 'a', {})).rejects.toThrow();
      expect(await records.list(kind)).toEqual([]);
      await records.put(kind, 'a', { text: 'a\\u0000 is not U+0000' });
      expect(await records.get(kind, 'a')).toEqual({ text: 'a\\u0000 is not U+0000' });
    });

    test('are listed by key, by code point', async () => {
      const kind = newKind();
      for (const key of ['\u{1f5dd}', '\u{ffee}', 'b', 'é', 'B', 'a', 'z', '10', '9'])
        await store.records.put(kind, key, { key });
      const listed = await store.records.list(kind);
      expect(listed.map(({ key }) => key)).toEqual([
        '10',
        '9',
        'B',
        'a',
        'b',
        'z',
        'é',
        '\u{ffee}',
        '\u{1f5dd}',
      ]);
      expect(listed.every(({ key, value }) => value.key === key)).toBe(true);
      expect(await store.records.list(newKind())).toEqual([]);
    });

    test('what the writer does with a value afterwards changes nothing', async () => {
      const kind = newKind();
      const value = { list: ['a'] };
      await store.records.put(kind, 'a', value);
      value.list.push('b');
      expect(await store.records.get(kind, 'a')).toEqual({ list: ['a'] });
    });

    test('members that are undefined are not there', async () => {
      const kind = newKind();
      await store.records.put(kind, 'a', { there: 1, absent: undefined });
      expect(Object.keys((await store.records.get(kind, 'a')) ?? {})).toEqual(['there']);
    });

    test('only one of many adds the same key', async () => {
      const kind = newKind();
      const added = await Promise.all(
        Array.from({ length: 20 }, (_, index) => store.records.add(kind, 'a', { index })),
      );
      expect(added.filter((one) => one)).toHaveLength(1);
      expect(await store.records.get(kind, 'a')).toEqual({ index: added.indexOf(true) });
    });

    test('what has expired goes, what expires just now or never stays', async () => {
      const kind = newKind();
      const { records } = store;
      await records.add(kind, 'past', {}, 1_000);
      await records.add(kind, 'now', {}, 2_000);
      await records.add(kind, 'later', {}, 3_000);
      await records.add(kind, 'never', {});
      await records.put(kind, 'put', {});
      await records.expire(2_000);
      expect((await records.list(kind)).map(({ key }) => key)).toEqual(['later', 'never', 'now', 'put']);
      expect(await records.add(kind, 'past', { again: true })).toBe(true);
      expect(await records.add(kind, 'later', {})).toBe(false);
    });

    test('a new value expires when the old one would have', async () => {
      const kind = newKind();
      const { records } = store;
      await records.add(kind, 'a', {}, 1_000);
      await records.put(kind, 'a', { changed: true });
      await records.expire(2_000);
      expect(await records.get(kind, 'a')).toBeNull();
    });

    test('what was removed takes its expiry along', async () => {
      const kind = newKind();
      const { records } = store;
      await records.add(kind, 'a', {}, 1_000);
      await records.remove(kind, 'a');
      await records.put(kind, 'a', { stays: true });
      await records.expire(2_000);
      expect(await records.get(kind, 'a')).toEqual({ stays: true });
    });
  });
});

/** Two pools are as two processes: nothing but the database keeps them apart. */
describe('C3 two stores on one Postgres', () => {
  let stores: readonly Store[];
  beforeAll(async () => {
    const first = await server.open();
    const second = await server.openAgain(first.connection);
    stores = [createPostgresStore(first), createPostgresStore(second)];
  });
  const both = <Result>(times: number, work: (store: Store, turn: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: times }, (_, turn) => stores.map((store) => work(store, turn))).flat());

  test('append to one new log one after the other, without a gap', async () => {
    const log = newLog();
    const indices = await both(15, (store) =>
      store.transact(log, async (tx) => {
        const index = (await tx.head(log))?.size ?? 0;
        await tx.append(batchOf([entryOf(index)]));
        return index;
      }),
    );
    expect([...indices].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index));
    for (const store of stores) {
      expect((await store.head(log))?.size).toBe(30);
      expect(await store.entries(log, { after: -1, limit: 100 })).toHaveLength(30);
    }
  });

  test('of one document only one is first', async () => {
    const log = newLog();
    const placed = await both(5, (store) =>
      store.transact(log, async (tx) => {
        const known = await tx.indexOf(log, entryOf(0).id);
        if (known !== null) return 'duplicate';
        await tx.append(batchOf([entryOf(0)]));
        return 'logged';
      }),
    );
    expect(placed.filter((what) => what === 'logged')).toHaveLength(1);
  });

  test('of two roots of one size the first stays for both', async () => {
    const log = newLog();
    const kept = await both(5, (store, turn) =>
      store.transact(log, (tx) =>
        tx.putCheckpoint({
          size: 7,
          root: bytesOf(`root ${turn} ${stores.indexOf(store)}`, 32),
          note: 'n',
          cosignatures: 0,
        }),
      ),
    );
    expect(new Set(kept.map(({ root }) => Buffer.from(root).toString('hex'))).size).toBe(1);
  });

  test('what both change in a record is all there', async () => {
    const [first] = stores;
    await first?.records.put('race', 'changed', {});
    await both(10, (store, turn) =>
      store.records.change('race', 'changed', { [`${stores.indexOf(store)} ${turn}`]: turn }),
    );
    expect(Object.keys((await first?.records.get('race', 'changed')) ?? {})).toHaveLength(20);
  });

  test('only one adds a key', async () => {
    const added = await both(10, (store) => store.records.add('race', 'a', {}));
    expect(added.filter(Boolean)).toHaveLength(1);
  });
});

function byName(threads: readonly StoredThread[]): StoredThread[] {
  return [...threads].sort((a, b) => compareText(a.name, b.name));
}
