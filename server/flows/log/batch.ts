import { equalBytes } from '../../../protocol/bytes.ts';
import { attachmentsOf } from '../../../protocol/documents/parse-document.ts';
import type { Admitted } from '../../../protocol/governance/admit.ts';
import type { Entry } from '../../../protocol/governance/view.ts';
import type { HashText, Scid } from '../../../protocol/ids.ts';
import { appendToTiles, type RightEdge, rootOfEdge } from '../../../protocol/log/append.ts';
import { leafHash } from '../../../protocol/log/tree.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { AccountChange } from '../../store/accounts.ts';
import type { Batch, LogHead, Store, StoredEntry, StoredThread } from '../../store/store.ts';
import { edgeAt } from './log-tiles.ts';

/** Entries that were admitted one after the other, with what they brought. */
export interface AdmittedBatch {
  readonly head: LogHead;
  readonly admitted: readonly { readonly admitted: Admitted; readonly entry: StoredEntry }[];
  readonly attachments: ReadonlyMap<HashText, Uint8Array>;
  readonly erased: Batch['erased'];
  readonly accounts?: readonly AccountChange[];
  readonly lastAt: Millis | null;
}

/**
 * Everything that is written with a batch of entries: threads, positions, tiles, the new head. Spec §3.
 *
 * @throws {ProtocolError} `unavailable` where the stored tree is damaged: nothing is built on it.
 */
export async function batchOf(
  store: Pick<Store, 'tiles'>,
  log: Scid,
  { head, admitted, attachments, erased, accounts = [], lastAt }: AdmittedBatch,
): Promise<Batch> {
  const before = await soundEdgeAt(store, log, head);
  const hashes = admitted.map(({ entry }) => leafHash(entry.leaf));
  const { edge, root, tiles } = appendToTiles(before, hashes);
  return {
    entries: admitted.map(({ entry }) => entry),
    ...threadsAfter(admitted),
    tiles: tiles.map(({ level, index, hashes: content }) => ({ level, index, hashes: content })),
    attachments,
    names: admitted.flatMap(({ admitted: { entry } }) => namesIn(entry)),
    erased,
    ...(accounts.length === 0 ? {} : { accounts }),
    head: { size: edge.size, root, lastAt },
  };
}

/** Attachments that a document names. Spec §2. */
export function namesIn({ document, index }: Pick<Entry, 'document' | 'index'>): Batch['names'] {
  return attachmentsOf(document).map((hash) => ({ hash, index }));
}

/**
 * The right edge of the tree, if the stored tiles give the root that the tree has.
 *
 * @throws {ProtocolError} `unavailable`
 */
export async function soundEdgeAt(
  store: Pick<Store, 'tiles'>,
  log: Scid,
  { size, root }: Pick<LogHead, 'size' | 'root'>,
): Promise<RightEdge> {
  try {
    const edge = await edgeAt(store, log, size);
    if (equalBytes(rootOfEdge(edge), root)) return edge;
  } catch (error) {
    if (!(error instanceof ProtocolError) || error.type !== 'log-invalid') throw error;
  }
  throw damaged(size);
}

/** The log has to be restored before anything is appended to it or signed. */
export function damaged(size: number): ProtocolError {
  return new ProtocolError('unavailable', 'The stored log does not match its tree; it is read-only.', {
    size,
  });
}

/** Threads as the last entry of each left them, and the place of every entry in each. */
function threadsAfter(admitted: AdmittedBatch['admitted']): Pick<Batch, 'threads' | 'positions'> {
  const threads = new Map<string, StoredThread>();
  const positions: { name: string; n: number; index: number }[] = [];
  for (const { admitted: one } of admitted) {
    for (const thread of one.threads) {
      threads.set(thread.name, thread);
      positions.push({ name: thread.name, n: thread.n - 1, index: one.entry.index });
    }
  }
  return { threads: [...threads.values()], positions };
}
