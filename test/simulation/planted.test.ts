import { describe, expect, test } from 'vitest';
import type { ThreadState } from '../../protocol/governance/state.ts';
import type { Store, StoredThread } from '../../server/store/store.ts';
import { simulate } from './run.ts';
import type { Tampering } from './world/process.ts';

/** Seeds within which it must be found; it takes a handful. */
const SEEDS = 500;

const BUGS: Readonly<Record<string, { readonly tampering: Tampering; readonly breaks: RegExp }>> = {
  'a lost wake-up: what is logged wakes nobody every third time': {
    tampering: {
      workers: (workers) => {
        let count = 0;
        return {
          ...workers,
          logged: () => {
            if (++count % 3 !== 0) workers.logged();
          },
        };
      },
    },
    breaks: /^8: without a timer/,
  },
  'a double seal: what the registrar has said is forgotten': {
    tampering: {
      store: withStates((state) =>
        state?.kind === 'negotiation' && state.seals.length > 0 ? { ...state, seals: [] } : state,
      ),
    },
    breaks: /^5: .* counts two words/,
  },
  'a released hold: the oldest of several promises is forgotten': {
    tampering: {
      store: withStates((state) =>
        state?.kind === 'resource' && state.ledger.holds.length > 1
          ? { ...state, ledger: { ...state.ledger, holds: state.ledger.holds.slice(1) } }
          : state,
      ),
    },
    breaks: /^4: the account/,
  },
  'a forgotten lease: a turn that was taken is never given back': {
    tampering: {
      store: (store) => ({
        ...store,
        records: {
          ...store.records,
          add: (kind, key, value, expiresAt) =>
            kind === 'turn'
              ? store.records.add(kind, key, value)
              : store.records.add(kind, key, value, expiresAt),
        },
      }),
    },
    breaks: /^8: .* does not describe itself/,
  },
};

describe(`a planted bug is found within ${SEEDS} seeds`, () => {
  test.each(Object.entries(BUGS))(
    '%s',
    async (_name, { tampering, breaks }) => {
      expect(await firstToBreak(tampering, breaks)).toBeLessThanOrEqual(SEEDS);
    },
    900_000,
  );
});

async function firstToBreak(tampering: Tampering, breaks: RegExp): Promise<number> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { faults } = await simulate(seed, tampering);
    if (faults.some((fault) => breaks.test(fault))) return seed;
  }
  return Number.POSITIVE_INFINITY;
}

/** A store that remembers threads otherwise, in transactions as well. */
function withStates(change: (state: ThreadState | null) => ThreadState | null): (store: Store) => Store {
  const changed = async (threads: Promise<readonly StoredThread[]>) =>
    (await threads).map((thread) => ({ ...thread, state: change(thread.state) }));
  return (store) => ({
    ...store,
    threads: (log, which) => changed(store.threads(log, which)),
    transact: (log, work) =>
      store.transact(log, (tx) => work({ ...tx, threads: (of, which) => changed(tx.threads(of, which)) })),
  });
}
