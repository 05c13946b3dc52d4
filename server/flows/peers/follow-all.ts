import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { Committer } from '../log/committer.ts';
import { followPeer } from './follow.ts';
import { findPeer, listPeers, updatePeer } from './peer-record.ts';
import { receiveFrom } from './receive.ts';

/**
 * Pulls every peer's log and takes in what it holds for us. One peer that fails holds up nobody else.
 */
export async function followAll(context: Context, committer: Committer): Promise<void> {
  const peers = await listPeers(context.store);
  await Promise.all(
    peers.map(async ({ commons }) => {
      try {
        const peer = await findPeer(context.store, commons);
        if (peer === null) return;
        await receiveFrom(context, committer, peer); // what was pushed waits for nothing
        await followPeer(context, peer);
        const now = await findPeer(context.store, commons);
        if (now !== null) await receiveFrom(context, committer, now);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        await updatePeer(context.store, commons, { lastError: error.message });
        context.logger.warn(
          { peer: commons, problem: error.type, detail: error.message },
          'a peer cannot be followed',
        );
      }
    }),
  );
}
