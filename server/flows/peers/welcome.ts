import type { Allowance } from '../../../federation/peers/quota.ts';
import type { Standing } from '../../../federation/peers/standing.ts';
import { type Author, isScid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { depositPeers } from '../deposits/deposit-peers.ts';
import { hasDealings } from './dealings.ts';
import { findPeer, type Peer } from './peer-record.ts';
import { hostOf, registrableHost } from './registrable-host.ts';
import { standingNow } from './rules.ts';

/** A peer that catches up pushes some pages a second; one that is limited still keeps up with a usual day. */
const PEER: Readonly<Record<Exclude<Standing, 'block'>, Allowance>> = {
  allow: { burst: 3000, perSecond: 50 },
  limit: { burst: 60, perSecond: 1 },
};
/** All that introduced themselves from below one registered name share this. */
const HOST: Allowance = { burst: 3000, perSecond: 50 };
/** What bounds the nonces that are remembered at a time: each for at most ten minutes. */
const EVERYBODY: Allowance = { burst: 100_000, perSecond: 1000 };
/** A member with a browser, a script and an import. */
const MEMBER: Allowance = { burst: 6000, perSecond: 100 };

/**
 * Takes one request from the share of whoever signed it, and of their host if nobody here added them. Asked about
 * verified requests alone. Spec §18.
 *
 * @throws {ProtocolError} `over-quota`, or `unavailable` where all together sent too much, with the seconds until there is something left.
 */
export async function takeFromShare(context: Context, author: Author): Promise<void> {
  const now = await context.now();
  const wait = context.quota.take('everybody', EVERYBODY, now);
  if (wait !== null) {
    throw new ProtocolError('unavailable', 'Too many requests are signed just now.', { retryAfter: wait });
  }
  if (!isScid(author)) return spend(context, `author ${author}`, MEMBER, now);
  const peer = await findPeer(context.store, author);
  if (peer === null) return;
  const { standing } = await standingNow(context, peer);
  spend(context, `author ${author}`, PEER[standing === 'allow' ? 'allow' : 'limit'], now);
  if (peer.introduced) spend(context, `host ${registrableHost(hostOf(peer.baseUrl))}`, HOST, now);
}

/**
 * Whether what a peer has in its log is taken, pushed or pulled, and ours pushed to it. Spec §18, [R-18.6].
 *
 * A blocked one is followed only where something of ours hangs on its log, or people can leave things there for us. Checkpoints never ask.
 */
export async function isFollowed(
  context: Context,
  peer: Pick<Peer, 'commons' | 'baseUrl'>,
): Promise<boolean> {
  const { standing } = await standingNow(context, peer);
  return (
    standing !== 'block' ||
    (await depositPeers(context.store)).includes(peer.commons) ||
    (await hasDealings(context, peer.commons))
  );
}

/** Whether a peer may begin something new with us. Spec §18. */
export async function mayBegin(context: Context, peer: Pick<Peer, 'commons' | 'baseUrl'>): Promise<boolean> {
  return (await standingNow(context, peer)).standing === 'allow';
}

/** @throws {ProtocolError} `forbidden` for a push of a peer that is not followed. */
export async function assertFollowed(
  context: Context,
  peer: Pick<Peer, 'commons' | 'baseUrl'>,
): Promise<void> {
  if (await isFollowed(context, peer)) return;
  throw new ProtocolError('forbidden', 'This commons takes nothing from yours at present.', {
    expected: { sender: 'a peer that is not blocked, or with whom an agreement is open' },
  });
}

function spend({ quota }: Context, who: string, allowance: Allowance, now: number): void {
  const retryAfter = quota.take(who, allowance, now);
  if (retryAfter === null) return;
  throw new ProtocolError('over-quota', 'You have sent too much in too short a time.', {
    retryAfter,
    expected: { requestsPerSecond: allowance.perSecond },
  });
}
