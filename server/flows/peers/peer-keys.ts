import { resolveDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { publicKeyOf } from '../../../protocol/identity/multikey.ts';
import { getOrMake, recentOf } from '../../../protocol/identity/recent.ts';
import { logOrigin, type Scid, scidSchema } from '../../../protocol/ids.ts';
import { parseNote } from '../../../protocol/log/note.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../../../protocol/log/open-checkpoint.ts';
import { type VerifierKey, verifierKey } from '../../../protocol/log/vkey.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { keepMisconduct } from './misconduct.ts';

/** Peers whose keys are asked for with every request of theirs. */
const HISTORIES_MAX = 1024;
/** By the last line, which stands on all before it. */
const resolved = recentOf<readonly DidVersion[]>(HISTORIES_MAX);

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
  const name = `${peer} ${lines.at(-1)}`;
  const known = resolved.entries.get(name);
  if (known !== undefined) return getOrMake(resolved, name, () => known);
  const now = await context.now();
  const versions = await resolveDidLog(lines, { now, verify: context.verify, expectedScid: peer });
  return getOrMake(resolved, name, () => versions);
}

/**
 * Opens a checkpoint that a peer signed, with the cosignatures of everybody on it whose key we know.
 *
 * @throws {ProtocolError} `not-found`, `signature-invalid`, `log-invalid`
 */
export async function openPeerCheckpoint(
  context: Context,
  peer: Scid,
  note: string,
): Promise<OpenedCheckpoint> {
  const current = (await peerVersions(context, peer)).at(-1);
  const key = current === undefined ? null : publicKeyOf(current.keys.log.key);
  if (key === null) throw new ProtocolError('log-invalid', 'The peer has no checkpoint key.');
  const witnesses = await witnessesOn(context, note);
  const log = verifierKey(logOrigin(peer), 'note', key);
  try {
    return await openCheckpoint(note, { log, witnesses }, context.verify);
  } catch (error) {
    // The peer's own key did sign it: so it is the peer that speaks for another log.
    if (error instanceof ProtocolError && typeof error.extensions.origin === 'string') {
      await keepMisconduct(context, peer, 'wrong-origin', { shown: note, known: logOrigin(peer) });
    }
    throw error;
  }
}

/** Witness keys of those whose names stand under a note: our own, and our peers'. */
async function witnessesOn(context: Context, note: string): Promise<readonly VerifierKey[]> {
  const home = await context.commons();
  const keys: VerifierKey[] = [];
  for (const name of new Set(parseNote(note).signatures.map((signature) => signature.name))) {
    const scid = scidSchema.safeParse(name.slice(logOrigin('' as Scid).length)); // the name without `folkmoot/`
    if (!scid.success || logOrigin(scid.data) !== name) continue;
    if (scid.data === home) keys.push((await context.keyring()).witness.key);
    else keys.push(...(await witnessKeyOf(context, scid.data)));
  }
  return keys;
}

async function witnessKeyOf(context: Context, commons: Scid): Promise<readonly VerifierKey[]> {
  if ((await context.store.records.get('peer-did', commons)) === null) return [];
  const key = (await peerVersions(context, commons)).at(-1)?.keys.witness.key;
  const bytes = key === undefined ? null : publicKeyOf(key);
  return bytes === null ? [] : [verifierKey(logOrigin(commons), 'cosignature', bytes)];
}
