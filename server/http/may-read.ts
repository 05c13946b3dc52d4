import type { Context as HonoContext } from 'hono';
import type { MayRead } from '../flows/record/evidence-source.ts';
import { readerFor } from '../flows/record/may-read.ts';
import type { Reader } from '../flows/views/shown-domains.ts';
import type { Instance } from '../instance.ts';
import { readerOf } from './sender.ts';

/**
 * Who asks, and what they may see of documents. A request is verified once: its nonce counts once. Spec §10.
 *
 * @throws {ProtocolError} `unauthenticated` where there is a signature and it is not good.
 */
export async function readerRights(c: HonoContext, { context }: Instance): Promise<Reader> {
  return readerFor(context, (await readerOf(c, context))?.author ?? null);
}

/** @throws {ProtocolError} `unauthenticated` */
export async function readerMayRead(c: HonoContext, instance: Instance): Promise<MayRead> {
  return (await readerRights(c, instance)).mayRead;
}
