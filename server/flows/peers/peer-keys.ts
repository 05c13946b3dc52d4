import { resolveDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { publicKeyOf } from '../../../protocol/identity/multikey.ts';
import { logOrigin, type Multikey, type Scid, scidSchema } from '../../../protocol/ids.ts';
import { type VerifierKey, verifierKey } from '../../../protocol/log/vkey.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';

/** Keys that we hold others to: a peer's log key, and the witness keys of everybody we know. */
export interface PeerKeys {
  readonly log: Multikey;
  readonly witnesses: readonly VerifierKey[];
}

/**
 * A peer's DID history as we fetched and verified it; kept apart from its mirrored log, since it comes first.
 *
 * @throws {ProtocolError} `not-found` where we know no such peer.
 */
export async function peerVersions(context: Context, peer: Scid): Promise<readonly DidVersion[]> {
  const record = await context.store.records.get('peer-did', peer);
  if (!Array.isArray(record?.lines))
    throw new ProtocolError('not-found', 'No such peer is known here.', { peer });
  const lines = record.lines.map(String);
  return resolveDidLog(lines, { now: await context.now(), verify: context.verify, expectedScid: peer });
}

/** @throws {ProtocolError} `not-found` */
export async function peerKeys(context: Context, peer: Scid): Promise<PeerKeys> {
  const current = (await peerVersions(context, peer)).at(-1);
  if (current === undefined) throw new ProtocolError('not-found', 'No such peer is known here.', { peer });
  return { log: current.keys.log.key, witnesses: await knownWitnesses(context) };
}

/** Witness keys of our peers and our own. */
async function knownWitnesses(context: Context): Promise<readonly VerifierKey[]> {
  const own = (await context.keyring()).witness.key;
  const others: VerifierKey[] = [];
  for (const { key } of await context.store.records.list('peer-did')) {
    const commons = scidSchema.parse(key);
    const current = (await peerVersions(context, commons)).at(-1);
    const bytes = current === undefined ? null : publicKeyOf(current.keys.witness.key);
    if (bytes !== null) others.push(verifierKey(logOrigin(commons), 'cosignature', bytes));
  }
  return [own, ...others];
}
