import { concatBytes, toBase64url, utf8 } from '../../protocol/bytes.ts';
import type { AttachedText } from '../../protocol/documents/common.ts';
import { sha256 } from '../../protocol/hash.ts';
import { multikeyOf } from '../../protocol/identity/multikey.ts';
import type { SignBytes } from '../../protocol/identity/signature.ts';
import { type Author, hashTextOf, type Multikey, type Subject, subjectSchema } from '../../protocol/ids.ts';
import { ed25519FromSeed, signerOf } from '../../server/keys/node-sign.ts';

/** A key that a label makes: the same on every machine, so that vectors can be made again. Never one to use. */
export interface TestKey {
  readonly key: Multikey;
  readonly publicKey: Uint8Array;
  readonly sign: SignBytes;
}

export function keyOf(label: string): TestKey {
  const { publicKey, privateKey } = ed25519FromSeed(sha256(utf8(`folkmoot test key ${label}`)));
  return { key: multikeyOf(publicKey), publicKey, sign: signerOf(privateKey) };
}

/** Somebody or some commons that signs. */
export interface Signer extends TestKey {
  readonly author: Author;
}

export function person(label: string): Signer & { readonly author: Subject } {
  return { ...keyOf(label), author: subjectOf(label) };
}

/** A UUIDv7 that a label makes. */
export function subjectOf(label: string): Subject {
  const hex = Buffer.from(sha256(utf8(`folkmoot test subject ${label}`))).toString('hex');
  const uuid = `019a0000-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
  return subjectSchema.parse(uuid);
}

/** A salt that a label makes. */
export function saltOf(label: string): string {
  return toBase64url(sha256(utf8(`folkmoot test salt ${label}`)).subarray(0, 16));
}

/** A salted text attachment that a label makes, with its bytes. */
export function textOf(text: string): { readonly text: AttachedText; readonly bytes: Uint8Array } {
  const bytes = concatBytes(sha256(utf8(`folkmoot test text ${text}`)).subarray(0, 16), utf8(text));
  return {
    text: { attachment: hashTextOf(bytes), bytes: bytes.length, media: 'text/plain', language: 'en' },
    bytes,
  };
}
