import { equalBytes } from '../../../protocol/bytes.ts';
import type { DocumentId, HashText, Scid, Subject } from '../../../protocol/ids.ts';
import { EMPTY_ROOT } from '../../../protocol/log/tree.ts';
import { accountAfter, isOverdrawn, type KeptAccount } from '../accounts.ts';
import type {
  Batch,
  Derived,
  Erasable,
  LogHead,
  Place,
  StoredCheckpoint,
  StoredEntry,
  StoredThread,
  StoredTile,
} from '../store.ts';

/** One log as the memory store keeps it. */
export interface MemoryLog {
  head: LogHead;
  readonly entries: StoredEntry[];
  readonly ids: Map<DocumentId, number>;
  readonly threads: Map<string, StoredThread>;
  /** Names by key: two threads never have one key. */
  readonly keys: Map<string, string>;
  readonly positions: Map<string, number[]>;
  readonly tiles: Map<string, StoredTile>;
  readonly checkpoints: Map<number, StoredCheckpoint>;
  readonly accounts: Map<Subject, KeptAccount>;
}

export function emptyLog(): MemoryLog {
  return {
    head: { size: 0, root: EMPTY_ROOT, lastAt: null },
    entries: [],
    ids: new Map(),
    threads: new Map(),
    keys: new Map(),
    positions: new Map(),
    tiles: new Map(),
    checkpoints: new Map(),
    accounts: new Map(),
  };
}

/** The same log, which grows on its own from now on; what was logged never changes. */
export function copyLog(log: MemoryLog): MemoryLog {
  return {
    head: log.head,
    entries: [...log.entries],
    ids: new Map(log.ids),
    threads: new Map(log.threads),
    keys: new Map(log.keys),
    positions: new Map([...log.positions].map(([name, indices]) => [name, [...indices]])),
    tiles: new Map(log.tiles),
    checkpoints: new Map(log.checkpoints),
    accounts: new Map(log.accounts),
  };
}

/** What belongs to no one log. */
export interface MemoryShared {
  readonly logs: ReadonlyMap<Scid, MemoryLog>;
  readonly attachments: Map<HashText, Uint8Array>;
  readonly traces: Map<Erasable, MutableTrace>;
}

interface MutableTrace {
  namedBy: Place[];
  erasedBy: Place[];
}

/** The trace of a name, made where there is none. */
function traceOf(traces: MemoryShared['traces'], name: Erasable): MutableTrace {
  const trace = traces.get(name) ?? { namedBy: [], erasedBy: [] };
  traces.set(name, trace);
  return trace;
}

function isErasedBy({ erasedBy }: MutableTrace, name: Scid): boolean {
  return erasedBy.some(({ log }) => log === name);
}

/** What a transaction has written so far; applied as a whole, or dropped. */
export interface Staged {
  readonly batches: Batch[];
  readonly checkpoints: Map<number, StoredCheckpoint>;
  readonly derived: Derived[];
}

/** Refuses what the database's keys would refuse, before anything is applied. */
export function assertAppendable(log: MemoryLog, batches: readonly Batch[]): void {
  const ids = new Set<DocumentId>();
  const indices = new Set<number>();
  const positions = new Set<string>();
  const keys = new Map<string, string>();
  for (const batch of batches) {
    for (const { id, index } of batch.entries) {
      const known = log.ids.has(id) || log.entries[index] !== undefined;
      if (known || ids.has(id) || indices.has(index)) throw taken(`entry ${index} or document ${id}`);
      ids.add(id);
      indices.add(index);
    }
    for (const { key, name } of batch.threads) {
      const holder = keys.get(key) ?? log.keys.get(key) ?? name;
      if (holder !== name) throw taken(`thread key ${key}`);
      keys.set(key, name);
    }
    for (const { name, n } of batch.positions) {
      const position = `${n} ${name}`;
      const known = log.positions.get(name)?.[n] !== undefined;
      if (known || positions.has(position)) throw taken(`position ${position}`);
      positions.add(position);
    }
  }
}

/** Accounts as batches leave them. @throws {TypeError} where one would be overdrawn, as the database's constraints do. */
export function accountsAfter(log: MemoryLog, batches: readonly Batch[]): ReadonlyMap<Subject, KeptAccount> {
  const changed = new Map<Subject, KeptAccount>();
  for (const change of batches.flatMap(({ accounts = [] }) => accounts)) {
    const { resource } = change;
    const after = accountAfter(changed.get(resource) ?? log.accounts.get(resource), change);
    if (isOverdrawn(after)) throw new TypeError(`more is promised of ${resource} than there is`);
    changed.set(resource, after);
  }
  return changed;
}

