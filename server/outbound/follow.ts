import type { Dispatcher } from 'undici';
import type { Deadline } from './deadline.ts';
import { discard, type ExchangeResponse, exchange } from './exchange.ts';
import { peerUnreachable } from './failure.ts';
import { isRedirect, redirectTarget } from './redirect.ts';
import { requestHeaders } from './request-headers.ts';
import type { Target } from './target.ts';

/** What stays the same over all requests of one client. */
export interface FollowingClient {
  readonly agent: Dispatcher;
  readonly peers: ReadonlySet<string>;
  readonly userAgent: string;
}

/** What stays the same over all hops of one request. */
export interface FollowedRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly accept?: readonly string[];
  readonly body?: Uint8Array;
  readonly silenceMs: number;
}

/**
 * Sends a request, and a GET again to wherever it is redirected. A POST is never repeated elsewhere: its signature
 * names one destination.
 *
 * @returns the first answer that is no redirect, and where it came from.
 * @throws {ProtocolError} `peer-unreachable`, `address-refused`.
 */
export async function follow(
  client: FollowingClient,
  first: Target,
  request: FollowedRequest,
  deadline: Deadline,
): Promise<{ target: Target; response: ExchangeResponse }> {
  const { method, headers: own = {}, accept = [], body = null, silenceMs } = request;
  const visited: [Target, ...Target[]] = [first];
  let target = first;
  let hasCrossedOrigins = false;
  while (true) {
    const headers = requestHeaders(own, accept, client.userAgent, hasCrossedOrigins);
    const response = await exchange(client.agent, { target, method, headers, body, silenceMs }, deadline);
    if (!isRedirect(response.status)) return { target, response };

    discard(response.body);
    if (method === 'POST') throw peerUnreachable('redirect');
    target = redirectTarget(visited, response.headers.get('location'), client.peers);
    visited.push(target);
    hasCrossedOrigins ||= target.url.origin !== first.url.origin;
  }
}
