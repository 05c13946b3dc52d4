import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';

export const HASH_BYTES = 32;

/** SHA-256 (FIPS 180-4). Synchronous and the same in Node and the browser. */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(nobleSha256(bytes));
}