/** Writes all that a transaction staged. Nothing in here can fail. */
export function applyStaged(
  name: Scid,
  log: MemoryLog,
  { logs, attachments, traces }: MemoryShared,
  { batches, checkpoints, derived }: Staged,
): void {
  for (const batch of batches) {
    for (const entry of batch.entries) {
      log.entries[entry.index] = entry;
      log.ids.set(entry.id, entry.index);
    }
    for (const thread of batch.threads) {
      log.threads.set(thread.name, thread);
      log.keys.set(thread.key, thread.name);
    }
    for (const { name, n, index } of batch.positions) {
      const indices = log.positions.get(name) ?? [];
      indices[n] = index;
      log.positions.set(name, indices);
    }
    for (const tile of batch.tiles) log.tiles.set(`${tile.level}/${tile.index}`, tile);
    for (const [hash, content] of batch.attachments) {
      if (!attachments.has(hash) && !isErasedBy(traceOf(traces, hash), name)) attachments.set(hash, content);
    }
    for (const { hash, index } of batch.names) traceOf(traces, hash).namedBy.push({ log: name, index });
    for (const { name: gone, index } of batch.erased) {
      const trace = traceOf(traces, gone);
      if (!isErasedBy(trace, name)) trace.erasedBy.push({ log: name, index });
      attachments.delete(gone as HashText); // a document's id is no key here
      for (const each of [log, ...logs.values()]) {
        const at = each.ids.get(gone as DocumentId) ?? -1; // nor a hash one there
        const entry = each.entries[at];
        if (entry !== undefined) each.entries[at] = { ...entry, document: null };
      }
    }
    log.head = batch.head;
  }
  for (const [resource, account] of accountsAfter(log, batches)) log.accounts.set(resource, account);
  for (const [size, checkpoint] of checkpoints) log.checkpoints.set(size, checkpoint);
  for (const one of derived) applyDerived(log, one);
}

function applyDerived(log: MemoryLog, { verdicts, threads, gone, tiles, accounts }: Derived): void {
  if (accounts !== undefined) {
    log.accounts.clear();
    for (const account of accounts) log.accounts.set(account.resource, account);
  }
  for (const { index, verdict } of verdicts) {
    const entry = log.entries[index];
    if (entry !== undefined) log.entries[index] = { ...entry, verdict };
  }
  for (const name of [...gone, ...threads.map(({ thread }) => thread.name)]) {
    log.keys.delete(log.threads.get(name)?.key ?? '');
    log.threads.delete(name);
    log.positions.delete(name);
  }
  for (const { thread, indices } of threads) {
    log.threads.set(thread.name, thread);
    log.keys.set(thread.key, thread.name);
    log.positions.set(thread.name, [...indices]);
  }
  for (const tile of tiles) log.tiles.set(`${tile.level}/${tile.index}`, tile);
}

/** The checkpoint that stands for a size once another is given: the first root, and the most cosignatures. */
export function keptCheckpoint(
  known: StoredCheckpoint | undefined,
  given: StoredCheckpoint,
): StoredCheckpoint {
  if (known === undefined) return given;
  return equalBytes(known.root, given.root) && known.cosignatures <= given.cosignatures ? given : known;
}

/** Copies a batch: what its maker changes afterwards is no longer ours, as with a database. */
export function copyBatch(batch: Batch): Batch {
  return {
    entries: batch.entries.map((entry) => ({
      ...entry,
      leaf: copyBytes(entry.leaf),
      document:
        entry.document === null
          ? null
          : {
              ...entry.document,
              payload: copyBytes(entry.document.payload),
              signature: copyBytes(entry.document.signature),
            },
      verdict: entry.verdict === null ? null : copyJson(entry.verdict),
    })),
    threads: batch.threads.map(copyJson),
    positions: batch.positions.map((position) => ({ ...position })),
    tiles: batch.tiles.map((tile) => ({ ...tile, hashes: copyBytes(tile.hashes) })),
    attachments: new Map([...batch.attachments].map(([hash, content]) => [hash, copyBytes(content)])),
    names: batch.names.map((one) => ({ ...one })),
    erased: batch.erased.map((one) => ({ ...one })),
    ...(batch.accounts === undefined ? {} : { accounts: batch.accounts.map(copyJson) }),
    head: { ...batch.head, root: copyBytes(batch.head.root) },
  };
}

/** As `copyBatch`. */
export function copyDerived({ verdicts, threads, gone, tiles, accounts }: Derived): Derived {
  return {
    verdicts: verdicts.map(copyJson),
    threads: threads.map(copyJson),
    gone: [...gone],
    tiles: tiles.map((tile) => ({ ...tile, hashes: copyBytes(tile.hashes) })),
    ...(accounts === undefined ? {} : { accounts: accounts.map(copyJson) }),
  };
}

/** A value as it comes back from the database: JSON, and nobody else's. */
function copyJson<Value>(value: Value): Value {
  return JSON.parse(jsonOf(value)) as Value; // values in the store are JSON
}

/** @throws {TypeError} where the database could not keep the value. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => {
    assertText(name);
    if (typeof inner === 'string') assertText(inner);
    return inner;
  });
}

/** PostgreSQL keeps no U+0000 in text, and nothing that is no Unicode. */
export function assertText(text: string): void {
  if (text.includes('\0') || !text.isWellFormed()) throw new TypeError('this is no text that can be kept');
}

/** As PostgreSQL sorts texts under the collation C: by code point, which UTF-8 keeps. */
export function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function copyBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function taken(what: string): TypeError {
  return new TypeError(`${what} is in the log already`);
}
