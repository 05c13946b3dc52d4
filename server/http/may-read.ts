import type { Context as HonoContext } from 'hono';
import type { Audience } from '../../protocol/documents/common.ts';
import { isScid, type Scid } from '../../protocol/ids.ts';
import { publicOnly } from '../flows/acts/export-bundle.ts';
import type { MayRead } from '../flows/record/evidence-source.ts';
import { membershipOf } from '../flows/record/membership.ts';
import type { Instance } from '../instance.ts';
import { readerOf } from './sender.ts';

/** Whether the reader sees what is meant for members. */
export type Reader = 'stranger' | 'member';

/** Who asks, and what they may see of documents. A request is verified once: its nonce counts once. */
export interface ReaderRights {
  readonly kind: Reader;
  readonly mayRead: MayRead;
}

/**
 * What the signer of a request may read: strangers what is public, members what is for members, those of a circle what is
 * for their circle, and a peer what names its commons. Spec §2, §10.
 *
 * @throws {ProtocolError} `unauthenticated` where there is a signature and it is not good.
 */
export async function readerRights(c: HonoContext, { context }: Instance): Promise<ReaderRights> {
  const author = (await readerOf(c, context))?.author ?? null;
  if (author === null) return { kind: 'stranger', mayRead: publicOnly };
  const names = (audience: Audience, commons: Scid) =>
    audience === 'public' || (Array.isArray(audience) && audience.includes(commons));
  if (isScid(author)) return { kind: 'stranger', mayRead: ({ audience }) => names(audience, author) };
  const { isMember, circles } = await membershipOf(context, author);
  const home = await context.commons();
  const circleAudiences = new Set<unknown>([...circles].map((circle) => `circle:${circle}`));
  return {
    kind: isMember ? 'member' : 'stranger',
    mayRead: (document) =>
      document.author === author ||
      document.audience === 'public' ||
      (document.audience === 'members' && isMember) ||
      // Named to our instance: by it our members read, and decide.
      (isMember && names(document.audience, home)) ||
      circleAudiences.has(document.audience),
  };
}

/** @throws {ProtocolError} `unauthenticated` */
export async function readerMayRead(c: HonoContext, instance: Instance): Promise<MayRead> {
  return (await readerRights(c, instance)).mayRead;
}
