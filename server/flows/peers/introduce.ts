import { canonicalBytes } from '../../../protocol/canonical.ts';
import { joinDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { ownVersions } from '../record/own-did.ts';
import { type Peer, updatePeer } from './peer-record.ts';
import { sendToPeer } from './send.ts';

/** Until the peer has looked for us where we say that we are. */
const LOOK_MS = 10 * SECOND;

/**
 * Introduces us to a peer that does not know us: one in open mode then looks for us by itself. Spec §18.
 *
 * @throws {ProtocolError} `peer-unreachable`, always: with words on what comes next.
 */
export async function introduceTo(context: Context, peer: Peer): Promise<never> {
  const { status, retryAfterMs } = await introduce(context, peer, await ownVersions(context));
  if (status === 202) {
    throw new ProtocolError('peer-unreachable', 'We introduced ourselves; the peer looks for us now.', {
      retryAfterMs: LOOK_MS,
    });
  }
  const sentence =
    status === 403
      ? 'The peer knows only commons that its members add: ask them to add this one.'
      : 'The peer does not know us, and takes no introduction.';
  throw new ProtocolError('peer-unreachable', sentence, { status, retryAfterMs });
}

/**
 * Shows a peer how our DID goes on: new keys, or another host. One that cannot look for us where we were knows it by
 * this. Spec §18.
 */
export async function showVersions(context: Context, peer: Peer): Promise<void> {
  const versions = await ownVersions(context);
  if (versions.length <= peer.shown) return;
  const { status } = await introduce(context, peer, versions);
  // One that does not know us is shown nothing: its answer to what comes next tells more.
  if (status === 202) await updatePeer(context.store, peer.commons, { shown: versions.length });
}

async function introduce(context: Context, peer: Peer, versions: readonly DidVersion[]) {
  const did = joinDidLog(versions.map(({ line }) => line));
  const body = Uint8Array.from(canonicalBytes({ did }));
  return sendToPeer(context, peer, '/peers/introductions', 'application/json', body);
}
