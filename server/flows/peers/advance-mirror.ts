import { equalBytes } from '../../../protocol/bytes.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { appendToTiles } from '../../../protocol/log/append.ts';
import { leafTime } from '../../../protocol/log/leaf.ts';
import type { OpenedCheckpoint } from '../../../protocol/log/open-checkpoint.ts';
import { EMPTY_ROOT, leafHash, verifyConsistency } from '../../../protocol/log/tree.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { Batch, LogHead, StoredEntry, StoredThread, Transaction } from '../../store/store.ts';
import { namesIn } from '../log/batch.ts';
import { edgeAt } from '../log/log-tiles.ts';
import { erasureOf } from '../privacy/erasure-of.ts';
import { type LogPage, type PageEntry, readHashes, readPageEntry } from './log-page.ts';
import { openPeerCheckpoint } from './peer-keys.ts';
import { assertSameHistory } from './same-history.ts';

/** What became of one entry of a page. Spec §10. */
export interface EntryResult {
  readonly index: number;
  readonly result: 'accepted' | 'duplicate' | 'unsupported';
}

export interface Advanced {
  /** Entries in the mirror now, and those that the page's checkpoint tells of. */
  readonly size: number;
  readonly promised: number;
  readonly results: readonly EntryResult[];
}

/**
 * Takes the next page of a peer's log into its mirror. Spec §10, [R-10.23].
 *
 * The tree is computed from the leaves themselves, and the page's checkpoint must be what they lead to: so a peer that
 * shows two histories is found out by whoever follows it. A page that does not begin where the mirror ends is taken from
 * there on; one that begins later changes nothing.
 *
 * @throws {ProtocolError} `log-invalid` where the page does not fit; then nothing of it is kept.
 */
export async function advanceMirror(context: Context, peer: Scid, page: LogPage): Promise<Advanced> {
  if (page.commons !== peer)
    throw new ProtocolError('wrong-log', 'The page is of another log.', { commons: page.commons });
  const checkpoint = await openPeerCheckpoint(context, peer, page.checkpoint);
  const promised = checkpoint.size;
  await assertSameHistory(context, peer, checkpoint, page.checkpoint);
  // Signatures are checked before the lock, and only those of entries that may be new.
  const size = (await context.store.head(peer))?.size ?? 0;
  const read = await readEntries(context, peer, page, size);
  const home = await context.commons();
  return context.store.transact(peer, async (tx) => {
    const head = (await tx.head(peer)) ?? { size: 0, root: EMPTY_ROOT, lastAt: null };
    const known = page.entries.filter(({ index }) => index < head.size);
    await assertKnown(tx, peer, known);
    const before = known.map(({ index }): EntryResult => ({ index, result: 'duplicate' }));
    const fresh = read.filter(({ stored }) => stored.index >= head.size);
    const first = fresh[0]?.stored.index ?? promised;
    if (first !== head.size) return { size: head.size, promised, results: before };
    const { batch, results } = await batchOf(tx, { home, peer }, head, fresh);
    if (fresh.length > 0) assertLeadsTo(checkpoint, batch.head, page);
    else assertReached(checkpoint, head); // the proof is of the page's own end, and the mirror is beyond it
    if (fresh.length > 0) await tx.append(batch);
    if (batch.head.size === promised) {
      const { root, cosignatures } = checkpoint;
      const note = { size: promised, root, note: page.checkpoint, cosignatures: cosignatures.length };
      await tx.putCheckpoint(note);
    }
    return { size: batch.head.size, promised, results: [...before, ...results] };
  });
}

interface Logs {
  readonly home: Scid;
  readonly peer: Scid;
}

interface ReadEntry {
  readonly stored: StoredEntry;
  /** Whose document it is; null where that cannot be read. */
  readonly commons: Scid | null;
  /** Attachments that its document names. */
  readonly names: Batch['names'];
  readonly threads: readonly { readonly key: string; readonly n: number; readonly prev: number }[];
  readonly result: EntryResult;
}

/** The entries of a page from a size on. */
async function readEntries(
  context: Context,
  peer: Scid,
  { entries }: LogPage,
  size: number,
): Promise<readonly ReadEntry[]> {
  const fresh = entries.filter(({ index }) => index >= size);
  return Promise.all(fresh.map((entry) => readEntry(context, peer, entry)));
}

/** Leaf and document of one entry. A document of a type that we do not know is kept as it is: its leaf is what counts. */
async function readEntry(context: Context, peer: Scid, { index, ...entry }: PageEntry): Promise<ReadEntry> {
  const { leaf, leafBytes, envelope } = readPageEntry({ index, ...entry });
  const stored = { index, at: leafTime(leaf), id: leaf.doc, leaf: leafBytes, verdict: null };
  const { threads } = leaf;
  if (envelope === null) {
    return {
      stored: { ...stored, document: null },
      commons: null,
      names: [],
      threads,
      result: { index, result: 'accepted' },
    };
  }
  const verified = await verifyEnvelope(parseEnvelope(envelope), context.verify);
  if (verified.id !== leaf.doc || entry.envelope?.signature !== leaf.sig) {
    throw new ProtocolError('log-invalid', 'The document is not the one that the leaf names.', {
      index,
      peer,
    });
  }
  const { kid, payload, signature } = verified;
  const document = knownIn(verified.content);
  return {
    stored: { ...stored, document: { ...kid, payload, signature } },
    commons: document?.commons ?? null,
    names: document === null ? [] : namesIn({ document, index }),
    threads,
    result: { index, result: document === null ? 'unsupported' : 'accepted' },
  };
}

