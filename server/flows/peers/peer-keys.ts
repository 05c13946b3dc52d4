import { resolveDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { publicKeyOf } from '../../../protocol/identity/multikey.ts';
import { getOrMake } from '../../../protocol/identity/recent.ts';
import { logOrigin, type Multikey, type Scid, scidSchema } from '../../../protocol/ids.ts';
import { type VerifierKey, verifierKey } from '../../../protocol/log/vkey.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { RecordValue } from '../../store/store.ts';
import { recordCacheOf } from '../record/record-cache.ts';

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
  if (record === null) throw new ProtocolError('not-found', 'No such peer is known here.', { peer });
  return versionsIn(context, peer, record);
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
  for (const { key, value } of await context.store.records.list('peer-did')) {
    const commons = scidSchema.parse(key);
    const current = (await versionsIn(context, commons, value)).at(-1);
    const bytes = current === undefined ? null : publicKeyOf(current.keys.witness.key);
    if (bytes !== null) others.push(verifierKey(logOrigin(commons), 'cosignature', bytes));
  }
  return [own, ...others];
}

/** The history that a record of `fetchDid` keeps. */
async function versionsIn(context: Context, peer: Scid, record: RecordValue): Promise<readonly DidVersion[]> {
  const lines = Array.isArray(record.lines) ? record.lines.map(String) : [];
  const { peerHistories } = recordCacheOf(context.store);
  const name = `${peer} ${lines.length} ${lines.at(-1)}`;
  const known = peerHistories.entries.get(name);
  if (known !== undefined) return known;
  const now = await context.now();
  const versions = await resolveDidLog(lines, { now, verify: context.verify, expectedScid: peer });
  return getOrMake(peerHistories, name, () => versions);
}
