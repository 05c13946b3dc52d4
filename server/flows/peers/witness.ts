import { fromBase64, textOf, toBase64, utf8 } from '../../../protocol/bytes.ts';
import { publicKeyOf } from '../../../protocol/identity/multikey.ts';
import { logOrigin, type Scid, scidSchema } from '../../../protocol/ids.ts';
import { parseCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { cosign, verifyCosignature } from '../../../protocol/log/cosignature.ts';
import { formatNote, parseNote } from '../../../protocol/log/note.ts';
import { formatSignatureLine, parseSignatureLine } from '../../../protocol/log/note-form.ts';
import { consistencyProof } from '../../../protocol/log/proof.ts';
import { verifyConsistency } from '../../../protocol/log/tree.ts';
import { keyIdOf } from '../../../protocol/log/vkey.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { tileReader } from '../log/log-tiles.ts';
import { openPeerCheckpoint } from './advance-mirror.ts';
import { peerVersions } from './peer-keys.ts';
import { type Peer, updatePeer } from './peer-record.ts';
import { sendToPeer } from './send.ts';

/** Hashes of a consistency proof (C2SP tlog-witness). */
const PROOF_LINES_MAX = 63;

/**
 * Cosigns a peer's checkpoint if it goes on where the last one that we cosigned ended (C2SP tlog-witness,
 * `add-checkpoint`). Spec §3 [R-3.35].
 *
 * What we cosigned is remembered before the cosignature leaves: so we never vouch for two histories.
 *
 * @param body `old <size>`, the consistency proof line by line, an empty line, the checkpoint.
 * @returns the line of our cosignature.
 * @throws {ProtocolError} `conflict` with our size where the old size is not the one that we have; `log-invalid`.
 */
export async function cosignCheckpoint(context: Context, body: Uint8Array): Promise<string> {
  const { oldSize, proof, note } = readRequest(body);
  const origin = parseCheckpoint(parseNote(note).text).origin;
  const peer = peerOfOrigin(origin);
  const checkpoint = await openPeerCheckpoint(context, peer, note);
  return context.store.transact(peer, async () => {
    const { records } = context.store;
    const known = await records.get('witnessed', peer);
    const size = typeof known?.size === 'number' ? known.size : 0;
    const root = typeof known?.root === 'string' ? fromBase64(known.root) : null;
    if (oldSize !== size) {
      throw new ProtocolError('conflict', 'The old size is not the one that this witness has seen.', {
        size,
      });
    }
    if (size > 0 && root !== null) {
      const consistent = verifyConsistency({
        fromSize: size,
        toSize: checkpoint.size,
        fromRoot: root,
        toRoot: checkpoint.root,
        proof,
      });
      if (!consistent)
        throw new ProtocolError('log-invalid', 'The checkpoint does not go on where the last one ended.');
    } else if (proof.length > 0) {
      throw new ProtocolError('malformed', 'From size 0 there is nothing to prove.');
    }
    await records.put('witnessed', peer, { size: checkpoint.size, root: toBase64(checkpoint.root) });
    const { witness } = await context.keyring();
    return formatSignatureLine(await cosign(checkpoint.text, witness, await context.now()));
  });
}

/**
 * Asks a peer to cosign our newest checkpoint, and keeps its cosignature with the checkpoint.
 *
 * @returns whether there is a new cosignature.
 */
export async function askForCosignature(context: Context, peer: Peer): Promise<boolean> {
  const home = await context.commons();
  const [newest] = await context.store.checkpoints(home, 'newest');
  if (newest === undefined || newest.size <= peer.cosigned) return false;
  let answer = await request(context, peer, peer.cosigned, newest);
  if (answer.status === 409) {
    // The peer remembers another size (C2SP: it answers with its own): once more from there.
    const known = Number((textOf(answer.body) ?? '').trim());
    if (!Number.isSafeInteger(known) || known < 0 || known > newest.size) return false;
    answer = await request(context, peer, known, newest);
  }
  if (answer.status !== 200) {
    throw new ProtocolError('peer-unreachable', 'The peer does not cosign our log.', {
      status: answer.status,
    });
  }
  await keepCosignature(context, peer, newest.size, textOf(answer.body) ?? '');
  await updatePeer(context.store, peer.commons, { cosigned: newest.size });
  return true;
}

async function request(
  context: Context,
  peer: Peer,
  oldSize: number,
  newest: { readonly size: number; readonly note: string },
) {
  const home = await context.commons();
  const proof =
    oldSize === 0 || oldSize === newest.size
      ? []
      : await consistencyProof(oldSize, newest.size, tileReader(context.store, home));
  const body = `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${newest.note}`;
  return sendToPeer(context, peer, '/witness/add-checkpoint', 'text/plain', utf8(body));
}

/** Only a cosignature that verifies is kept: a garbage line would spoil the checkpoint for every reader. */
async function keepCosignature(context: Context, peer: Peer, size: number, answer: string): Promise<void> {
  const versions = await peerVersions(context, peer.commons);
  const key = versions.at(-1)?.keys.witness.key;
  const publicKey = key === undefined ? null : publicKeyOf(key);
  const name = logOrigin(peer.commons);
  const home = await context.commons();
  await context.store.transact(home, async (tx) => {
    const [stored] = (await context.store.checkpoints(home, 'newest')).filter(
      (checkpoint) => checkpoint.size === size,
    );
    if (stored === undefined || publicKey === null) return;
    const note = parseNote(stored.note);
    for (const line of answer.split('\n').filter((text) => text !== '')) {
      const signature = parseSignatureLine(line);
      if (signature.name !== name || signature.keyId !== keyIdOf(name, 'cosignature', publicKey)) continue;
      const at = await verifyCosignature(note.text, publicKey, signature.signature, context.verify);
      if (at === null) continue;
      const signatures = [...note.signatures, signature];
      const cosigned = formatNote({ text: note.text, signatures });
      await tx.putCheckpoint({ ...stored, note: cosigned, cosignatures: signatures.length - 1 });
      return;
    }
    throw new ProtocolError(
      'signature-invalid',
      'The peer answered with a cosignature that does not verify.',
    );
  });
}

function readRequest(body: Uint8Array): { oldSize: number; proof: Uint8Array[]; note: string } {
  const text = textOf(body) ?? '';
  const separator = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, separator).split('\n');
  const oldSize = /^old (0|[1-9]\d{0,15})$/.exec(first)?.[1];
  const proof = lines.map(fromBase64);
  if (separator < 0 || oldSize === undefined || lines.length > PROOF_LINES_MAX || proof.includes(null)) {
    throw new ProtocolError('malformed', 'This is no add-checkpoint request.');
  }
  return {
    oldSize: Number(oldSize),
    proof: proof.filter((hash) => hash !== null),
    note: text.slice(separator + 2),
  };
}

function peerOfOrigin(origin: string): Scid {
  const scid = scidSchema.safeParse(origin.slice('folkmoot/'.length));
  if (!scid.success || logOrigin(scid.data) !== origin) {
    throw new ProtocolError('not-found', 'This witness does not know the log.', { origin });
  }
  return scid.data;
}
