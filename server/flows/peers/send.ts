import { readRetryAfter } from '../../../federation/delivery/retry-after.ts';
import { SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { NONCE_BYTES } from '../../request-signature/profile.ts';
import { signRequest } from '../../request-signature/sign-request.ts';
import type { Peer } from './peer-record.ts';

/** An answer to a push: a word for each entry. */
const ANSWER_BYTES_MAX = 256 * 1024;
const SEND_MS_MAX = 30_000;

/** Reads something of a peer's that is for us, in a signed request. Spec §10. */
export async function readFromPeer(
  context: Context,
  peer: Peer,
  path: string,
  bytesMax: number,
): Promise<{ readonly status: number; readonly body: Uint8Array }> {
  const { commons, request } = await context.keyring();
  const url = new URL(path, peer.baseUrl);
  const signed = await signRequest(
    { method: 'GET', url, body: new Uint8Array(0), destination: peer.commons },
    { author: commons, key: request.key, sign: request.sign },
    Math.floor((await context.now()) / SECOND),
    context.random.bytes(NONCE_BYTES),
  );
  const { status, body } = await context.outbound.fetch(url.href, {
    method: 'GET',
    headers: signed,
    accept: ['application/json'],
    bytesMax,
    totalMs: SEND_MS_MAX,
  });
  return { status, body };
}

/** Sends one signed request to a peer. The signature says who we are, and for whom alone it is meant. Spec §10. */
export async function sendToPeer(
  context: Context,
  peer: Peer,
  path: string,
  contentType: string,
  body: Uint8Array,
): Promise<{ readonly status: number; readonly body: Uint8Array; readonly retryAfterMs: number }> {
  const { commons, request } = await context.keyring();
  const url = new URL(path, peer.baseUrl);
  const nowSeconds = Math.floor((await context.now()) / SECOND);
  const signed = await signRequest(
    { method: 'POST', url, body, destination: peer.commons },
    { author: commons, key: request.key, sign: request.sign },
    nowSeconds,
    context.random.bytes(NONCE_BYTES),
  );
  const answer = await context.outbound.fetch(url.href, {
    method: 'POST',
    headers: { ...signed, 'content-type': contentType },
    body,
    bytesMax: ANSWER_BYTES_MAX,
    totalMs: SEND_MS_MAX,
  });
  const retryAfterMs = readRetryAfter(answer.headers.get('retry-after'), await context.now());
  return { status: answer.status, body: answer.body, retryAfterMs };
}
