import { type Claim, type Cursor, type Cursors, latestLeaseEnd } from '../cursors.ts';
import { assertText, compareCodePoints, jsonOf } from './memory-log.ts';

/** Cursors by kind and key. */
export type MemoryCursorRows = Map<string, Cursor>;

/** Cursors in memory: nobody comes between two lines, so nothing has to be locked. */
export function createMemoryCursors(rows: MemoryCursorRows): Cursors {
  const nameOf = (kind: string, key: string) => `${kind} ${key}`;

  function change(claimed: Cursor, next: (row: Cursor) => Cursor): boolean {
    const name = nameOf(claimed.kind, claimed.key);
    const row = rows.get(name);
    if (row === undefined || row.fence !== claimed.fence) return false;
    rows.set(name, next(row));
    return true;
  }

  return {
    get: async (kind, key) => rows.get(nameOf(kind, key)) ?? null,
    list: async (kind) =>
      [...rows.values()].filter((row) => row.kind === kind).sort((a, b) => compareCodePoints(a.key, b.key)),
    add: async (cursor) => {
      const name = nameOf(cursor.kind, cursor.key);
      assertText(name);
      if (rows.has(name)) return false;
      const settings = JSON.parse(jsonOf(cursor.settings)) as Cursor['settings']; // written from one
      rows.set(name, { ...cursor, settings, ...FRESH });
      return true;
    },
    remove: async (kind, key) => {
      rows.delete(nameOf(kind, key));
    },
    claim: async (which) => {
      const claimed = claimable([...rows.values()], which).map((row) => ({
        ...row,
        leaseUntil: which.now + which.leaseMs,
        fence: row.fence + 1,
      }));
      for (const row of claimed) rows.set(nameOf(row.kind, row.key), row);
      return claimed;
    },
    settle: async (claimed, given) =>
      change(claimed, (row) => ({
        ...row,
        ...given,
        dueAt: row.knocks === claimed.knocks ? given.dueAt : row.dueAt,
        leaseUntil: 0,
      })),
    hold: async (claimed, after, leaseUntil) => change(claimed, (row) => ({ ...row, after, leaseUntil })),
    prolong: async (claimed, leaseUntil) =>
      rows.get(nameOf(claimed.kind, claimed.key))?.leaseUntil !== 0 &&
      change(claimed, (row) => ({ ...row, leaseUntil })),
    wake: async (kind, key, now) => {
      const row = rows.get(nameOf(kind, key));
      if (row === undefined || row.state === 'ended') return;
      rows.set(nameOf(kind, key), { ...row, ...awake(row), dueAt: now, knocks: row.knocks + 1 });
    },
    rewind: async (kind, key, to, now) => {
      const row = rows.get(nameOf(kind, key));
      if (row === undefined) return;
      rows.set(nameOf(kind, key), {
        ...row,
        ...awake(row),
        ...to,
        dueAt: now,
        leaseUntil: 0,
        fence: row.fence + 1,
        knocks: row.knocks + 1,
      });
    },
  };
}

const NO_FAILURE = { state: 'active', failingSince: null, lastError: null } as const;
const FRESH = { ...NO_FAILURE, attempts: 0, leaseUntil: 0, fence: 0, knocks: 0 } as const;

/** One that has all entries may have failed with what comes after them: it stays one that has to be tried again. */
function awake({ attempts }: Cursor) {
  return { ...NO_FAILURE, attempts: Math.min(attempts, 1) };
}

function claimable(all: readonly Cursor[], which: Claim): readonly Cursor[] {
  const { kind, key, now, size, limit, perHost } = which;
  const isHeld = ({ leaseUntil }: Cursor) => leaseUntil > now && leaseUntil <= latestLeaseEnd(which);
  const held = new Map<string, number>();
  const count = (host: string) => held.get(host) ?? 0;
  for (const row of all) {
    if (row.kind === kind && isHeld(row)) held.set(row.host, count(row.host) + 1);
  }
  return all
    .filter((row) => row.kind === kind && (key === undefined || row.key === key))
    .filter((row) => row.state === 'active' && row.dueAt <= now && !isHeld(row))
    .filter((row) => row.after < size - 1 || row.attempts > 0 || row.leaseUntil > 0)
    .sort((a, b) => a.after - b.after || compareCodePoints(a.key, b.key))
    .filter(({ host }) => {
      held.set(host, count(host) + 1);
      return key !== undefined || count(host) <= perHost;
    })
    .slice(0, limit);
}
