import { Webhook as Signer } from 'standardwebhooks';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { type Millis, SECOND } from '../../../protocol/time.ts';
import type { StoredEntry } from '../../store/store.ts';
import { pageEntryOf } from '../peers/log-page.ts';
import type { MayRead } from '../record/evidence-source.ts';

/** Bytes of a secret: as many as the hash has (Standard Webhooks asks for 24 to 64). */
export const WEBHOOK_SECRET_BYTES = 32;

/** As Standard Webhooks writes a secret down. */
export function secretText(secret: Uint8Array): string {
  return `whsec_${Buffer.from(secret).toString('base64')}`;
}

/** One entry as a message. Spec §19. */
export function messageBody(commons: Scid, entry: StoredEntry, mayRead: MayRead): string {
  const shown = pageEntryOf(entry, mayRead);
  const { at, type } = shown.leaf;
  const message = { type: `entry.${String(type)}`, timestamp: String(at), data: { commons, ...shown } };
  return new TextDecoder().decode(canonicalBytes(message as JsonObject)); // a page's entry is JSON by its schema
}

/**
 * Headers of Standard Webhooks 1.0: a receiver takes the message if one of the signatures is right. Spec §19.
 *
 * @param id the same whenever the same entry is sent.
 * @param secrets the one that holds, and one that still does.
 */
export function signedHeaders(
  id: string,
  body: string,
  secrets: readonly Uint8Array[],
  now: Millis,
): Readonly<Record<string, string>> {
  const seconds = Math.floor(now / SECOND);
  const signatures = secrets.map((secret) =>
    new Signer(secretText(secret)).sign(id, new Date(seconds * SECOND), body),
  );
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  };
}
