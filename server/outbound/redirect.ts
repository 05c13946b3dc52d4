import { ProtocolError } from '../../protocol/problem.ts';
import { addressRefused, peerUnreachable } from './failure.ts';
import { REDIRECTS_MAX } from './limits.ts';
import { parseTarget, type Target } from './target.ts';

/** Whether a status asks the client to go elsewhere (RFC 9110 §15.4). 300 and 304 do not. */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * The next place of a GET, vetted from scratch like any URL that a stranger gives.
 *
 * @param visited the targets so far, the one that redirects last.
 * @throws {ProtocolError} `address-refused` as `parseTarget`, and for a step into the private network;
 *   `peer-unreachable` where the redirect is not one to follow.
 */
export function redirectTarget(
  visited: readonly [Target, ...Target[]],
  location: string | null,
  peers: ReadonlySet<string>,
): Target {
  const from = visited[visited.length - 1] ?? visited[0];
  if (visited.length > REDIRECTS_MAX || location === null) throw peerUnreachable('redirect');
  const to = parseLocation(location, from, peers);
  if (from.url.protocol === 'https:' && to.url.protocol !== 'https:') throw peerUnreachable('redirect');
  // A stranger must not be able to steer us to the peers that only the operator may name.
  if (to.isListed && !from.isListed) throw addressRefused('redirect');
  if (visited.some((target) => target.url.href === to.url.href)) throw peerUnreachable('redirect');
  return to;
}

function parseLocation(location: string, from: Target, peers: ReadonlySet<string>): Target {
  try {
    return parseTarget(URL.parse(location, from.url)?.href ?? location, peers);
  } catch (error) {
    // It is the peer that wrote this URL badly, not our caller.
    if (error instanceof ProtocolError && error.type === 'malformed')
      throw peerUnreachable('redirect', error);
    throw error;
  }
}
