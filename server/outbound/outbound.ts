import { collectBody } from './body.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { discard, type ExchangeResponse } from './exchange.ts';
import { peerUnreachable } from './failure.ts';
import { type FollowingClient, follow } from './follow.ts';
import { createGuardedAgent } from './guarded-agent.ts';
import { DEFAULT_LIMITS, type OutboundLimits } from './limits.ts';
import { parsePrivatePeers } from './private-peers.ts';
import { isAccepted } from './request-headers.ts';
import { parseTarget } from './target.ts';
import { type Lookup, systemLookup, vettedAddresses } from './vetted-addresses.ts';

interface CommonRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** Media types: sent as `Accept`, and demanded of every 2xx answer that has a body. */
  readonly accept?: readonly string[];
  /** From the look-up to the last byte (of the headers, in a stream), redirects included. */
  readonly totalMs: number;
  readonly signal?: AbortSignal;
}

type OutboundRequest = CommonRequest & { readonly bytesMax: number } & (
    | { readonly method: 'GET'; readonly body?: never }
    | { readonly method: 'POST'; readonly body?: Uint8Array }
  );

interface OutboundResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Where the answer comes from in the end. */
  readonly url: string;
}

type StreamRequest = CommonRequest & {
  /** The longest silence between two chunks; a server of events sends comments to keep alive. */
  readonly silenceMs: number;
};

interface StreamResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Leaving the loop closes the connection. */
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly url: string;
}

/** The only way from this server to any other. */
export interface Outbound {
  /**
   * Sends a request and reads the whole answer, of whatever status. A GET follows at most three redirects, a POST none.
   *
   * @throws {ProtocolError} `malformed` (not a URL to fetch), `address-refused` (before any socket),
   *   `peer-unreachable` with its `reason`.
   */
  fetch(url: string, request: OutboundRequest): Promise<OutboundResponse>;
  /** As `fetch` with GET, but hands out the body while it arrives, without end. Errors within it are the same. */
  stream(url: string, request: StreamRequest): Promise<StreamResponse>;
  /**
   * Where a request to this URL would go: the addresses of its host, all vetted. Nothing is connected to.
   *
   * @throws {ProtocolError} as `fetch`, before any socket.
   */
  lookUp(url: string): Promise<readonly string[]>;
  /** Closes all sockets; requests in flight fail as `aborted`. */
  close(): Promise<void>;
}

export interface OutboundOptions {
  /** Exact origins, as `parsePrivatePeers` gives them. */
  readonly privatePeers: readonly string[];
  readonly userAgent?: string;
  readonly limits?: Partial<OutboundLimits>;
  readonly lookup?: Lookup;
}

/**
 * Opens the hardened HTTP client. Public addresses are reached by https alone; private ones, and plain http, only at
 * the exact origins that the operator lists.
 *
 * @throws {ProtocolError} `malformed` where a private peer is not an exact origin.
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const peers: ReadonlySet<string> = new Set(parsePrivatePeers(options.privatePeers.join(' ')));
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const lookup = options.lookup ?? systemLookup;
  const agent = createGuardedAgent({ peers, lookup, limits });
  const client: FollowingClient = { agent, peers, userAgent: options.userAgent ?? 'folkmoot' };
  return {
    fetch: (url, request) => fetchWhole(client, url, request),
    stream: (url, request) => openStream(client, url, request),
    async lookUp(url) {
      const addresses = await vettedAddresses(parseTarget(url, peers), lookup);
      return addresses.map(({ address }) => address);
    },
    close: () => agent.destroy(),
  };
}

async function fetchWhole(
  client: FollowingClient,
  url: string,
  request: OutboundRequest,
): Promise<OutboundResponse> {
  const first = parseTarget(url, client.peers);
  const deadline = startDeadline(request.totalMs, request.signal);
  try {
    const { target, response } = await follow(client, first, { silenceMs: 0, ...request }, deadline);
    refuseAnnouncedLength(response, request.bytesMax);
    const body = await collectBody(response.body, request.bytesMax);
    if (body.length > 0) refuseMediaType(response, request.accept);
    return { status: response.status, headers: response.headers, body, url: target.url.href };
  } catch (error) {
    throw deadline.failure(error);
  } finally {
    deadline.stop();
  }
}

async function openStream(
  client: FollowingClient,
  url: string,
  request: StreamRequest,
): Promise<StreamResponse> {
  const first = parseTarget(url, client.peers);
  const deadline = startDeadline(request.totalMs, request.signal);
  try {
    const { target, response } = await follow(client, first, { method: 'GET', ...request }, deadline);
    refuseMediaType(response, request.accept);
    const chunks = readChunks(response, deadline);
    return { status: response.status, headers: response.headers, chunks, url: target.url.href };
  } catch (error) {
    throw deadline.failure(error);
  } finally {
    deadline.stop();
  }
}

async function* readChunks(response: ExchangeResponse, deadline: Deadline): AsyncIterable<Uint8Array> {
  try {
    yield* response.body;
  } catch (error) {
    throw deadline.failure(error);
  }
}

/** A 304 announces the length of what it does not send (RFC 9110 §15.4.5). */
function refuseAnnouncedLength({ status, headers, body }: ExchangeResponse, bytesMax: number): void {
  if (status === 304 || Number(headers.get('content-length') ?? 0) <= bytesMax) return;
  discard(body);
  throw peerUnreachable('too-large');
}

/** Answers of other statuses come as they are: a problem document says why. */
function refuseMediaType({ status, headers, body }: ExchangeResponse, accept: readonly string[] = []): void {
  if (accept.length === 0 || status >= 300) return;
  if (isAccepted(headers.get('content-type'), accept)) return;
  discard(body);
  throw peerUnreachable('media-type');
}
