import type { MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import { sha256 } from '../../protocol/hash.ts';

/** Small answers that are asked for again and again get a tag (RFC 9110 §8.8.3), made on the spot and not on a thread. */
export function withEntityTag(): MiddlewareHandler {
  return etag({ generateDigest: (body) => sha256(body).buffer });
}
