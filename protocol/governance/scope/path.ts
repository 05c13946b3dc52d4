import { utf8 } from '../../bytes.ts';
import { ProtocolError } from '../../problem.ts';

/** One path in bytes of UTF-8. macOS allows 1,024; it bounds the work of one look-up. */
export const PATH_BYTES_MAX = 1024;

/**
 * Segments of a path that effects may name: relative, one spelling for each file. Spec §5.
 *
 * @throws {ProtocolError} `too-large`, or `malformed` for an empty, absolute or dotted path, NUL or lone surrogates.
 */
export function parsePath(path: string): readonly string[] {
  if (path === '') throw new ProtocolError('malformed', 'The path is empty.');
  if (exceedsBytes(path, PATH_BYTES_MAX)) {
    throw new ProtocolError('too-large', `The path is longer than ${PATH_BYTES_MAX} bytes.`);
  }
  if (!path.isWellFormed()) throw new ProtocolError('malformed', 'The path has no form in UTF-8.');
  if (path.includes('\0')) throw new ProtocolError('malformed', 'The path holds a NUL.');
  const segments = path.split('/');
  for (const segment of segments) refuseBadSegment(segment, 'path');
  return segments;
}

/** Whether a text is a path that effects may name. Spec §5. */
export function isPath(text: string): boolean {
  try {
    parsePath(text);
    return true;
  } catch (error) {
    if (error instanceof ProtocolError) return false;
    throw error;
  }
}

/** Paths and patterns share it: empty segments and dots would give one file two names. Spec §5. */
export function refuseBadSegment(segment: string, where: 'path' | 'pattern'): void {
  if (segment === '') {
    throw new ProtocolError('malformed', `The ${where} is absolute or has an empty segment.`);
  }
  if (segment === '.' || segment === '..') {
    throw new ProtocolError('malformed', `The ${where} has a segment "${segment}".`);
  }
}

/** Whether the text needs more bytes of UTF-8 than allowed; the bytes are counted only where it is close. */
export function exceedsBytes(text: string, bytesMax: number): boolean {
  // One UTF-16 unit takes one to three bytes.
  if (text.length > bytesMax) return true;
  return text.length * 3 > bytesMax && utf8(text).length > bytesMax;
}
