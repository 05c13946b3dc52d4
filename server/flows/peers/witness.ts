import { equalBytes, fromBase64, textOf, toBase64, utf8 } from '../../../protocol/bytes.ts';
import { publicKeyOf } from '../../../protocol/identity/multikey.ts';
import { logOrigin, type Scid, scidSchema } from '../../../protocol/ids.ts';
import { parseCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { cosign, verifyCosignature } from '../../../protocol/log/cosignature.ts';
import { formatNote, parseNote } from '../../../protocol/log/note.ts';
import {
  formatSignatureLine,
  type NoteSignature,
  parseSignatureLine,
} from '../../../protocol/log/note-form.ts';
import type { OpenedCheckpoint } from '../../../protocol/log/open-checkpoint.ts';
import { verifyConsistency } from '../../../protocol/log/tree.ts';
import { keyIdOf } from '../../../protocol/log/vkey.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { StoredCheckpoint, Transaction } from '../../store/store.ts';
import { consistencyPath } from '../log/log-tiles.ts';
import { openPeerCheckpoint, peerVersions } from './peer-keys.ts';
import { type Peer, updatePeer } from './peer-record.ts';
import { assertSameHistory, hasTwoHistories, keepTwoHistories } from './same-history.ts';
import { sendToPeer } from './send.ts';

/** Hashes of a consistency proof (C2SP tlog-witness). */
const PROOF_LINES_MAX = 63;

/**
 * Cosigns a peer's checkpoint if it goes on where the last one that we cosigned ended (C2SP tlog-witness,
 * `add-checkpoint`). Spec §3 [R-3.35].
 *
 * What we cosigned is remembered before the cosignature leaves: so we never vouch for two histories. Nor for one that our
 * mirror of the log contradicts, or for a log that was found out once.
 *
 * @param body `old <size>`, the consistency proof line by line, an empty line, the checkpoint.
 * @returns the line of our cosignature.
 * @throws {ProtocolError} `malformed`; `not-found` for a log that is not a peer's; `forbidden` where the log did not sign
 *   the checkpoint; `conflict` with our size where the old size is not the one that we have, or the root another at the
 *   same size; `log-invalid` where the proof does not verify.
 */
export async function cosignCheckpoint(context: Context, body: Uint8Array): Promise<string> {
  const { oldSize, proof, note } = readRequest(body);
  const peer = peerOfOrigin(parseCheckpoint(parseNote(note).text).origin);
  const checkpoint = await openSigned(context, peer, note);
  if (oldSize > checkpoint.size) {
    throw new ProtocolError('malformed', 'The old size is larger than the checkpoint.', {
      size: checkpoint.size,
    });
  }
  await assertSameHistory(context, peer, checkpoint, note);
  if (await hasTwoHistories(context, peer)) {
    throw new ProtocolError('forbidden', 'This log has two histories; no cosignature says that it has one.');
  }
  return context.store.transact(peer, async (tx) => {
    const { records } = context.store;
    await assertGoesOn(context, peer, { oldSize, proof, note, checkpoint });
    const { size, root, text, cosignatures } = checkpoint;
    await records.put('witnessed', peer, { size, root: toBase64(root), note });
    const { witness } = await context.keyring();
    const signature = await cosign(text, witness, await context.now());
    const mirrored = (await tx.head(peer))?.size ?? 0;
    if (size <= mirrored) {
      await addCosignature(tx, { size, root, note, cosignatures: cosignatures.length }, signature);
    }
    return formatSignatureLine(signature);
  });
}

/** The checkpoint goes on where the last one that we cosigned ended. */
async function assertGoesOn(
  context: Context,
  peer: Scid,
  { oldSize, proof, note, checkpoint }: AddCheckpoint & { readonly checkpoint: OpenedCheckpoint },
): Promise<void> {
  const known = await context.store.records.get('witnessed', peer);
  const size = typeof known?.size === 'number' ? known.size : 0;
  const root = typeof known?.root === 'string' ? fromBase64(known.root) : null;
  if (oldSize !== size) {
    throw new ProtocolError('conflict', 'The old size is not the one that this witness has seen.', { size });
  }
  if (size === 0 || root === null) {
    if (proof.length > 0) throw new ProtocolError('malformed', 'From size 0 there is nothing to prove.');
    return;
  }
  if (checkpoint.size === size && !equalBytes(checkpoint.root, root)) {
    await keepTwoHistories(context, peer, note, typeof known?.note === 'string' ? known.note : '');
    throw new ProtocolError('conflict', 'At this size the log had another root.', { size });
  }
  const toRoot = checkpoint.root;
  if (!verifyConsistency({ fromSize: size, toSize: checkpoint.size, fromRoot: root, toRoot, proof })) {
    throw new ProtocolError('log-invalid', 'The checkpoint does not go on where the last one ended.');
  }
}

/** As C2SP has it: where the log did not sign, nothing may be asked for. */
async function openSigned(context: Context, peer: Scid, note: string): Promise<OpenedCheckpoint> {
  try {
    return await openPeerCheckpoint(context, peer, note);
  } catch (cause) {
    if (!(cause instanceof ProtocolError) || cause.type !== 'signature-invalid') throw cause;
    throw new ProtocolError('forbidden', 'The log did not sign this checkpoint.', {}, { cause });
  }
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
    if (!Number.isSafeInteger(known) || known < 0) {
      throw new ProtocolError('peer-unreachable', 'The peer answers with no size of our log.');
    }
    if (known > newest.size) {
      throw new ProtocolError(
        'future-cursor',
        'The peer says that it has cosigned more of our log than there is.',
      );
    }
    answer = await request(context, peer, known, newest);
  }
  if (answer.status !== 200) {
    throw new ProtocolError('peer-unreachable', 'The peer does not cosign our log.', {
      status: answer.status,
    });
  }
  await keepCosignature(context, peer, newest, textOf(answer.body) ?? '');
  await updatePeer(context.store, peer.commons, { cosigned: newest.size });
  return true;
}

