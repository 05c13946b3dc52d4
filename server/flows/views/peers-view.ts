import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { listPeers } from '../peers/peer-record.ts';

export interface PeerView {
  readonly commons: string;
  readonly name: string;
  readonly baseUrl: string;
  /** Entries of its log that we mirror, of ours that it has taken, and of ours that it has cosigned. */
  readonly mirrored: number;
  readonly pushed: number;
  readonly cosigned: number;
  readonly addedAt: string;
  readonly lastError: string | null;
  readonly nextAttemptAt: string;
}

export async function peersView(context: Context): Promise<readonly PeerView[]> {
  const peers = await listPeers(context.store);
  return Promise.all(
    peers.map(async (peer) => ({
      commons: peer.commons,
      name: peer.name,
      baseUrl: peer.baseUrl,
      mirrored: (await context.store.head(peer.commons))?.size ?? 0,
      pushed: peer.pushed + 1,
      cosigned: peer.cosigned,
      addedAt: formatMillis(peer.addedAt),
      lastError: peer.lastError,
      nextAttemptAt: formatMillis(peer.nextAttemptAt),
    })),
  );
}
