import { concatBytes, fromBase64, toBase64, utf8 } from '../bytes.ts';
import { sha256 } from '../hash.ts';
import type { SignBytes } from '../identity/signature.ts';
import { ProtocolError } from '../problem.ts';
import { isKeyName, readKeyId } from './note-form.ts';

/** What a key signs: the text of a note as it is, or a checkpoint together with a time. */
export type NoteKeyType = 'note' | 'cosignature';

/** Assigned by C2SP signed-note. Both are Ed25519; other types are of no use here, so that they stay unknown. */
const TYPE_BYTES: Readonly<Record<NoteKeyType, number>> = { note: 0x01, cosignature: 0x04 };

/** A key that verifies signatures on notes. */
export interface VerifierKey {
  readonly name: string;
  readonly type: NoteKeyType;
  /** 32 bytes; whoever puts trust in the key has vetted them (spec §1). */
  readonly publicKey: Uint8Array;
  /** uint32 that tells keys of one name apart: no proof of anything. */
  readonly keyId: number;
}

/** A key that signs notes. */
export interface NoteSigner {
  readonly key: VerifierKey;
  readonly sign: SignBytes;
}

const PUBLIC_KEY_BYTES = 32;
const VKEY = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s;

/**
 * A verifier key with its id. Spec §3.
 *
 * @throws {ProtocolError} `malformed` when the name cannot be one or the key is not of 32 bytes.
 */
export function verifierKey(name: string, type: NoteKeyType, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new ProtocolError('malformed', 'No key can bear this name.', { name });
  if (publicKey.length !== PUBLIC_KEY_BYTES) {
    throw new ProtocolError('malformed', `A public key has ${PUBLIC_KEY_BYTES} bytes.`);
  }
  return { name, type, publicKey, keyId: keyIdOf(name, type, publicKey) };
}

/** First four bytes of SHA-256(name ‖ newline ‖ type ‖ public key), big-endian. Spec §3. */
export function keyIdOf(name: string, type: NoteKeyType, publicKey: Uint8Array): number {
  return readKeyId(sha256(concatBytes(utf8(`${name}\n`), typedKey(type, publicKey))));
}

/** The key as text, `<name>+<id in hex>+<base64 of type and public key>` ("vkey"). Spec §3. */
export function formatVerifierKey({ name, type, publicKey, keyId }: VerifierKey): string {
  return `${name}+${keyId.toString(16).padStart(8, '0')}+${toBase64(typedKey(type, publicKey))}`;
}

/**
 * Reads a vkey of a type that is used here. Spec §3.
 *
 * @throws {ProtocolError} `log-invalid` when the text is not the one spelling of such a key, or its id is not the key's.
 */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name = '', keyId = '', encoded = ''] = VKEY.exec(text) ?? [];
  const bytes = fromBase64(encoded);
  const type = bytes && typeOf(bytes[0]);
  if (!isKeyName(name) || !type || bytes.length !== 1 + PUBLIC_KEY_BYTES) {
    throw new ProtocolError('log-invalid', 'The text is no verifier key of a type that is used here.');
  }
  const key = verifierKey(name, type, bytes.subarray(1));
  if (key.keyId !== Number.parseInt(keyId, 16)) {
    throw new ProtocolError('log-invalid', 'The id in the verifier key is not the id of the key.', { name });
  }
  return key;
}

function typedKey(type: NoteKeyType, publicKey: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(TYPE_BYTES[type]), publicKey);
}

function typeOf(byte: number | undefined): NoteKeyType | null {
  if (byte === TYPE_BYTES.note) return 'note';
  if (byte === TYPE_BYTES.cosignature) return 'cosignature';
  return null;
}
