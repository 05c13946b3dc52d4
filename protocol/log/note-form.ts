import { concatBytes, fromBase64, toBase64 } from '../bytes.ts';
import { ProtocolError } from '../problem.ts';

/** One signature on a note, still unchecked. */
export interface NoteSignature {
  /** Name and id together say which key signed. */
  readonly name: string;
  /** uint32. */
  readonly keyId: number;
  /** What the algorithm of the key makes of it; at least one byte. */
  readonly signature: Uint8Array;
}

const KEY_ID_BYTES = 4;
/** Em dash and space (C2SP signed-note). */
const LINE_PREFIX = '\u2014 ';
const NEWLINE = 0x0a;
const SPACE = 0x20;

/** The signature as a line of a note, with its newline. Spec §3. */
export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  return `${LINE_PREFIX}${name} ${toBase64(concatBytes(keyIdBytes(keyId), signature))}\n`;
}

/**
 * Reads one signature line. Spec §3.
 *
 * @param line without its newline.
 * @throws {ProtocolError} `log-invalid`.
 */
export function parseSignatureLine(line: string): NoteSignature {
  if (!line.startsWith(LINE_PREFIX)) throw malformedLine();
  const [name = '', encoded = '', ...more] = line.slice(LINE_PREFIX.length).split(' ');
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || more.length > 0 || bytes === null || bytes.length <= KEY_ID_BYTES)
    throw malformedLine();
  return { name, keyId: readKeyId(bytes), signature: bytes.subarray(KEY_ID_BYTES) };
}

/** Whether a key can bear this name: not empty, no Unicode space, no plus sign, no control character. Spec §3. */
export function isKeyName(name: string): boolean {
  return /^[^\p{White_Space}+]+$/u.test(name) && isPlain(name);
}

/** Whether this can be the text of a note: lines with their newlines, no other control character. Spec §3. */
export function isNoteText(text: string): boolean {
  return text.endsWith('\n') && isPlain(text);
}

/** Whether UTF-8 can say it, without a control character (below U+0020) other than the newline. */
export function isPlain(text: string): boolean {
  if (!text.isWellFormed()) return false;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < SPACE && unit !== NEWLINE) return false;
  }
  return true;
}

/** The first four bytes as uint32, big-endian. */
export function readKeyId(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, KEY_ID_BYTES).getUint32(0);
}

function keyIdBytes(keyId: number): Uint8Array {
  const bytes = new Uint8Array(KEY_ID_BYTES);
  new DataView(bytes.buffer).setUint32(0, keyId);
  return bytes;
}

function malformedLine(): ProtocolError {
  return new ProtocolError('log-invalid', 'The note has a line that is no signature line.');
}
