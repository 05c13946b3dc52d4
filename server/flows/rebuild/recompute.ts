import { equalBytes } from '../../../protocol/bytes.ts';
import { touchedThreads } from '../../../protocol/documents/touched-threads.ts';
import { refuse, type Verdict } from '../../../protocol/governance/verdict.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import { appendToTiles, EMPTY_EDGE } from '../../../protocol/log/append.ts';
import { parseLeaf } from '../../../protocol/log/leaf.ts';
import { leafHash } from '../../../protocol/log/tree.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { readDidHistory } from '../../../protocol/verify/did-history.ts';
import type { ReadEntry } from '../../../protocol/verify/read-entries.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry, StoredThread, StoredTile, StoredVerdict, Transaction } from '../../store/store.ts';
import { damaged } from '../log/batch.ts';
import type { DidVersions } from '../record/did-versions.ts';
import { foreignVerdict } from '../record/foreign-verdict.ts';
import { type ReadDocument, readDocument } from '../record/read-document.ts';
import { createRecordCache } from '../record/record-cache.ts';
import { openRecord, type RecordReader, type StoredRecord } from '../record/stored-record.ts';
import { erasedEntry } from './erased-entry.ts';

/** Entries that are read in one go. */
const STEP = 200;

/** All that follows from the entries of a log. */
export interface Recomputed {
  /** By index. */
  readonly verdicts: readonly StoredVerdict[];
  /** By name, with the index of each of its entries. */
  readonly threads: ReadonlyMap<
    string,
    { readonly thread: StoredThread; readonly indices: readonly number[] }
  >;
  readonly tiles: readonly StoredTile[];
}

/**
 * Judges every entry of our log anew, in its order and by the rules of this program, from the documents and their times
 * alone. Spec §6 [R-6.2a].
 *
 * @param onProgress told how many entries are done.
 * @throws {ProtocolError} `unavailable` where the stored entries do not give the tree that was signed: that is no cache.
 */
export async function recompute(
  context: Pick<Context, 'store' | 'verify'>,
  log: Scid,
  tx: Pick<Transaction, 'head' | 'entries' | 'threads' | 'traces'>,
  onProgress: (done: number, of: number) => void,
): Promise<Recomputed> {
  const head = await tx.head(log);
  const size = head?.size ?? 0;
  const known = createKnown(tx);
  const identity = createIdentity(context, log);
  const tiles = new Map<string, StoredTile>();
  const erased = new Set<DocumentId>();
  const cache = createRecordCache();
  let tree = appendToTiles(EMPTY_EDGE, []);
  for (let done = 0; done < size; done = known.verdicts.length) {
    const all = await tx.entries(log, { after: done - 1, limit: STEP });
    const [first] = all;
    if (first === undefined) throw damaged(size);
    const gone = all.findIndex(({ document }) => document === null);
    // What was erased is passed over alone: what comes after it is judged by what it left.
    const stored = gone < 0 ? all : all.slice(0, Math.max(1, gone));
    if (gone === 0) {
      erased.add(first.id);
      known.pass(first, await erasedEntry(tx, log, first, known.byKey));
      known.settle();
      tree = grow(tree, stored, tiles);
      continue;
    }
    const record = openRecord({
      home: log,
      reader: known.reader,
      cache,
      didVersion: identity.versionOf,
      size: async () => done,
      foreign: (id) => foreignVerdict(context.store, id),
    });
    const read = stored.map((entry) => ({ entry, ...readOwn(entry) }));
    await record.prefetch({
      threads: read.flatMap(({ document }) => Object.values(touchedThreads(document, log)).flat()),
      documents: read.flatMap(({ document }) => document.refs),
    });
    for (const one of read) {
      await identity.learn(one);
      known.keep(one.entry, await judgeAgain(record, one, erased));
    }
    record.settle();
    known.settle();
    tree = grow(tree, stored, tiles);
    onProgress(known.verdicts.length, size);
  }
  if (head !== null && !equalBytes(tree.root, head.root)) throw damaged(size);
  return { verdicts: known.verdicts, threads: known.threads, tiles: [...tiles.values()] };
}

type Tree = ReturnType<typeof appendToTiles>;

