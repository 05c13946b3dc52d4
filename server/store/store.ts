import type { NotCountedCode } from '../../protocol/governance/codes.ts';
import type { ThreadState } from '../../protocol/governance/state.ts';
import type { Author, DocumentId, HashText, Multikey, Scid } from '../../protocol/ids.ts';
import type { ThreadHead } from '../../protocol/log/heads-tree.ts';
import type { TileId } from '../../protocol/log/tiles.ts';
import type { Millis } from '../../protocol/time.ts';
import type { AccountChange, KeptAccount } from './accounts.ts';
import type { Cursors } from './cursors.ts';

/**
 * All that flows ask of storage. Two engines keep it, Postgres and memory, under one contract test.
 *
 * A log is our own or a mirror of another commons'; both have the same shape. What is committed is durable.
 */
export interface Store {
  /** The database's clock, the only one that entries are dated by. */
  readonly now: () => Promise<Millis>;
  /** @returns null where there is no such log. */
  readonly head: (log: Scid) => Promise<LogHead | null>;
  /** Entries after an index, at most `limit`; or those at the given indices, or of the given documents. Ascending, each once. */
  readonly entries: (log: Scid, which: EntryQuery) => Promise<readonly StoredEntry[]>;
  /** Where a document stands in a log, or null. */
  readonly indexOf: (log: Scid, id: DocumentId) => Promise<number | null>;
  /** Threads by name, in no order; or all of one kind, or of any, by name, at most `limit`. */
  readonly threads: (log: Scid, which: ThreadQuery) => Promise<readonly StoredThread[]>;
  /** Indices of a thread's entries below `below`, ascending; without its first `from`. */
  readonly threadIndices: (
    log: Scid,
    name: string,
    below: number,
    from?: number,
  ) => Promise<readonly number[]>;
  /** Tiles that exist, with their contents as they are; in no order. */
  readonly tiles: (log: Scid, ids: readonly Omit<TileId, 'width'>[]) => Promise<readonly StoredTile[]>;
  /** What is promised of the log's resources, by resource; none where nothing ever was. */
  readonly accounts: (log: Scid) => Promise<readonly KeptAccount[]>;
  readonly attachments: (hashes: readonly HashText[]) => Promise<ReadonlyMap<HashText, Uint8Array>>;
  /** What is known of attachments, or of whole documents, by their names: what names them, and what erased them. */
  readonly traces: (names: readonly Erasable[]) => Promise<ReadonlyMap<Erasable, Trace>>;
  /** Heads of all threads as the log's first `below` entries left them, in no order. */
  readonly heads: (log: Scid, below: number) => Promise<readonly ThreadHead[]>;
  /**
   * Signed notes of a log, ascending by size, one a size: the newest; or the cosigned ones on both sides of an entry,
   * the last that does not cover it and the first that does.
   */
  readonly checkpoints: (
    log: Scid,
    which: 'newest' | { readonly around: number },
  ) => Promise<readonly StoredCheckpoint[]>;
  /**
   * One transaction under the log's head lock: whoever comes second waits. Everything that `work` writes is committed
   * together, or not at all.
   */
  readonly transact: <Result>(log: Scid, work: (tx: Transaction) => Promise<Result>) => Promise<Result>;
  /** Small named values that belong to no log: keys, peers, people, settings. */
  readonly records: Records;
  /** Who follows our log, and how far they are. */
  readonly cursors: Cursors;
  /**
   * Calls back whenever a log got a new checkpoint, or one of its checkpoints a cosignature, by whatever process; with null
   * where that can have been missed. Never within a transaction.
   *
   * @returns ends it.
   */
  readonly watch: (onChange: (log: Scid | null) => void) => () => void;
}

/** What can be done under the head lock. Writing comes last: nothing is read after it. */
export interface Transaction
  extends Pick<
    Store,
    | 'head'
    | 'entries'
    | 'indexOf'
    | 'threads'
    | 'threadIndices'
    | 'tiles'
    | 'accounts'
    | 'attachments'
    | 'traces'
    | 'now'
  > {
  /**
   * Appends to the locked log; the caller has computed indices, threads and tiles. What would promise more of a resource
   * than there is fails as a whole, whoever let it through.
   */
  readonly append: (batch: Batch) => Promise<void>;
  /**
   * A checkpoint of the locked log, one for each size: the first root stays, and a note gives way only to one of the
   * same root with at least as many cosignatures.
   *
   * @returns what is kept for this size; another root in it is a fork, and nobody may show the one that was given.
   */
  readonly putCheckpoint: (checkpoint: StoredCheckpoint) => Promise<StoredCheckpoint>;
  /** Puts what was computed anew in the place of what was derived before; the entries themselves stay. */
  readonly rewrite: (derived: Derived) => Promise<void>;
}

