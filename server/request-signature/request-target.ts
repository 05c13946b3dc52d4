import { TARGET_CHARS_MAX } from './profile.ts';
import { refuse } from './refusal.ts';

/** Path and query as a signature covers them (RFC 9421 §2.2.6, §2.2.7). */
export interface TargetParts {
  readonly path: string;
  readonly query: string;
}

/**
 * Authority of an origin: host in lower case, the scheme's own port left out. Spec §10.
 *
 * @param origin from the configuration, or where we send to. Never made from a Host field: proxies rewrite it, senders choose it.
 */
export function authorityOf(origin: string): string {
  return new URL(origin).host;
}

/**
 * Path and query of a request target in origin-form (RFC 9112 §3.2.1). Spec §10.
 *
 * A target has one spelling, the one that the URL standard writes: `/a/../b`, `/b?` and `//b#c` are refused, so that
 * what was signed, what we check and what our router sees cannot differ.
 *
 * @throws {ProtocolError} `unauthenticated`: `target`.
 */
export function parseTarget(target: string, origin: string): TargetParts {
  if (target.length > TARGET_CHARS_MAX) refuse('target', 'The request target is too long.');
  const url = URL.parse(new URL(origin).origin + target);
  // A path begins with `/`, so what is no path, say `@other.example/`, does not come back either.
  if (url === null || url.pathname + url.search !== target) {
    refuse('target', 'The request target is not a path and query in normal form.');
  }
  return targetParts(url);
}

export function targetParts(url: URL): TargetParts {
  return { path: url.pathname, query: url.search === '' ? '?' : url.search };
}
