import { createPublicKey, sign, verify } from 'node:crypto';
import type { SignBytes, VerifySignature } from '../../../protocol/identity/signature.ts';
import { type Author, authorSchema, multikeySchema, type Scid, scidSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { OutgoingRequest, RequestSigner } from '../../../server/request-signature/sign-request.ts';
import { signRequest } from '../../../server/request-signature/sign-request.ts';
import type { ReceivedRequest, Receiver } from '../../../server/request-signature/verify-request.ts';
import {
  FOREST,
  FOREST_KEY,
  NOW,
  RIVER,
  type TestKey,
} from '../../support/vectors/request-signature-case.ts';

export const river: Scid = scidSchema.parse(RIVER);
export const forest: Scid = scidSchema.parse(FOREST);
const RIVER_ORIGIN = 'https://river.example';

export const verifyEd25519: VerifySignature = async (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, message, key, signature);
};

export function signerOf(author: string, key: TestKey): RequestSigner {
  const signBytes: SignBytes = async (message) => sign(null, message, key.privateKey);
  return { author: authorSchema.parse(author), key: multikeySchema.parse(key.key), sign: signBytes };
}

export const forestSigner = signerOf(FOREST, FOREST_KEY);

/** A receiver that keeps count of what it was asked. */
export interface WatchedReceiver extends Receiver {
  readonly asked: { keys: number; nonces: number };
}

/** The river commons at NOW, to which the forest's key is known. */
export function riverReceiver(changes: Partial<Receiver> = {}): WatchedReceiver {
  const seen = new Set<string>();
  const asked = { keys: 0, nonces: 0 };
  const receiver: Receiver = {
    origin: RIVER_ORIGIN,
    commons: river,
    nowSeconds: NOW,
    isInForce: async (author: Author, key) => author === forest && key === FOREST_KEY.key,
    seenNonce: async (_author, keyid, nonce) => {
      const known = seen.has(`${keyid} ${nonce}`);
      seen.add(`${keyid} ${nonce}`);
      return known;
    },
    verify: verifyEd25519,
    ...changes,
  };
  return {
    ...receiver,
    asked,
    isInForce: (author, key) => {
      asked.keys++;
      return receiver.isInForce(author, key);
    },
    seenNonce: (author, keyid, nonce, expires) => {
      asked.nonces++;
      return receiver.seenNonce(author, keyid, nonce, expires);
    },
  };
}

/** A request from forest to river as it arrives there. */
export async function signedRequest(
  changes: Partial<Omit<OutgoingRequest, 'url'>> & { readonly url?: string } = {},
  signer: RequestSigner = forestSigner,
  createdSeconds: number = NOW,
  nonce: Uint8Array = new Uint8Array(16),
): Promise<ReceivedRequest> {
  const url = new URL(changes.url ?? `${RIVER_ORIGIN}/inbox?a=1`);
  const outgoing: OutgoingRequest = {
    method: 'POST',
    body: Buffer.from('{"documents":[]}'),
    destination: river,
    ...changes,
    url,
  };
  const headers = await signRequest(outgoing, signer, createdSeconds, nonce);
  return {
    method: outgoing.method,
    target: url.pathname + url.search,
    headers: Object.entries(headers),
    body: outgoing.body,
  };
}

/** The reason of the refusal; throws on where there is none, or where it is no problem of a signed request. */
export async function reasonOf(verdict: Promise<unknown>): Promise<unknown> {
  try {
    await verdict;
  } catch (error) {
    if (error instanceof ProtocolError && error.type === 'unauthenticated') return error.extensions.reason;
    throw error;
  }
  throw new Error('the request was accepted');
}
