import { describe, expect, test } from 'vitest';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { submit } from '../../../server/flows/acts/submit.ts';
import { publishIfBehind, scrubLog } from '../../../server/flows/log/publish-checkpoint.ts';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import type { Store, StoredEntry, StoredTile } from '../../../server/store/store.ts';
import { toolPayload } from '../../support/tool-draft.ts';
import { foundWatched, type WatchedCommons } from '../http/support/watched-commons.ts';

/** What a disk gives back: as it is, or damaged. */
interface Disk {
  tile: (tile: StoredTile) => StoredTile | null;
  entry: (entry: StoredEntry) => StoredEntry | null;
}

const WHOLE: Disk = { tile: (tile) => tile, entry: (entry) => entry };

async function commonsOn(disk: Disk): Promise<WatchedCommons> {
  const base = createMemoryStore(Date.now);
  const tiles: Store['tiles'] = async (log, ids) =>
    (await base.tiles(log, ids)).flatMap((tile) => disk.tile(tile) ?? []);
  const entries: Store['entries'] = async (log, which) =>
    (await base.entries(log, which)).flatMap((entry) => disk.entry(entry) ?? []);
  const transact: Store['transact'] = (log, work) =>
    base.transact(log, (tx) => work({ ...tx, tiles, entries }));
  const commons = await foundWatched({ ...base, tiles, entries, transact });
  await logThing(commons);
  commons.effects();
  return commons;
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

describe('§3 [R-3.31] C6 on a damaged log nothing is built, and nothing is signed', () => {
  const damages: readonly (readonly [string, (disk: Disk) => void])[] = [
    [
      'a tile is gone',
      (disk) => {
        disk.tile = () => null;
      },
    ],
    [
      'a tile is too short',
      (disk) => {
        disk.tile = (tile) => ({ ...tile, hashes: tile.hashes.subarray(0, -1) });
      },
    ],
    [
      'a tile lacks a hash',
      (disk) => {
        disk.tile = (tile) => ({ ...tile, hashes: tile.hashes.subarray(0, -32) });
      },
    ],
    [
      'a tile is empty',
      (disk) => {
        disk.tile = (tile) => ({ ...tile, hashes: new Uint8Array(0) });
      },
    ],
    [
      'the first bit of a tile is flipped',
      (disk) => {
        disk.tile = (tile) => ({ ...tile, hashes: flipped(tile.hashes, 0) });
      },
    ],
    [
      'the last bit of a tile is flipped',
      (disk) => {
        disk.tile = (tile) => ({ ...tile, hashes: flipped(tile.hashes, tile.hashes.length - 1) });
      },
    ],
  ];

  test.each(damages)(
    '%s: a document is answered with 503 and not logged, and reading goes on',
    async (_what, damage) => {
      const disk = { ...WHOLE };
      const commons = await commonsOn(disk);
      const { context } = commons.instance;
      const home = await context.commons();
      const before = await context.store.head(home);
      damage(disk);
      await expect(logThing(commons)).rejects.toMatchObject({ type: 'unavailable' });
      await expect(scrubLog(context)).rejects.toMatchObject({ type: 'unavailable' });
      expect(commons.effects()).toEqual([]);
      expect(await context.store.head(home)).toEqual(before);
      expect((await commons.app.request('/log/checkpoint')).status).toBe(200);
      expect((await commons.app.request('/commons')).status).toBe(200);
      Object.assign(disk, WHOLE);
      await logThing(commons);
      await scrubLog(context);
    },
  );

  test.each([
    ['a bit of a leaf is flipped', (entry: StoredEntry) => ({ ...entry, leaf: flipped(entry.leaf, 10) })],
    ['a leaf is cut off', (entry: StoredEntry) => ({ ...entry, leaf: entry.leaf.subarray(0, -1) })],
    ['an entry is gone', () => null],
  ])('%s after its commit: its checkpoint is not signed, and the scrub finds it', async (_what, damage) => {
    const disk = { ...WHOLE };
    const commons = await commonsOn(disk);
    const { context } = commons.instance;
    const last = ((await context.store.head(await context.commons()))?.size ?? 0) - 1;
    disk.entry = (entry) => (entry.index > last ? damage(entry) : entry);
    await expect(logThing(commons)).rejects.toMatchObject({ type: 'unavailable' });
    // Committed it is: it was not answered, and the same document sent again tells.
    expect(commons.effects()).toEqual(['append 1']);
    await expect(publishIfBehind(context)).rejects.toMatchObject({ type: 'unavailable' });
    await expect(scrubLog(context)).rejects.toMatchObject({ type: 'unavailable' });
    expect(commons.effects()).toEqual([]);
    Object.assign(disk, WHOLE);
    await publishIfBehind(context);
    await scrubLog(context);
    expect(commons.effects()).toEqual([expect.stringMatching(/^checkpoint/)]);
  });

  test('an old entry with a flipped bit is found by the scrub, not by what comes after it', async () => {
    const disk = { ...WHOLE };
    const commons = await commonsOn(disk);
    disk.entry = (entry) => (entry.index === 1 ? { ...entry, leaf: flipped(entry.leaf, 10) } : entry);
    await logThing(commons);
    await expect(scrubLog(commons.instance.context)).rejects.toMatchObject({ type: 'unavailable' });
  });
});

/** Logs a draft of a thing. */
async function logThing({ instance, founder }: WatchedCommons): Promise<void> {
  const { context, committer } = instance;
  const { author, key, sign } = founder;
  const payload = toolPayload({ commons: await context.commons(), author });
  await submit(context, committer, await signEnvelope({ payload, author, key, sign }), new Map());
}
