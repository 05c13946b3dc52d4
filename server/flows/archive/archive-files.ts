import { utf8 } from '../../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { attachmentsOf } from '../../../protocol/documents/parse-document.ts';
import { HASH_BYTES } from '../../../protocol/hash.ts';
import { joinDidLog } from '../../../protocol/identity/did-log.ts';
import { type HashText, hashTextOf } from '../../../protocol/ids.ts';
import { encodeEntryBundle } from '../../../protocol/log/entry-bundle.ts';
import {
  entryBundlePath,
  TILE_LEVEL_MAX,
  TILE_WIDTH,
  type TileId,
  tilePath,
  tileWidth,
} from '../../../protocol/log/tiles.ts';
import { cosignersOf } from '../../../protocol/verify/cosigners.ts';
import type { Context } from '../../context.ts';
import type { StoredCheckpoint, StoredEntry } from '../../store/store.ts';
import { publishCheckpoint } from '../log/publish-checkpoint.ts';
import { pageEntryOf } from '../peers/log-page.ts';
import { evidenceSource, type MayRead } from '../record/evidence-source.ts';
import { ownVersions } from '../record/own-did.ts';
import { readDocument } from '../record/read-document.ts';

/** One file of an archive: its path below the folder, and what it holds. */
export interface ArchiveFile {
  readonly path: string;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
}

/**
 * Our log as files that any web server can serve and anybody can verify, with nothing of ours running. Spec §20.
 *
 * @param mayRead of which documents more than the leaf is written.
 */
export async function* archiveFiles(context: Context, mayRead: MayRead): AsyncGenerator<ArchiveFile> {
  const commons = await context.commons();
  const checkpoint = await publishCheckpoint(context, commons);
  const lines = (await ownVersions(context)).map(({ line }) => line);
  const header = { folkmoot: 'archive', v: 1, commons, entries: checkpoint.size };
  yield { path: 'archive.json', content: canonicalBytes(header) };
  yield { path: '.well-known/did.jsonl', content: utf8(joinDidLog(lines)) };
  yield { path: 'log/checkpoint', content: utf8(checkpoint.note) };
  const witnesses = cosignersOf([checkpoint.note], [commons]);
  for (const witness of await evidenceSource(context, mayRead).witnesses(witnesses))
    yield { path: `witnesses/${witness.commons}.jsonl`, content: utf8(joinDidLog(witness.lines)) };
  const named = new Set<HashText>();
  yield { path: 'entries.jsonl', content: entryLines(context, checkpoint, mayRead, named) };
  yield* attachmentFiles(context, named);
  yield* tileFiles(context, checkpoint);
}

/** @param named what the documents name is added here. */
async function* entryLines(
  context: Context,
  checkpoint: StoredCheckpoint,
  mayRead: MayRead,
  named: Set<HashText>,
): AsyncGenerator<Uint8Array> {
  for await (const entries of tilesOfEntries(context, checkpoint)) {
    for (const entry of entries) {
      const document = readDocument(entry)?.document ?? null;
      for (const hash of document !== null && mayRead(document) ? attachmentsOf(document) : [])
        named.add(hash);
      // A page's entry holds JSON values only.
      yield canonicalBytes(pageEntryOf(entry, mayRead) as unknown as JsonObject);
      yield NEW_LINE;
    }
  }
}

const NEW_LINE = utf8('\n');

async function* attachmentFiles(
  { store }: Context,
  named: ReadonlySet<HashText>,
): AsyncGenerator<ArchiveFile> {
  for (const hash of named) {
    const content = (await store.attachments([hash])).get(hash); // one that was erased is not there
    if (content !== undefined && hashTextOf(content) === hash) yield { path: `attachments/${hash}`, content };
  }
}

async function* tileFiles(context: Context, checkpoint: StoredCheckpoint): AsyncGenerator<ArchiveFile> {
  const { size } = checkpoint;
  const log = await context.commons();
  for (const tile of tilesOf(size)) {
    const [stored] = await context.store.tiles(log, [tile]);
    if (stored === undefined) continue;
    // It may have grown since the checkpoint: its beginning is the tile of then.
    yield { path: `log/${tilePath(tile)}`, content: stored.hashes.subarray(0, tile.width * HASH_BYTES) };
  }
  let index = 0;
  for await (const entries of tilesOfEntries(context, checkpoint)) {
    const content = encodeEntryBundle(entries.map(({ leaf }) => leaf));
    yield { path: `log/${entryBundlePath({ index, width: entries.length })}`, content };
    index++;
  }
}

/** Every tile of a tree, level by level. */
function tilesOf(size: number): readonly TileId[] {
  return Array.from({ length: TILE_LEVEL_MAX + 1 }, (_, level) => level).flatMap((level) => {
    const tiles: TileId[] = [];
    for (let index = 0; tileWidth(level, index, size) > 0; index++)
      tiles.push({ level, index, width: tileWidth(level, index, size) });
    return tiles;
  });
}

async function* tilesOfEntries(
  { store, commons }: Context,
  { size }: StoredCheckpoint,
): AsyncGenerator<readonly StoredEntry[]> {
  const log = await commons();
  for (let first = 0; first < size; first += TILE_WIDTH)
    yield await store.entries(log, { after: first - 1, limit: Math.min(TILE_WIDTH, size - first) });
}
