import { matchesSegment, parseSegment, type WildSegment } from './glob-segment.ts';
import { refuseBadSegment } from './path.ts';

/** A glob, segment by segment. */
export interface Glob {
  readonly segments: readonly (string | WildSegment)[];
  /** How many segments stand before the first with a wildcard; all of them in a literal pattern. */
  readonly literalCount: number;
  /** Which paths it covers: those it spells out, those below them, or both. */
  readonly reach: 'self' | 'below' | 'both';
}

/**
 * A glob in the MAINTAINERS meaning. Spec §5.
 *
 * A literal pattern without trailing slash covers the path and everything below: it names either a file, with nothing
 * below, or a directory, which get_maintainer.pl completes with the slash when it finds it on the disk.
 *
 * @throws {ProtocolError} `malformed` with the reason.
 */
export function parseGlob(text: string): Glob {
  const isSubtree = text.endsWith('/');
  const segments = (isSubtree ? text.slice(0, -1) : text).split('/').map((segment) => {
    refuseBadSegment(segment, 'pattern');
    return parseSegment(segment);
  });
  const firstWild = segments.findIndex((segment) => typeof segment !== 'string');
  const isLiteral = firstWild < 0;
  return {
    segments,
    literalCount: isLiteral ? segments.length : firstWild,
    reach: isSubtree ? 'below' : isLiteral ? 'both' : 'self',
  };
}

/**
 * Whether the glob covers the path. Spec §5.
 *
 * @param skip so many leading segments are known to match.
 */
export function matchesGlob(glob: Glob, path: readonly string[], skip = 0): boolean {
  const { segments, reach } = glob;
  if (reach === 'self' ? path.length !== segments.length : path.length < segments.length) return false;
  if (reach === 'below' && path.length === segments.length) return false;
  for (let at = skip; at < segments.length; at++) {
    if (!segmentMatches(segments[at], path[at])) return false;
  }
  return true;
}

function segmentMatches(wanted: string | WildSegment | undefined, segment: string | undefined): boolean {
  if (wanted === undefined || segment === undefined) return false;
  return typeof wanted === 'string' ? wanted === segment : matchesSegment(wanted, segment);
}
