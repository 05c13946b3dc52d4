import { concatBytes, utf8 } from '../bytes.ts';
import type { VerifySignature } from '../identity/signature.ts';
import { ProtocolError } from '../problem.ts';
import { type Millis, SECOND } from '../time.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { NoteSignature } from './note-form.ts';
import type { NoteSigner } from './vkey.ts';

const TIME_BYTES = 8;
const ED25519_BYTES = 64;
/** 9999-12-31T23:59:59Z: the last time that RFC 3339 can write. (C2SP ends at 2^63 − 1.) */
const TIME_SECONDS_MAX = 253_402_300_799;

/**
 * Signs that this checkpoint is the largest that the witness has seen of the log at `now`, and consistent with all
 * before. Spec §3.
 *
 * @param text of the checkpoint's note, with any extension lines.
 * @param signer whose key has the type `cosignature`.
 * @param now its milliseconds are dropped.
 * @throws {ProtocolError} `log-invalid` when the text is no checkpoint; `malformed` when the key is of another type or
 * the time cannot be written; `internal` when the signer gives no Ed25519 signature.
 */
export async function cosign(text: string, signer: NoteSigner, now: Millis): Promise<NoteSignature> {
  const { name, keyId, type } = signer.key;
  const seconds = Math.floor(now / SECOND);
  if (type !== 'cosignature')
    throw new ProtocolError('malformed', 'This key signs no cosignatures.', { name });
  if (!isTime(seconds))
    throw new ProtocolError('malformed', 'A cosignature cannot state this time.', { now });

  const signature = await signer.sign(cosignedMessage(text, seconds));
  if (signature.length !== ED25519_BYTES)
    throw new ProtocolError('internal', 'The signer gave no Ed25519 signature.');
  return { name, keyId, signature: concatBytes(timeBytes(seconds), signature) };
}

/**
 * Checks one cosignature on a checkpoint. Spec §3.
 *
 * @param signature 72 bytes: the time as uint64 big-endian, then the Ed25519 signature.
 * @returns the time that the witness states, or null where the cosignature is not good.
 */
export async function verifyCosignature(
  text: string,
  publicKey: Uint8Array,
  signature: Uint8Array,
  verify: VerifySignature,
): Promise<Millis | null> {
  const seconds = signature.length === TIME_BYTES + ED25519_BYTES ? readTime(signature) : Number.NaN;
  if (!isTime(seconds) || !isCheckpoint(text)) return null;
  const isGood = await verify(publicKey, cosignedMessage(text, seconds), signature.subarray(TIME_BYTES));
  return isGood ? seconds * SECOND : null;
}

/** Two lines of its own keep this message apart from every note and document. */
function cosignedMessage(text: string, seconds: number): Uint8Array {
  parseCheckpoint(text);
  return utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
}

/** Time 0 means "no time is stated" in C2SP, which an Ed25519 cosignature cannot mean. */
function isTime(seconds: number): boolean {
  return Number.isSafeInteger(seconds) && seconds > 0 && seconds <= TIME_SECONDS_MAX;
}

function timeBytes(seconds: number): Uint8Array {
  const bytes = new Uint8Array(TIME_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(seconds));
  return bytes;
}

/** Inexact above 2^53, where `isTime` refuses it. */
function readTime(signature: Uint8Array): number {
  return Number(new DataView(signature.buffer, signature.byteOffset, TIME_BYTES).getBigUint64(0));
}

function isCheckpoint(text: string): boolean {
  try {
    parseCheckpoint(text);
    return true;
  } catch {
    return false;
  }
}
