import * as z from 'zod';
import { type Scid, scidSchema, subjectSchema } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { Store } from '../../store/store.ts';

/** What we remember of a peer beside its mirrored log. Times are milliseconds. */
const peerSchema = z.object({
  commons: scidSchema,
  baseUrl: z.url(),
  name: z.string(),
  addedAt: z.int(),
  /** The member who added it; null for one that introduced itself, or is known from before this was noted. */
  addedBy: subjectSchema.nullable().default(null),
  /** Entries of its mirrored log that we have looked at for ourselves. */
  received: z.int().min(-1),
  /** Size of our newest checkpoint that the peer has cosigned. */
  cosigned: z.int().min(0),
  /** Versions of our DID that it has been shown, beside the one by which it knows us. */
  shown: z.int().min(1).default(1),
  /** Of pulling its log; how far it has ours is in its cursor: a peer can be followed that does not know us. */
  pullFailures: z.int().min(0).default(0),
  nextPullAt: z.int().default(0),
  /** Something that it began was passed over, as it is limited or blocked: it is looked at when it may begin again. */
  heldBack: z.boolean().default(false),
  /** It introduced itself in open mode, and no member has added it since. */
  introduced: z.boolean().default(false),
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

/** Changes some of a peer's fields at once: whatever others change meanwhile stays. */
export async function updatePeer(
  store: Pick<Store, 'records'>,
  commons: Scid,
  change: Partial<Omit<Peer, 'commons'>>,
): Promise<void> {
  await store.records.change('peer', commons, change);
}

/** Whoever knocks is alive: what waits for them is tried at once. Spec §10. */
export async function wake({ store, now }: Pick<Context, 'store' | 'now'>, commons: Scid): Promise<void> {
  const [peer, cursor] = [await findPeer(store, commons), await store.cursors.get('peer', commons)];
  const at = await now();
  if (cursor !== null && (cursor.attempts > 0 || cursor.state !== 'active' || cursor.leaseUntil > at)) {
    await store.cursors.wake('peer', commons, at);
  }
  if (peer === null || peer.pullFailures === 0) return;
  await updatePeer(store, commons, { pullFailures: 0, nextPullAt: at, lastError: null });
}

/** Where our log goes on for a peer; one that had ended begins again. */
export async function followOurs(
  { store, now }: Pick<Context, 'store' | 'now'>,
  { commons, baseUrl }: Peer,
): Promise<void> {
  const at = await now();
  const { hostname: host } = new URL(baseUrl);
  if (await store.cursors.add({ kind: 'peer', key: commons, after: -1, host, settings: {}, dueAt: at }))
    return;
  const known = await store.cursors.get('peer', commons);
  await store.cursors.rewind('peer', commons, { after: known?.after ?? -1, host }, at);
}
