import type { Dispatcher } from 'undici';
import type { Deadline } from './deadline.ts';
import { peerUnreachable } from './failure.ts';
import type { Target } from './target.ts';

/** One request to one target. */
export interface ExchangeRequest {
  readonly target: Target;
  readonly method: 'GET' | 'POST';
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** The longest silence within the body; 0 where the deadline alone counts. */
  readonly silenceMs: number;
}

/** An answer whose body is still on the wire: read it or destroy it. */
export interface ExchangeResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Dispatcher.ResponseData['body'];
}

/**
 * Sends one request and waits for the answer's headers. Nothing is followed, decoded or kept.
 *
 * @throws {ProtocolError} `peer-unreachable`, `address-refused`.
 */
export async function exchange(
  dispatcher: Dispatcher,
  request: ExchangeRequest,
  deadline: Deadline,
): Promise<ExchangeResponse> {
  const { url } = request.target;
  const response = await deadline.race(
    dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers: request.headers,
      body: request.body,
      signal: deadline.signal,
      bodyTimeout: request.silenceMs,
    }),
  );
  const { statusCode: status, body } = response;
  try {
    const headers = headersOf(response.headers);
    if (!isIdentity(headers)) throw peerUnreachable('encoding');
    return { status, headers, body };
  } catch (error) {
    discard(body);
    throw error;
  }
}

/** Gives up a body unread, and the socket with it: its rest could be endless. */
export function discard(body: ExchangeResponse['body']): void {
  body.on('error', () => {}).destroy();
}

function headersOf(raw: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  try {
    for (const [name, values] of Object.entries(raw)) {
      for (const value of [values ?? []].flat()) headers.append(name, value);
    }
  } catch (error) {
    throw peerUnreachable('protocol', error);
  }
  return headers;
}

/** We ask for identity. A compressed body could unfold to a thousand times its length, so none is ever decoded. */
function isIdentity(headers: Headers): boolean {
  return (
    IDENTITY.test(headers.get('content-encoding') ?? '') &&
    CHUNKED.test(headers.get('transfer-encoding') ?? '')
  );
}

const IDENTITY = /^[\s,]*(identity[\s,]*)*$/i;
const CHUNKED = /^(chunked)?$/i;
