import { toBase64 } from '../../../protocol/bytes.ts';
import { sha256 } from '../../../protocol/hash.ts';

/** What the request signature takes from `node:crypto`, in a browser: one hash of what a person sends, which is small. */
export function hash(_algorithm: 'sha256', content: Uint8Array, _encoding: 'base64'): string {
  return toBase64(sha256(content));
}
