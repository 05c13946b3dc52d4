import type { Context as HonoContext } from 'hono';
import type { DidVersion } from '../../protocol/identity/did-version.ts';
import { type Author, isScid, type Multikey, type Scid, type Subject } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { SECOND } from '../../protocol/time.ts';
import type { Context } from '../context.ts';
import { peerVersions } from '../flows/peers/peer-keys.ts';
import { findPeer } from '../flows/peers/peer-record.ts';
import { takeFromShare } from '../flows/peers/welcome.ts';
import { membershipOf } from '../flows/record/membership.ts';
import { type Receiver, type Sender, verifyRequest } from '../request-signature/verify-request.ts';
import { readBody } from './read-body.ts';

/** A clock that is put right goes back by minutes: a nonce that has expired is kept until it cannot come to life again. */
const SET_BACK_MS = 10 * 60 * SECOND;

/** A request by a member, signed with a key that is in force. */
export interface Member {
  readonly author: Subject;
  readonly key: Multikey;
}

/**
 * Who signed the request (RFC 9421). Spec §10.
 *
 * @throws {ProtocolError} `unauthenticated`
 */
async function senderOf(
  c: HonoContext,
  context: Context,
  isInForce: Receiver['isInForce'] = (author, key) => isRequestKey(context, author, key),
): Promise<Sender> {
  // Node's own request holds the target as it was sent; what the URL makes of it is another spelling.
  const { pathname, search } = new URL(c.req.url);
  const incoming: { readonly incoming?: { readonly url?: string } } | undefined = c.env;
  const target = incoming?.incoming?.url ?? `${pathname}${search}`;
  const nowSeconds = Math.floor((await context.now()) / SECOND);
  return verifyRequest(
    {
      method: c.req.method,
      target,
      headers: c.req.raw.headers,
      body: await readBody(c),
    },
    {
      origin: context.settings.origin,
      commons: await context.commons(),
      nowSeconds,
      isInForce,
      // A share is spent before the nonce is kept: so what is kept of anybody is bounded by their share.
      seenNonce: async (author, keyid, nonce, expiresSeconds) => {
        await takeFromShare(context, author);
        const keptUntil = expiresSeconds * SECOND + SET_BACK_MS;
        return !(await context.store.records.add('nonce', `${keyid} ${nonce}`, {}, keptUntil));
      },
      verify: context.verify,
    },
  );
}

/** @throws {ProtocolError} `unauthenticated`, or `forbidden` where a commons signed. */
export async function memberOf(c: HonoContext, context: Context): Promise<Member> {
  const { author, key } = await senderOf(c, context);
  if (isScid(author))
    throw new ProtocolError('forbidden', 'Only a member of this commons can do this.', {
      expected: { sender: 'a participant of this commons' },
    });
  return { author, key };
}

/**
 * A signer who is in a circle, not only known by name.
 *
 * @throws {ProtocolError} `unauthenticated`, or `forbidden`
 */
export async function circleMemberOf(c: HonoContext, context: Context): Promise<Member> {
  const member = await memberOf(c, context);
  const { isMember } = await membershipOf(context, member.author);
  if (!isMember)
    throw new ProtocolError('forbidden', 'Only members of a circle can do this.', {
      expected: { sender: 'a member of a circle' },
    });
  return member;
}

/** Who signed the request, or null where it bears no signature at all: then the reader is a stranger. */
export async function readerOf(c: HonoContext, context: Context): Promise<Sender | null> {
  return c.req.header('signature') === undefined ? null : senderOf(c, context);
}

/** @throws {ProtocolError} `unauthenticated`, or `forbidden` where a person signed. */
export async function peerOf(c: HonoContext, context: Context): Promise<Scid> {
  const { author } = await senderOf(c, context);
  if (!isScid(author))
    throw new ProtocolError('forbidden', 'Only a peer can do this.', {
      expected: { sender: 'a commons that is a peer' },
    });
  return author;
}

/**
 * A commons that shows by its own DID log that the request is its own.
 *
 * @param current the newest version of that log, which came with the request.
 * @throws {ProtocolError} `unauthenticated`
 */
export async function assertSignedBy(
  c: HonoContext,
  context: Context,
  current: Pick<DidVersion, 'scid' | 'keys'>,
): Promise<void> {
  await senderOf(
    c,
    context,
    async (author, key) => author === current.scid && current.keys.request.includes(key),
  );
}

/** A member's key as their thread lists it; a peer's request key as its DID history lists it. Nothing is fetched. */
export async function isRequestKey(context: Context, author: Author, key: Multikey): Promise<boolean> {
  if (isScid(author)) {
    const peer = await findPeer(context.store, author);
    if (peer === null) return false;
    return (await peerVersions(context, author)).at(-1)?.keys.request.includes(key) ?? false;
  }
  const [thread] = await context.store.threads(await context.commons(), { names: [author] });
  return thread?.state?.kind === 'participant' && thread.state.keys.some((held) => held.key === key);
}
