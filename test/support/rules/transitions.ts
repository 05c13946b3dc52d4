import type { ThreadName } from '../../../protocol/documents/define.ts';
import type { Admitted } from '../../../protocol/governance/admit.ts';
import { readAftermath } from '../../../protocol/governance/lifecycle/aftermath.ts';
import { ALLOWED, type Living } from '../../../protocol/governance/lifecycle/allowed.ts';
import type { Decided, ThreadState } from '../../../protocol/governance/state.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';

/** What lives in a thread, each with the state that it is in. */
type Lives = ReadonlyMap<string, { readonly living: Living; readonly word: string }>;

/** Watches a log as it grows, for what the tables of spec §6.16 do not let happen. */
export function createWatch() {
  const before = new Map<ThreadName, Lives>();
  const seen = new Set<string>();
  const forbidden: string[] = [];
  return {
    /** Transitions that were made, as `living: from → to`. */
    seen,
    /** Those that are not allowed, with the entry that made them. */
    forbidden,
    /** @param entriesOf the threads with this entry. */
    look({ entry, threads }: Admitted, entriesOf: (name: ThreadName) => readonly JudgedEntry[]): void {
      for (const { name, state } of threads) {
        const lives = livesIn(name, state, entriesOf(name));
        const known = before.get(name) ?? new Map();
        for (const [id, { living, word }] of lives) {
          const from = known.get(id)?.word ?? null;
          if (from === word) continue;
          const made = nameOf(living, from, word);
          seen.add(made);
          if (!isAllowed(living, from, word))
            forbidden.push(`entry ${entry.index} (${entry.document.type}): ${made}`);
        }
        for (const id of known.keys())
          if (!lives.has(id)) forbidden.push(`entry ${entry.index}: ${id} is gone`);
        before.set(name, lives);
      }
    },
  };
}

/** Every transition that an entry makes. */
export const BY_ENTRIES = Object.entries(ALLOWED).flatMap(([living, transitions]) =>
  transitions.flatMap((transition) =>
    'time' in transition ? [] : [nameOf(living, transition.from, transition.to)],
  ),
);

function isAllowed(living: Living, from: string | null, to: string): boolean {
  return BY_ENTRIES.includes(nameOf(living, from, to));
}

function nameOf(living: string, from: string | null, to: string): string {
  return `${living}: ${from ?? '–'} → ${to}`;
}

function livesIn(name: ThreadName, state: ThreadState | null, entries: readonly JudgedEntry[]): Lives {
  const lives = new Map<string, { living: Living; word: string }>();
  if (state?.kind === 'thing' || state?.kind === 'role' || state?.kind === 'resource') {
    const { endedBy, inForce } = state;
    lives.set(name, {
      living: 'thing',
      word: endedBy !== null ? 'ended' : inForce !== null ? 'in-force' : 'draft',
    });
  }
  if (state?.kind === 'matter') {
    const word = state.closedBy !== null ? 'closed' : state.proposals.length > 0 ? 'taken-up' : 'open';
    lives.set(name, { living: 'matter', word });
  }
  if (state?.kind === 'negotiation') {
    const { seals, lapses, releases, acceptances, terminations = [] } = state;
    const stands = acceptances.some(({ withdrawnBy }) => withdrawnBy === null);
    const word =
      seals.length > 0
        ? terminations.length > 0
          ? 'ending'
          : 'sealed'
        : lapses.length > 0
          ? 'lapsed'
          : releases.length > 0
            ? 'released'
            : stands
              ? 'accepted'
              : 'offered';
    lives.set(name, { living: 'negotiation', word });
  }
  if (state?.kind === 'proposal') {
    const { withdrawnBy, opening, decided } = state;
    const isDecided = decided.some(({ status }) => status === 'counted');
    const word =
      withdrawnBy !== null
        ? 'withdrawn'
        : isDecided
          ? 'decided'
          : opening !== null
            ? 'opened'
            : 'put-forward';
    lives.set(name, { living: 'proposal', word });
    for (const { id, endedBy } of state.objections)
      lives.set(id, { living: 'objection', word: endedBy === null ? 'standing' : 'ended' });
  }
  if (state?.kind === 'proposal' || state?.kind === 'decision') {
    for (const decided of state.decided) {
      lives.set(decided.id, { living: 'decision', word: wordOf(decided) });
      if (decided.status === 'not-counted') continue;
      for (const { id, ruled } of readAftermath(entries, decided).challenges)
        lives.set(id, { living: 'challenge', word: ruled?.ruling ?? 'open' });
    }
  }
  return lives;
}

function wordOf({ status, reversedBy, replacedBy }: Decided): string {
  if (reversedBy !== null) return 'reversed';
  return replacedBy === null ? status : 'replaced';
}
