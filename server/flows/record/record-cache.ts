import type { DomainItem } from '../../../protocol/documents/set.ts';
import type { RegisterParts } from '../../../protocol/governance/scope/register-index.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { type Recent, recentOf } from '../../../protocol/identity/recent.ts';
import type { ThreadHead } from '../../../protocol/log/heads-tree.ts';
import type { Store } from '../../store/store.ts';
import type { DidVersions } from './did-versions.ts';

/** Register indices, a megabyte each for thousands of domains; one is in use at a time. */
const REGISTERS_MAX = 4;
/** Sets in force, a megabyte each for thousands of items. */
const SETS_MAX = 16;
/** Threads that rules count people in: proposals that are open now. */
const THREADS_MAX = 64;
/** Key histories: our own and our peers', as they log them and as they serve them. */
const HISTORIES_MAX = 1024;
/** Heads of all threads, 100 bytes each; bundles are made of the newest ones that a log states. */
const HEADS_MAX = 4;

/** Entries of one thread, each with its verdict, up to some length of the thread. */
export interface ReadThread {
  readonly n: number;
  readonly entries: readonly JudgedEntry[];
  /** Those whose payloads were erased: nothing is left of them but their ids. */
  readonly erased: readonly ErasedEntry[];
}

export type ErasedEntry = Pick<JudgedEntry, 'index' | 'id'>;

/**
 * What was computed from the committed entries of a store's logs, kept so that it need not be computed again.
 *
 * A log only grows, so whatever is named by its log, a thread and the thread's length stays as it is. That does not
 * hold for what a transaction has not committed yet: nothing of it may come in here.
 */
export interface RecordCache {
  /** By log, and the length of its register. */
  readonly registers: Recent<RegisterParts>;
  /** By log, and how the rules name the set. */
  readonly items: Recent<readonly DomainItem[]>;
  /** By log and thread; what is missing at its end is read and added. */
  readonly threads: Recent<ReadThread>;
  /** By log, and the length of its `identity` thread. */
  readonly histories: Recent<DidVersions>;
  /** By peer, and what its DID log ends with, which commits to all that came before. */
  readonly peerHistories: Recent<readonly DidVersion[]>;
  /** By log and size. */
  readonly heads: Recent<readonly ThreadHead[]>;
}

const caches = new WeakMap<Store, RecordCache>();

/** The cache of a store: no other store's logs, even of the same name, ever meet it. */
export function recordCacheOf(store: Store): RecordCache {
  const known = caches.get(store) ?? createRecordCache();
  caches.set(store, known);
  return known;
}

/** An empty one, for a log that is read by itself. */
export function createRecordCache(): RecordCache {
  return {
    registers: recentOf(REGISTERS_MAX),
    items: recentOf(SETS_MAX),
    threads: recentOf(THREADS_MAX),
    histories: recentOf(HISTORIES_MAX),
    peerHistories: recentOf(HISTORIES_MAX),
    heads: recentOf(HEADS_MAX),
  };
}
