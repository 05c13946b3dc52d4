import { peerUnreachable } from './failure.ts';

/**
 * Reads a body to its end and counts while reading; the length that the peer announces proves nothing.
 *
 * Leaving the loop early destroys the stream, and the socket with it.
 *
 * @throws {ProtocolError} `peer-unreachable` (`too-large`) as soon as one byte exceeds `bytesMax`.
 */
export async function collectBody(
  chunks: AsyncIterable<Uint8Array>,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer>> {
  // One buffer that doubles: a list would hold an object for each of a million one-byte chunks.
  let buffer = new Uint8Array(0);
  let length = 0;
  for await (const chunk of chunks) {
    const end = length + chunk.length;
    if (end > bytesMax) throw peerUnreachable('too-large');
    if (end > buffer.length) buffer = grown(buffer, Math.min(bytesMax, Math.max(end, 2 * length)));
    buffer.set(chunk, length);
    length = end;
  }
  return length === buffer.length ? buffer : buffer.slice(0, length);
}

function grown(buffer: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size);
  larger.set(buffer);
  return larger;
}
