import type { Audience } from '../../../protocol/documents/common.ts';
import { type Author, isScid, type Scid } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import type { Reader } from '../views/shown-domains.ts';
import { membershipOf } from './membership.ts';

/**
 * What somebody may read of documents: strangers what is public, members what is for members, those of a circle what is
 * for their circle, a peer what names its commons, and everybody what they signed. Spec §2, §16.
 *
 * @param author null for whoever has not signed the request.
 */
export async function readerFor(context: Context, author: Author | null): Promise<Reader> {
  if (author === null) return { kind: 'stranger', mayRead: publicOnly };
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

function names(audience: Audience, commons: Scid): boolean {
  return audience === 'public' || (Array.isArray(audience) && audience.includes(commons));
}
