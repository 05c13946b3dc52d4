import { equalBytes } from '../../../protocol/bytes.ts';
import { logOrigin, type Scid } from '../../../protocol/ids.ts';
import {
  appendToTiles,
  EMPTY_EDGE,
  type RightEdge,
  rootOfEdge,
  type Tile,
} from '../../../protocol/log/append.ts';
import { formatCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { formatNote, signNote } from '../../../protocol/log/note.ts';
import { TILE_WIDTH } from '../../../protocol/log/tiles.ts';
import { leafHash } from '../../../protocol/log/tree.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { LogHead, Store, StoredCheckpoint } from '../../store/store.ts';
import { damaged, soundEdgeAt } from './batch.ts';

/** Leaves that are read and hashed in one go: a whole tile, so that after an import memory stays small. */
const STEP = TILE_WIDTH;

/**
 * Signs our log as it stands, after commit. Spec §3.
 *
 * The tree is computed again from where the last checkpoint left it: the stored tiles must give that checkpoint's root,
 * and with the leaves that came since, read back from the store, the root of the head. So what is signed is what a
 * reader will get, and a flipped bit in between is found before. One size gets one root for ever.
 *
 * @returns the checkpoint of the current size, signed now or before.
 * @throws {ProtocolError} `unavailable` where the stored log is damaged; then nothing is signed.
 */
export async function publishCheckpoint(context: Context, log: Scid): Promise<StoredCheckpoint> {
  const { store, keyring } = context;
  // In this order: another process may publish in between, and no checkpoint is ahead of the head that comes after it.
  const [latest] = await store.checkpoints(log, 'newest');
  const head = await store.head(log);
  if (head === null || head.size === 0) throw new ProtocolError('not-found', 'The log is empty.');
  if (latest?.size === head.size && equalBytes(latest.root, head.root)) return latest;

  context.history.assertWritable();
  await assertSound(context, log, latest ?? null, head);
  const { size, root } = head;
  const text = formatCheckpoint({ origin: logOrigin(log), size, root });
  const { checkpoint } = await keyring();
  const note = formatNote({ text, signatures: [await signNote(text, checkpoint)] });
  const kept = await store.transact(log, (tx) => tx.putCheckpoint({ size, root, note, cosignatures: 0 }));
  if (!equalBytes(kept.root, root)) throw found(context, log, size);
  return kept;
}

/** Publishes what a crash after a commit left without a checkpoint. */
export async function publishIfBehind(context: Context): Promise<void> {
  const log = await context.commons();
  const head = await context.store.head(log);
  if (head !== null && head.size > 0) await publishCheckpoint(context, log);
}

/**
 * Reads the whole of our log back and computes its tree anew. Spec §3.
 *
 * @throws {ProtocolError} `unavailable` where a stored leaf or tile is damaged.
 */
export async function scrubLog(context: Context): Promise<void> {
  const log = await context.commons();
  const head = await context.store.head(log);
  if (head !== null) await assertSound(context, log, null, head);
}

async function assertSound(
  context: Context,
  log: Scid,
  latest: StoredCheckpoint | null,
  head: LogHead,
): Promise<void> {
  if (latest !== null && latest.size >= head.size) throw found(context, log, head.size);
  let edge = latest === null ? EMPTY_EDGE : await soundEdgeAt(context.store, log, latest);
  while (edge.size < head.size) {
    const limit = Math.min(STEP - (edge.size % STEP), head.size - edge.size);
    edge = await stepOn(context, log, edge, limit);
  }
  if (!equalBytes(rootOfEdge(edge), head.root)) throw found(context, log, head.size);
}

/** The next leaves on top of a tree: what they make of its tiles is what is stored. */
async function stepOn(context: Context, log: Scid, edge: RightEdge, limit: number): Promise<RightEdge> {
  const { store } = context;
  const entries = await store.entries(log, { after: edge.size - 1, limit });
  if (entries.length !== limit) throw found(context, log, edge.size + entries.length);
  const next = appendToTiles(
    edge,
    entries.map(({ leaf }) => leafHash(leaf)),
  );
  if (!(await areStored(store, log, next.tiles))) throw found(context, log, edge.size);
  return next.edge;
}

/** A stored tile may be wider by now; its beginning stays. */
async function areStored(store: Pick<Store, 'tiles'>, log: Scid, tiles: readonly Tile[]): Promise<boolean> {
  const stored = await store.tiles(log, tiles);
  return tiles.every(({ level, index, hashes }) => {
    const known = stored.find((tile) => tile.level === level && tile.index === index);
    return known !== undefined && equalBytes(known.hashes.subarray(0, hashes.length), hashes);
  });
}

function found({ logger }: Context, log: Scid, size: number): ProtocolError {
  logger.error({ log, size }, 'the stored log does not match its tree; nothing is signed');
  return damaged(size);
}
