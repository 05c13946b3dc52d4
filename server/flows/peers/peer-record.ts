import * as z from 'zod';
import { type Scid, scidSchema } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { Store } from '../../store/store.ts';

/** What we remember of a peer beside its mirrored log. Times are milliseconds. */
const peerSchema = z.strictObject({
  commons: scidSchema,
  baseUrl: z.url(),
  name: z.string(),
  addedAt: z.int(),
  /** Entries of our log that the peer has taken: it wants what comes after. */
  pushed: z.int().min(-1),
  /** Entries of its mirrored log that we have looked at for ourselves. */
  received: z.int().min(-1),
  /** Size of our newest checkpoint that the peer has cosigned. */
  cosigned: z.int().min(0),
  failures: z.int().min(0),
  nextAttemptAt: z.int(),
  /** As the two above, of pulling its log: a peer can be followed that does not know us. */
  pullFailures: z.int().min(0).default(0),
  nextPullAt: z.int().default(0),
  lastError: z.string().nullable(),
});
export type Peer = z.infer<typeof peerSchema>;

export async function listPeers(store: Pick<Store, 'records'>): Promise<readonly Peer[]> {
  return (await store.records.list('peer')).map(({ value }) => peerSchema.parse(value));
}

export async function findPeer(store: Pick<Store, 'records'>, commons: Scid): Promise<Peer | null> {
  const record = await store.records.get('peer', commons);
  return record === null ? null : peerSchema.parse(record);
}

/** Changes some of a peer's fields; the others stay as they are by now. */
export async function updatePeer(
  store: Pick<Store, 'records'>,
  commons: Scid,
  change: Partial<Omit<Peer, 'commons'>>,
): Promise<void> {
  const peer = await findPeer(store, commons);
  if (peer !== null) await store.records.put('peer', commons, { ...peer, ...change });
}

/** Whoever knocks is alive: what waits for them is tried at once. Spec §10. */
export async function wake({ store, now }: Pick<Context, 'store' | 'now'>, commons: Scid): Promise<void> {
  const peer = await findPeer(store, commons);
  if (peer === null || peer.failures + peer.pullFailures === 0) return;
  const at = await now();
  await updatePeer(store, commons, {
    failures: 0,
    nextAttemptAt: at,
    pullFailures: 0,
    nextPullAt: at,
    lastError: null,
  });
}
