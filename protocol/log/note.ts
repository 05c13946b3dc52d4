import { equalBytes, utf8 } from '../bytes.ts';
import type { VerifySignature } from '../identity/signature.ts';
import { ProtocolError } from '../problem.ts';
import type { Millis } from '../time.ts';
import { verifyCosignature } from './cosignature.ts';
import { formatSignatureLine, isNoteText, type NoteSignature, parseSignatureLine } from './note-form.ts';
import { formatVerifierKey, type NoteSigner, type VerifierKey } from './vkey.ts';

/** Signature lines of one note: C2SP asks for at least 16; more than this many witnesses prove no more. */
export const NOTE_SIGNATURES_MAX = 64;
/** One note: 16 signatures of the largest kind that C2SP knows (5 kB) still fit. */
export const NOTE_BYTES_MAX = 128 * 1024;

/** A text and what stands below it, unchecked (C2SP signed-note). */
export interface Note {
  /** Ends in a newline. */
  readonly text: string;
  /** At least one. */
  readonly signatures: readonly NoteSignature[];
}

/** A known key of which at least one signature on the note is good, and none is bad. */
export interface VerifiedKey {
  readonly key: VerifierKey;
  /** What its cosignatures state, ascending and each once; empty for a key of the type `note`. */
  readonly times: readonly Millis[];
}

/** A note that at least one known key signed. */
export interface OpenedNote {
  readonly text: string;
  /** One per key, so that counting them counts witnesses; in the order of the note. */
  readonly verified: readonly VerifiedKey[];
  /** Signatures of keys that are not known here. */
  readonly unknown: readonly NoteSignature[];
}

/**
 * Opens a note: its text is to be used only if this returns. Spec §3.
 *
 * A signature counts as a key's if name and id are both the key's; all others are ignored, so that keys can be rotated
 * and witnesses added. It does not ask *which* known key signed: see `openCheckpoint`.
 *
 * @param keys of which no two share name and id, unless they are the same key.
 * @throws {ProtocolError} `log-invalid` and `too-large` as `parseNote`; `signature-invalid` when a signature of a known
 * key is bad or there is none; `malformed` when two known keys cannot be told apart.
 */
export async function openNote(
  note: string,
  keys: readonly VerifierKey[],
  verify: VerifySignature,
): Promise<OpenedNote> {
  const { text, signatures } = parseNote(note);
  const known = keysByLabel(keys);
  const unknown = signatures.filter((signature) => !known.has(labelOf(signature)));
  const claims = signatures.flatMap((signature) => {
    const key = known.get(labelOf(signature));
    return key ? [{ key, signature: signature.signature }] : [];
  });

  const timesByKey = new Map<VerifierKey, Millis[]>();
  const checked = await Promise.all(
    claims.map(async ({ key, signature }) => ({
      key,
      times: await checkSignature(text, key, signature, verify),
    })),
  );
  for (const { key, times } of checked) {
    timesByKey.set(key, [...(timesByKey.get(key) ?? []), ...times]);
  }
  if (timesByKey.size === 0) throw new ProtocolError('signature-invalid', 'No known key signed the note.');
  const verified = [...timesByKey].map(([key, times]) => ({ key, times: ascending(times) }));
  return { text, verified, unknown };
}

/**
 * Reads a note without checking a signature; a line that stands there twice is read once. Spec §3.
 *
 * @throws {ProtocolError} `too-large` beyond 128 KiB or 64 signature lines; else `log-invalid`.
 */
export function parseNote(note: string): Note {
  if (note.length > NOTE_BYTES_MAX || utf8(note).length > NOTE_BYTES_MAX) {
    throw new ProtocolError('too-large', `A note has at most ${NOTE_BYTES_MAX} bytes.`);
  }
  // Empty lines may stand in the text: the last one separates it from the signatures.
  const separator = note.lastIndexOf('\n\n');
  if (!isNoteText(note) || separator < 0)
    throw new ProtocolError('log-invalid', 'The text is no signed note.');

  const lines = note.slice(separator + 2, -1).split('\n');
  if (lines.length > NOTE_SIGNATURES_MAX) {
    throw new ProtocolError('too-large', `A note has at most ${NOTE_SIGNATURES_MAX} signatures.`);
  }
  return { text: note.slice(0, separator + 1), signatures: [...new Set(lines)].map(parseSignatureLine) };
}

/**
 * Writes a note; one signature that is given twice is written once. Spec §3.
 *
 * @throws {ProtocolError} what `parseNote` would say of the result.
 */
export function formatNote({ text, signatures }: Note): string {
  const lines = new Set(signatures.map(formatSignatureLine));
  const note = `${text}\n${[...lines].join('')}`;
  if (parseNote(note).text !== text)
    throw new ProtocolError('log-invalid', 'The text cannot stand in a note.');
  return note;
}

/**
 * Signs the text of a note. Spec §3.
 *
 * @param signer whose key has the type `note`; for a cosignature see `cosign`.
 * @throws {ProtocolError} `malformed` when the text cannot stand in a note or the key is of another type; `internal`
 * when the signer gives no Ed25519 signature.
 */
export async function signNote(text: string, signer: NoteSigner): Promise<NoteSignature> {
  const { name, keyId, type } = signer.key;
  if (type !== 'note') throw new ProtocolError('malformed', 'This key signs no plain notes.', { name });
  if (!isNoteText(text)) throw new ProtocolError('malformed', 'The text cannot stand in a note.');
  const signature = await signer.sign(utf8(text));
  if (signature.length !== ED25519_BYTES)
    throw new ProtocolError('internal', 'The signer gave no Ed25519 signature.');
  return { name, keyId, signature };
}

const ED25519_BYTES = 64;

function keysByLabel(keys: readonly VerifierKey[]): ReadonlyMap<string, VerifierKey> {
  const known = new Map<string, VerifierKey>();
  for (const key of keys) {
    const other = known.get(labelOf(key));
    if (other && (other.type !== key.type || !equalBytes(other.publicKey, key.publicKey))) {
      throw new ProtocolError('malformed', 'Two known keys share name and id.', { name: key.name });
    }
    if (!other) known.set(labelOf(key), key);
  }
  return known;
}

/** A name holds no plus sign, so that two keys have one label only if name and id are the same. */
function labelOf({ name, keyId }: { name: string; keyId: number }): string {
  return `${name}+${keyId}`;
}

/** @returns the time that it states, if its kind states one. */
async function checkSignature(
  text: string,
  key: VerifierKey,
  signature: Uint8Array,
  verify: VerifySignature,
): Promise<Millis[]> {
  if (key.type === 'cosignature') {
    const time = await verifyCosignature(text, key.publicKey, signature, verify);
    if (time !== null) return [time];
  } else if (signature.length === ED25519_BYTES && (await verify(key.publicKey, utf8(text), signature))) {
    return [];
  }
  throw new ProtocolError('signature-invalid', 'A signature of a known key does not verify.', {
    vkey: formatVerifierKey(key),
  });
}

function ascending(times: readonly Millis[]): Millis[] {
  return [...new Set(times)].sort((a, b) => a - b);
}
