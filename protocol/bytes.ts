import { base64url } from 'jose';

const encoder = new TextEncoder();
/** Refuses bad UTF-8 and keeps a byte order mark as a character, so that the JSON parser refuses it. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const BASE64URL = /^[\w-]*$/;
/** What the last of two or of three characters may be: its bits beyond the last byte are zero. */
const LAST_OF_TWO = 'AQgw';
const LAST_OF_THREE = 'AEIMQUYcgkosw048';

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** @returns the text, or null where the bytes are not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

export function toBase64url(bytes: Uint8Array): string {
  return base64url.encode(bytes);
}

/**
 * Strict base64url (RFC 4648 §5, no padding): exactly one spelling for every byte string. Spec §2.
 *
 * @returns the bytes, or null where the text is not the one encoding of any bytes.
 */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  const last = text.slice(-1);
  const over = text.length % 4;
  if (over === 1 || !BASE64URL.test(text)) return null;
  if (over === 2 && !LAST_OF_TWO.includes(last)) return null;
  if (over === 3 && !LAST_OF_THREE.includes(last)) return null;
  return new Uint8Array(base64url.decode(text));
}

/** Standard base64 with padding (RFC 4648 §4), as signed notes and tlog proofs use it. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** @returns the bytes, or null where the text is not the one padded encoding of any bytes. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return toBase64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Order of two byte strings, as memcmp has it. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Order of two strings by UTF-16 code unit: the same on every machine, whatever its locale (RFC 8785 §3.2.3). */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