async function request(
  context: Context,
  peer: Peer,
  oldSize: number,
  newest: Pick<StoredCheckpoint, 'size' | 'note'>,
) {
  const home = await context.commons();
  const proof =
    oldSize === 0 || oldSize === newest.size
      ? []
      : await consistencyPath(context.store, home, oldSize, newest.size);
  const body = `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${newest.note}`;
  return sendToPeer(context, peer, '/witness/add-checkpoint', 'text/plain', utf8(body));
}

/** Only a cosignature that verifies is kept: a garbage line would spoil the checkpoint for every reader. */
async function keepCosignature(
  context: Context,
  peer: Peer,
  asked: StoredCheckpoint,
  answer: string,
): Promise<void> {
  const signature = await cosignatureIn(context, peer, asked, answer);
  const home = await context.commons();
  await context.store.transact(home, (tx) => addCosignature(tx, asked, signature));
}

/** Meanwhile the log may have grown, and others have cosigned: it is added to what is kept for this size. */
async function addCosignature(
  tx: Transaction,
  checkpoint: StoredCheckpoint,
  signature: NoteSignature,
): Promise<void> {
  const kept = await tx.putCheckpoint(checkpoint);
  const { text, signatures } = parseNote(kept.note);
  const note = formatNote({ text, signatures: [...signatures, signature] });
  await tx.putCheckpoint({ ...kept, note, cosignatures: signatures.length });
}

/** @throws {ProtocolError} `signature-invalid` where the answer holds no good one. */
async function cosignatureIn(
  context: Context,
  peer: Peer,
  asked: StoredCheckpoint,
  answer: string,
): Promise<NoteSignature> {
  const key = (await peerVersions(context, peer.commons)).at(-1)?.keys.witness.key;
  const publicKey = key === undefined ? null : publicKeyOf(key);
  const name = logOrigin(peer.commons);
  const { text } = parseNote(asked.note);
  const lines = publicKey === null ? [] : answer.split('\n').filter((line) => line !== '');
  for (const { signature, ...by } of lines.map(parseSignatureLine)) {
    const isTheirs =
      by.name === name && publicKey !== null && by.keyId === keyIdOf(name, 'cosignature', publicKey);
    if (isTheirs && (await verifyCosignature(text, publicKey, signature, context.verify)) !== null) {
      return { ...by, signature };
    }
  }
  throw new ProtocolError('signature-invalid', 'The peer answered with a cosignature that does not verify.');
}

interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  readonly note: string;
}

function readRequest(body: Uint8Array): AddCheckpoint {
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
