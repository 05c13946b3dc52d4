import type { Scid } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { Cursor } from '../cursors.ts';
import type { Store, StoredEntry, StoredThread, Transaction } from '../store.ts';
import { createMemoryCursors, type MemoryCursorRows } from './memory-cursors.ts';
import {
  accountsAfter,
  applyStaged,
  assertAppendable,
  assertText,
  compareCodePoints,
  copyBatch,
  copyDerived,
  copyLog,
  emptyLog,
  keptCheckpoint,
  type MemoryLog,
  type MemoryShared,
  type Staged,
} from './memory-log.ts';
import { copyKinds, createMemoryRecords, type MemoryKinds } from './memory-records.ts';

/** A store that can be had once more. */
export interface MemoryStore extends Store {
  /** All that is committed, in a store of its own with a clock of its own. */
  readonly copy: (now: () => Millis) => MemoryStore;
}

interface Kept extends MemoryShared {
  readonly logs: Map<Scid, MemoryLog>;
  readonly kinds: MemoryKinds;
  readonly cursors: MemoryCursorRows;
}

/**
 * The same store in memory: for tests and simulation, with the same locking and the same all-or-nothing.
 *
 * @param now the clock that entries are dated by.
 */
export function createMemoryStore(now: () => Millis): MemoryStore {
  return storeOf(now, {
    logs: new Map(),
    attachments: new Map(),
    traces: new Map(),
    kinds: new Map(),
    cursors: new Map(),
  });
}

function storeOf(now: () => Millis, kept: Kept): MemoryStore {
  const { logs, attachments, traces, kinds, cursors } = kept;
  const watchers = new Set<(log: Scid) => void>();
  const turns = new Map<Scid, Promise<unknown>>();
  const reads = readsOf(now, kept);

  async function transactNow<Result>(log: Scid, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const known = logs.get(log) ?? emptyLog();
    const staged: Staged = { batches: [], checkpoints: new Map(), derived: [] };
    const result = await work({
      ...reads,
      head: async (asked) => (asked === log ? known.head : reads.head(asked)),
      append: async (batch) => {
        assertAppendable(known, [...staged.batches, batch]);
        accountsAfter(known, [...staged.batches, batch]);
        staged.batches.push(copyBatch(batch));
      },
      putCheckpoint: async (given) => {
        const { size } = given;
        assertText(given.note);
        const kept = keptCheckpoint(staged.checkpoints.get(size) ?? known.checkpoints.get(size), {
          ...given,
        });
        staged.checkpoints.set(size, kept);
        return kept;
      },
      rewrite: async (derived) => {
        staged.derived.push(copyDerived(derived));
      },
    });
    applyStaged(log, known, kept, staged);
    logs.set(log, known);
    if (staged.checkpoints.size > 0) for (const watcher of [...watchers]) watcher(log);
    return result;
  }

  return {
    ...reads,
    async transact(log, work) {
      const before = turns.get(log) ?? Promise.resolve();
      const mine = before.then(() => transactNow(log, work));
      turns.set(
        log,
        mine.catch(() => undefined),
      );
      return mine;
    },
    records: createMemoryRecords(kinds),
    cursors: createMemoryCursors(cursors),
    watch: (onChange) => {
      const watcher = (log: Scid) => onChange(log);
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    copy: (clock) =>
      storeOf(clock, {
        logs: new Map([...logs].map(([log, kept]) => [log, copyLog(kept)])),
        attachments: new Map(attachments),
        traces: new Map(
          [...traces].map(([name, { namedBy, erasedBy }]) => [
            name,
            { namedBy: [...namedBy], erasedBy: [...erasedBy] },
          ]),
        ),
        kinds: copyKinds(kinds),
        cursors: new Map<string, Cursor>(cursors),
      }),
  };
}

function readsOf(
  now: () => Millis,
  { logs, attachments, traces }: MemoryShared,
): Omit<Store, 'transact' | 'records' | 'cursors' | 'watch'> {
  return {
    now: async () => now(),
    head: async (log) => logs.get(log)?.head ?? null,
    entries: async (log, which) => {
      const { entries, ids } = logs.get(log) ?? emptyLog();
      if ('after' in which) {
        const first = Math.max(0, which.after + 1);
        return entries.slice(first, first + which.limit);
      }
      const indices = 'at' in which ? which.at : which.ids.flatMap((id) => ids.get(id) ?? []);
      return [...new Set(indices)]
        .sort((a, b) => a - b)
        .flatMap((index): StoredEntry[] => {
          const entry = entries[index];
          return entry === undefined ? [] : [entry];
        });
    },
    indexOf: async (log, id) => logs.get(log)?.ids.get(id) ?? null,
    threads: async (log, which) => {
      const all = logs.get(log)?.threads ?? new Map<string, StoredThread>();
      if ('names' in which) return [...new Set(which.names)].flatMap((name) => all.get(name) ?? []);
      return [...all.values()]
        .filter(({ state }) => which.kind === 'any' || state?.kind === which.kind)
        .filter(
          ({ state }) => which.kind !== 'thing' || (state?.kind === 'thing' && state.type === which.type),
        )
        .filter(({ name }) => which.after === undefined || compareCodePoints(name, which.after) > 0)
        .sort((a, b) => compareCodePoints(a.name, b.name))
        .slice(0, which.limit);
    },
    threadIndices: async (log, name, below, from = 0) =>
      (logs.get(log)?.positions.get(name) ?? []).slice(from).filter((index) => index < below),
    tiles: async (log, ids) =>
      ids.flatMap(({ level, index }) => logs.get(log)?.tiles.get(`${level}/${index}`) ?? []),
    accounts: async (log) =>
      [...(logs.get(log)?.accounts.values() ?? [])].sort((a, b) => compareCodePoints(a.resource, b.resource)),
    attachments: async (hashes) =>
      new Map(
        hashes.flatMap((hash) => {
          const content = attachments.get(hash);
          return content === undefined ? [] : [[hash, content] as const];
        }),
      ),
    traces: async (names) =>
      new Map(
        names.map((name) => {
          const { namedBy = [], erasedBy = [] } = traces.get(name) ?? {};
          return [name, { namedBy: [...namedBy], erasedBy: [...erasedBy] }];
        }),
      ),
    heads: async (log, below) => {
      const { positions, threads } = logs.get(log) ?? emptyLog();
      return [...positions].flatMap(([name, indices]) => {
        const shown = indices.filter((index) => index < below);
        const last = shown.at(-1);
        const key = threads.get(name)?.key;
        return last === undefined || key === undefined ? [] : [{ key, n: shown.length, last }];
      });
    },
    checkpoints: async (log, which) => {
      const all = [...(logs.get(log)?.checkpoints.values() ?? [])].sort((a, b) => a.size - b.size);
      if (which === 'newest') return all.slice(-1);
      const cosigned = all.filter(({ cosignatures }) => cosignatures > 0);
      const before = cosigned.findLast(({ size }) => size <= which.around);
      const after = cosigned.find(({ size }) => size > which.around);
      return [before, after].filter((checkpoint) => checkpoint !== undefined);
    },
  };
}
