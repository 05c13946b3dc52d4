import type { ThreadAfter } from '../../../protocol/governance/admit.ts';
import type { ThreadState } from '../../../protocol/governance/state.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { parseLeaf } from '../../../protocol/log/leaf.ts';
import { EMPTY_LEDGER } from '../../../protocol/resource/ledger.ts';
import type { StoredEntry, StoredThread, StoredVerdict, Transaction } from '../../store/store.ts';
import { damaged } from '../log/batch.ts';

/** Threads that are read in one go. */
const STEP = 500;

/**
 * An entry whose payload was erased: nothing can be judged anew, and nothing rested on it. Its verdict stands, and its
 * threads go on by what its leaf says. Spec §16, [R-16.21].
 *
 * @param before a thread as the entries before it left it, by its key.
 * @throws {ProtocolError} `unavailable` where no erasure says why it is not there.
 */
export async function erasedEntry(
  tx: Pick<Transaction, 'traces' | 'threads'>,
  log: Scid,
  { id, index, leaf, verdict }: StoredEntry,
  before: (key: string) => StoredThread | null,
): Promise<{ readonly verdict: StoredVerdict; readonly threads: readonly ThreadAfter[] }> {
  const erasedBy = (await tx.traces([id])).get(id)?.erasedBy ?? [];
  if (erasedBy.length === 0 || verdict === null) throw damaged(index);
  const { threads } = parseLeaf(leaf);
  const after: ThreadAfter[] = [];
  for (const { key, n } of threads) {
    const known = before(key);
    const stored = known ?? (await storedBy(tx, log, key));
    const state =
      verdict.status === 'counted'
        ? withDraft(known?.state ?? null, stored?.state ?? null, id)
        : known?.state;
    after.push({ name: stored?.name ?? key, key, n: n + 1, last: index, state: state ?? null });
  }
  return { verdict, threads: after };
}

/** What counts and is erased is a draft that nobody adopted. */
function withDraft(
  before: ThreadState | null,
  stored: ThreadState | null,
  id: StoredEntry['id'],
): ThreadState | null {
  const known = before ?? emptied(stored);
  return known !== null && 'drafts' in known && known.kind !== 'charter'
    ? { ...known, drafts: [...known.drafts, id] }
    : known;
}

/** The thread's kind is what it is now; all else comes from the entries. */
function emptied(state: ThreadState | null): ThreadState | null {
  if (state === null || !('drafts' in state) || !('inForce' in state) || state.kind === 'charter')
    return null;
  const versions = { drafts: [], inForce: null, endedBy: null };
  switch (state.kind) {
    case 'role':
      return { kind: 'role', ...versions, mandates: [], over: [] };
    case 'resource':
      return { kind: 'resource', ...versions, ledger: EMPTY_LEDGER };
    default:
      return { ...state, ...versions };
  }
}

async function storedBy(
  tx: Pick<Transaction, 'threads'>,
  log: Scid,
  key: string,
): Promise<StoredThread | null> {
  for (let after = ''; ; ) {
    const some = await tx.threads(log, { kind: 'any', after, limit: STEP });
    const found = some.find((thread) => thread.key === key);
    if (found !== undefined) return found;
    const last = some.at(-1);
    if (last === undefined) return null;
    after = last.name;
  }
}
