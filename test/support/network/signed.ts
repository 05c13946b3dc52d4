import { createHash } from 'node:crypto';
import type { Author } from '../../../protocol/ids.ts';
import { signRequest } from '../../../server/request-signature/sign-request.ts';
import type { TestKey } from '../people.ts';
import type { Network, Node } from './network.ts';

let count = 0;

/** What a test can get wrong about a signed request. */
export interface SignedWish {
  readonly author: Author;
  readonly key: TestKey;
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly type?: string;
  readonly accept?: string;
  /** Seconds by which the sender's clock is off. */
  readonly skew?: number;
  /** Instead of the receiver's. */
  readonly destination?: string;
  readonly origin?: string;
  /** The body that is sent, if it is not the one that was signed. */
  readonly sent?: Uint8Array<ArrayBuffer>;
}

/** A request that somebody signs for an instance, not sent yet: sending it twice is a replay. */
export async function signedRequest(
  network: Network,
  to: Node,
  wish: SignedWish,
): Promise<() => Promise<Response>> {
  const { author, key, path, method = 'POST', body = new Uint8Array(0) } = wish;
  const nonce = createHash('sha256').update(`nonce ${count++}`).digest().subarray(0, 16);
  const headers = await signRequest(
    {
      method,
      url: new URL(path, wish.origin ?? to.origin),
      body,
      destination: (wish.destination ?? to.commons) as Node['commons'], // also a wrong one
    },
    { author, key: key.key, sign: key.sign },
    Math.floor(network.now() / 1000) + (wish.skew ?? 0),
    Uint8Array.from(nonce),
  );
  const init = {
    method,
    headers: {
      ...headers,
      'content-type': wish.type ?? 'application/json',
      ...(wish.accept === undefined ? {} : { accept: wish.accept }),
    },
    ...(method === 'POST' ? { body: wish.sent ?? body } : {}),
  };
  return () => to.request(path, init);
}

/** The problem in an answer, by the name of its type. */
export async function problemIn(
  answer: Response,
): Promise<{ readonly status: number; readonly type: string; readonly reason?: string }> {
  const { type, reason } = (await answer.json()) as { type: string; reason?: string };
  const name = type.slice('urn:folkmoot:problem:'.length);
  return reason === undefined
    ? { status: answer.status, type: name }
    : { status: answer.status, type: name, reason };
}
