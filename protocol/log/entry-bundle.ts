import { concatBytes } from '../bytes.ts';
import { ProtocolError } from '../problem.ts';
import { TILE_WIDTH } from './tiles.ts';

/** What the two bytes of a length can say (C2SP tlog-tiles). */
export const BUNDLE_ENTRY_BYTES_MAX = 0xffff;
const LENGTH_BYTES = 2;

/**
 * Entry bundle: for each entry its length as uint16 big-endian, then its bytes. Spec §3.
 *
 * @param entries 1 to 256 in the order of the log.
 * @throws {ProtocolError} `malformed` when there are none or more, or one is longer than 65,535 bytes.
 */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0 || entries.length > TILE_WIDTH) {
    throw new ProtocolError('malformed', `A bundle cannot hold ${entries.length} entries.`);
  }
  return concatBytes(...entries.flatMap((entry) => [lengthPrefix(entry), entry]));
}

/**
 * Cuts an entry bundle into its entries. Spec §3.
 *
 * @param width how many entries the bundle must hold.
 * @throws {ProtocolError} `log-invalid` when it holds more or fewer, or ends inside one.
 */
export function decodeEntryBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const [high, low] = bytes.subarray(offset, offset + LENGTH_BYTES);
    if (high === undefined || low === undefined) throw bundleCutOff();
    const begin = offset + LENGTH_BYTES;
    const end = begin + high * 256 + low;
    if (end > bytes.length) throw bundleCutOff();
    // Before the entry is kept, so that a long run of empty ones costs nothing.
    if (entries.length === width)
      throw new ProtocolError('log-invalid', `The bundle holds more than ${width} entries.`);
    entries.push(bytes.subarray(begin, end));
    offset = end;
  }
  if (entries.length !== width) {
    throw new ProtocolError('log-invalid', `The bundle holds ${entries.length} entries instead of ${width}.`);
  }
  return entries;
}

function lengthPrefix(entry: Uint8Array): Uint8Array {
  if (entry.length > BUNDLE_ENTRY_BYTES_MAX) {
    throw new ProtocolError('malformed', `An entry of ${entry.length} bytes does not fit a bundle.`);
  }
  return Uint8Array.of(entry.length >> 8, entry.length & 0xff);
}

function bundleCutOff(): ProtocolError {
  return new ProtocolError('log-invalid', 'The bundle ends inside an entry.');
}