export interface Records {
  readonly get: (kind: string, key: string) => Promise<RecordValue | null>;
  /** All of a kind, by key. */
  readonly list: (kind: string) => Promise<readonly NamedRecord[]>;
  readonly put: (kind: string, key: string, value: RecordValue) => Promise<void>;
  /** Sets these fields of a record that there is, at once, and leaves its others as they are by then. @returns whether there is one. */
  readonly change: (kind: string, key: string, fields: RecordValue) => Promise<boolean>;
  /** Writes only if there is none yet. @returns whether it wrote. */
  readonly add: (kind: string, key: string, value: RecordValue, expiresAt?: Millis) => Promise<boolean>;
  readonly remove: (kind: string, key: string) => Promise<void>;
  /** Removes what expired before the given moment. */
  readonly expire: (now: Millis) => Promise<void>;
}

export type RecordValue = Readonly<Record<string, unknown>>;
export interface NamedRecord {
  readonly key: string;
  readonly value: RecordValue;
}

export interface LogHead {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** `at` of the last entry, null in an empty log. */
  readonly lastAt: Millis | null;
}

export interface Range {
  /** Exclusive; −1 for everything. */
  readonly after: number;
  readonly limit: number;
}

export type EntryQuery = Range | { readonly at: readonly number[] } | { readonly ids: readonly DocumentId[] };

export type ThreadQuery = { readonly names: readonly string[] } | KindQuery | EveryQuery;

/** All threads after a name, whatever they are. */
export interface EveryQuery {
  readonly kind: 'any';
  readonly after?: string;
  readonly limit: number;
}

/** Threads of one kind after a name; things by their type as well. */
export type KindQuery = { readonly after?: string; readonly limit: number } & (
  | { readonly kind: 'thing'; readonly type: string }
  | { readonly kind: Exclude<ThreadState['kind'], 'thing'> }
);

export interface StoredEntry {
  readonly index: number;
  readonly at: Millis;
  readonly id: DocumentId;
  readonly leaf: Uint8Array;
  /** Null where the document is not shown to us. */
  readonly document: StoredDocument | null;
  /** Null in a mirror: there the verdict is the other commons' matter. */
  readonly verdict: StoredVerdict | null;
}

export interface StoredDocument {
  readonly author: Author;
  readonly key: Multikey;
  /** The exact bytes that were signed. */
  readonly payload: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

export interface StoredVerdict {
  readonly status: 'counted' | 'pending' | 'not-counted' | 'unresolved';
  readonly code: NotCountedCode | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

export interface StoredThread {
  readonly name: string;
  readonly key: string;
  readonly n: number;
  readonly last: number;
  /** Null where the thread is undefined, and in mirrors. */
  readonly state: ThreadState | null;
}

export interface StoredTile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
}

export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
  /** Signatures of others under the note. */
  readonly cosignatures: number;
}

/** What follows from the entries of a log, as far as it is another than what is stored. */
export interface Derived {
  readonly verdicts: readonly { readonly index: number; readonly verdict: StoredVerdict }[];
  /** With the index of each of its entries. */
  readonly threads: readonly { readonly thread: StoredThread; readonly indices: readonly number[] }[];
  /** Threads that no entry has. */
  readonly gone: readonly string[];
  readonly tiles: readonly StoredTile[];
  /** All accounts of the log, in the place of those that there were; absent where they are as they should be. */
  readonly accounts?: readonly KeptAccount[];
}

/** What can be erased: an attachment, or a document's payload. */
export type Erasable = HashText | DocumentId;

/** A place in a log that we hold. */
export interface Place {
  readonly log: Scid;
  readonly index: number;
}

export interface Trace {
  /** Of an attachment: documents at hand that name it, in no order. */
  readonly namedBy: readonly Place[];
  /** The first erasure in each log that erased it, in no order. */
  readonly erasedBy: readonly Place[];
}

/** Entries to append with everything that changes with them. */
export interface Batch {
  readonly entries: readonly StoredEntry[];
  /** Threads as they stand after the batch. */
  readonly threads: readonly StoredThread[];
  /** Which entries belong to which thread, and as its how-manieth. */
  readonly positions: readonly { readonly name: string; readonly n: number; readonly index: number }[];
  readonly tiles: readonly StoredTile[];
  /** Those that were erased once are not taken again. */
  readonly attachments: ReadonlyMap<HashText, Uint8Array>;
  /** Attachments that documents of the batch name. */
  readonly names: readonly { readonly hash: HashText; readonly index: number }[];
  /**
   * What goes for good with entries of this log: content of attachments, and payloads of documents in every log that we
   * hold. Once for ever: what is erased already stays as it is.
   */
  readonly erased: readonly { readonly name: Erasable; readonly index: number }[];
  /** Of resources, in the order of the entries; absent where no account changes. */
  readonly accounts?: readonly AccountChange[];
  readonly head: LogHead;
}
