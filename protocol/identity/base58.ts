const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
/** Value of each ASCII character, −1 where it is no digit: a table, since keys are decoded for each signature. */
const DIGITS = Int8Array.from({ length: 128 }, (_, code) => ALPHABET.indexOf(String.fromCharCode(code)));

/** base58btc (multibase `z` without its letter), as Multikeys, multihashes and DID proofs use it. Spec §1. */
export function toBase58(bytes: Uint8Array): string {
  const zeros = bytes.findIndex((byte) => byte !== 0);
  const digits: number[] = [];
  for (const byte of bytes) {
    let carry = byte;
    for (let index = 0; index < digits.length; index++) {
      carry += (digits[index] ?? 0) * 256;
      digits[index] = carry % 58;
      carry = Math.trunc(carry / 58);
    }
    for (; carry > 0; carry = Math.trunc(carry / 58)) digits.push(carry % 58);
  }
  let text = '1'.repeat(zeros === -1 ? bytes.length : zeros);
  for (let index = digits.length - 1; index >= 0; index--) text += ALPHABET.charAt(digits[index] ?? 0);
  return text;
}

/**
 * Exactly `length` bytes in base58btc. Spec §1.
 *
 * @returns null where the text is not the one spelling of that many bytes.
 */
export function fromBase58(text: string, length: number): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(length);
  for (let position = 0; position < text.length; position++) {
    let carry = DIGITS[text.charCodeAt(position)] ?? -1;
    if (carry === -1) return null;
    for (let index = length - 1; index >= 0; index--) {
      carry += (bytes[index] ?? 0) * 58;
      bytes[index] = carry & 0xff;
      carry >>= 8;
    }
    if (carry !== 0) return null;
  }
  // A digit `1` is a zero in front: one for each leading zero byte, no more and no fewer.
  return leading(text) === leadingZeros(bytes) ? bytes : null;
}

function leading(text: string): number {
  let count = 0;
  while (text[count] === '1') count++;
  return count;
}

function leadingZeros(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? bytes.length : first;
}
