import { readRetryAfter } from '../../../federation/delivery/retry-after.ts';
import { SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { NONCE_BYTES } from '../../request-signature/profile.ts';
import { signRequest } from '../../request-signature/sign-request.ts';
import type { Peer } from './peer-record.ts';

/** An answer to a push: a word for each entry. */
const ANSWER_BYTES_MAX = 256 * 1024;
const SEND_MS_MAX = 30_000;

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