function knownIn(content: Parameters<typeof parseDocument>[0]): FolkmootDocument | null {
  try {
    return parseDocument(content);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

/** The batch that the entries make; their threads must go on where the mirror has them. */
async function batchOf(tx: Transaction, logs: Logs, head: LogHead, read: readonly ReadEntry[]) {
  const { peer } = logs;
  await assertLoggedOnce(tx, peer, read);
  const keys = [...new Set(read.flatMap(({ threads }) => threads.map(({ key }) => key)))];
  const threads = new Map<string, StoredThread>(
    (await tx.threads(peer, { names: keys })).map((thread) => [thread.name, thread]),
  );
  const positions: { name: string; n: number; index: number }[] = [];
  let lastAt = head.lastAt;
  for (const [offset, { stored, threads: changed }] of read.entries()) {
    if (stored.index !== head.size + offset || (lastAt !== null && stored.at < lastAt)) {
      throw new ProtocolError(
        'log-invalid',
        'Entries follow each other without gap, and time never goes back.',
        {
          index: stored.index,
        },
      );
    }
    lastAt = stored.at;
    for (const { key, n, prev } of changed) {
      const known = threads.get(key);
      if ((known?.n ?? 0) !== n || (known?.last ?? -1) !== prev) {
        throw new ProtocolError('log-invalid', 'A leaf contradicts the log: its thread stands elsewhere.', {
          index: stored.index,
          key,
        });
      }
      threads.set(key, { name: key, key, n: n + 1, last: stored.index, state: null });
      positions.push({ name: key, n, index: stored.index });
    }
  }
  const edge = await edgeAt(tx, peer, head.size);
  const appended = appendToTiles(
    edge,
    read.map(({ stored }) => leafHash(stored.leaf)),
  );
  const touched = new Set(positions.map(({ name }) => name));
  return {
    results: read.map(({ result }) => result),
    batch: {
      entries: await withoutErased(tx, logs, read),
      threads: [...threads.values()].filter(({ name }) => touched.has(name)),
      positions,
      tiles: appended.tiles.map(({ level, index, hashes }) => ({ level, index, hashes })),
      attachments: new Map(),
      names: read.flatMap(({ names }) => names),
      erased: [],
      head: { size: appended.edge.size, root: appended.root, lastAt },
    },
  };
}

/** What was erased, by us or by its own commons, comes in again as its leaf alone, whoever shows it. Spec §16. */
async function withoutErased(
  tx: Transaction,
  { home, peer }: Logs,
  read: readonly ReadEntry[],
): Promise<readonly StoredEntry[]> {
  const shown = read.flatMap(({ stored }) => (stored.document === null ? [] : [stored.id]));
  const traces = await tx.traces(shown);
  return read.map(({ stored, commons }) =>
    erasureOf(traces.get(stored.id), home, commons ?? peer) === null ? stored : { ...stored, document: null },
  );
}

/** A document has one place in a log, for ever. */
async function assertLoggedOnce(tx: Transaction, peer: Scid, read: readonly ReadEntry[]): Promise<void> {
  const ids = new Set(read.map(({ stored }) => stored.id));
  const [again] = await tx.entries(peer, { ids: [...ids] });
  if (again !== undefined || ids.size < read.length) {
    throw new ProtocolError('log-invalid', 'The peer has logged one document twice.', {
      peer,
      id: again?.id ?? null,
    });
  }
}

/** Entries that we have already must be the very same: otherwise the peer has two histories. */
async function assertKnown(tx: Transaction, peer: Scid, known: LogPage['entries']): Promise<void> {
  const stored = new Map(
    (await tx.entries(peer, { at: known.map(({ index }) => index) })).map((entry) => [
      entry.index,
      entry.leaf,
    ]),
  );
  for (const entry of known) {
    const before = stored.get(entry.index);
    if (before === undefined || !equalBytes(before, readPageEntry(entry).leafBytes)) {
      throw new ProtocolError('log-invalid', 'The peer shows another entry at a position that we know.', {
        peer,
        index: entry.index,
      });
    }
  }
}

/** The mirror is all of what the checkpoint signs. */
function assertReached(checkpoint: OpenedCheckpoint, head: LogHead): void {
  if (equalBytes(checkpoint.root, head.root)) return;
  throw new ProtocolError('log-invalid', 'The checkpoint signs another log of the size that we have.', {
    size: head.size,
  });
}

/** The mirror after the page is a beginning of what the checkpoint signs. */
function assertLeadsTo(checkpoint: OpenedCheckpoint, head: LogHead, page: LogPage): void {
  if (head.size === 0) return; // nothing taken yet: nothing to compare
  if (head.size > checkpoint.size) {
    throw new ProtocolError('log-invalid', 'The checkpoint is older than the entries that we have.', {
      size: checkpoint.size,
    });
  }
  const consistent = verifyConsistency({
    fromSize: head.size,
    toSize: checkpoint.size,
    fromRoot: head.root,
    toRoot: checkpoint.root,
    proof: readHashes(page.consistency),
  });
  if (!consistent) {
    throw new ProtocolError(
      'log-invalid',
      'The entries do not lead to the checkpoint that the peer signed.',
      {
        size: checkpoint.size,
      },
    );
  }
}