/** The tree with more entries; its tiles are put among those that there are. */
function grow({ edge }: Tree, stored: readonly StoredEntry[], tiles: Map<string, StoredTile>): Tree {
  const tree = appendToTiles(
    edge,
    stored.map(({ leaf }) => leafHash(leaf)),
  );
  for (const { level, index, hashes } of tree.tiles) tiles.set(`${level}/${index}`, { level, index, hashes });
  return tree;
}

type Read = ReadDocument & { readonly entry: StoredEntry };

/** What our own log holds was read when it came in. */
function readOwn(entry: StoredEntry): ReadDocument {
  const read = readDocument(entry);
  if (read === null) throw damaged(entry.index);
  return read;
}

/** @param erased documents whose payloads are gone: what names one of them was judged while it was there. */
async function judgeAgain(
  record: StoredRecord,
  { entry, verified, document }: Read,
  erased: ReadonlySet<DocumentId>,
) {
  const { index, at, id, leaf } = entry;
  try {
    const admitted = await record.foresee(
      { index, at, verified, document },
      document.refs.some((ref) => erased.has(ref)) ? givenBy(entry) : undefined,
    );
    if (!equalBytes(admitted.leafBytes, leaf) || admitted.entry.id !== id) throw damaged(index);
    record.keep(admitted);
    return admitted;
  } catch (error) {
    if (!(error instanceof ProtocolError) || error.type === 'unavailable') throw error;
    throw new ProtocolError(
      'unavailable',
      `Entry ${index} of the stored log could not have been logged.`,
      {},
      { cause: error },
    );
  }
}

function givenBy({ verdict, index }: StoredEntry): Verdict {
  if (verdict === null) throw damaged(index);
  const { status, code, detail } = verdict;
  const refusal = code === null ? {} : { refusal: refuse(code, detail ?? undefined) };
  return { status, checks: [], ...refusal };
}

/** Threads and verdicts as far as they are computed, as a record reads them; the entries come from the store. */
function createKnown(tx: Pick<Transaction, 'entries'>) {
  const verdicts: StoredVerdict[] = [];
  const threads = new Map<string, { thread: StoredThread; indices: number[] }>();
  let settled = 0;
  const keepThreads = (changed: readonly StoredThread[], index: number) => {
    for (const thread of changed) {
      const indices = threads.get(thread.name)?.indices ?? [];
      indices.push(index);
      threads.set(thread.name, { thread, indices });
    }
  };
  const reader: RecordReader = {
    entries: async (log, which) =>
      (await tx.entries(log, which))
        .filter(({ index }) => index < settled)
        .map((entry) => ({ ...entry, verdict: verdicts[entry.index] ?? null })),
    // What changed since is in the record itself, which asks for it no more.
    threads: async (_log, which) =>
      'names' in which ? which.names.flatMap((name) => threads.get(name)?.thread ?? []) : [],
    threadIndices: async (_log, name, below, from = 0) =>
      (threads.get(name)?.indices ?? []).slice(from).filter((index) => index < Math.min(below, settled)),
  };
  return {
    reader,
    verdicts,
    threads,
    byKey: (key: string) => {
      for (const { thread } of threads.values()) if (thread.key === key) return thread;
      return null;
    },
    pass(
      { index }: StoredEntry,
      { verdict, threads: changed }: Awaited<ReturnType<typeof erasedEntry>>,
    ): void {
      verdicts.push(verdict);
      keepThreads(changed, index);
    },
    keep(
      { index }: StoredEntry,
      { verdict, threads: changed }: Awaited<ReturnType<typeof judgeAgain>>,
    ): void {
      const { status, refusal } = verdict;
      verdicts.push({ status, code: refusal?.code ?? null, detail: refusal?.detail ?? null });
      keepThreads(changed, index);
    },
    settle(): void {
      settled = verdicts.length;
    },
  };
}

/** Key history as the log brings it. */
function createIdentity({ verify }: Pick<Context, 'verify'>, log: Scid) {
  const entries: ReadEntry[] = [];
  let versions: DidVersions = new Map();
  return {
    versionOf: (id: DocumentId) => {
      const version = versions.get(id);
      return version === undefined ? null : { number: version.number, documentKeys: version.keys.document };
    },
    async learn({ entry, document, verified }: Read): Promise<void> {
      if (document.type !== 'identity' || document.commons !== log) return;
      const { index, at } = entry;
      entries.push({ index, at, leaf: parseLeaf(entry.leaf), document, envelope: verified });
      versions = await readDidHistory(log, entries, verify, []);
    },
  };
}
