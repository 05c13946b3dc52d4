import { lookup as dnsLookup } from 'node:dns/promises';
import { type JudgedAddress, judgeAddress } from './address.ts';
import { addressRefused, peerUnreachable } from './failure.ts';
import { isLocalhost, mayConnect, type Target } from './target.ts';

/** Yields every address of a name. Its errors mean that the name has none. */
export type Lookup = (name: string) => Promise<readonly { readonly address: string }[]>;

/** The system's resolver, so that the operator's hosts file and container names count. */
export const systemLookup: Lookup = (name) => dnsLookup(name, { all: true });

/**
 * The addresses that a connection to the target may use, in the resolver's order. One address that is not allowed
 * refuses the whole answer: whoever mixes a private address in is not a peer.
 *
 * @throws {ProtocolError} `address-refused`; `peer-unreachable` where the name has no address.
 */
export async function vettedAddresses(target: Target, lookup: Lookup): Promise<readonly JudgedAddress[]> {
  const judged = (await addressesOf(target, lookup)).map(judgeAddress);
  if (judged.length === 0) throw peerUnreachable('dns');
  return judged.map((address) => {
    if (address === null || !mayConnect(address.scope, target.isListed)) throw addressRefused('address');
    return address;
  });
}

async function addressesOf(target: Target, lookup: Lookup): Promise<readonly string[]> {
  if (target.isLiteral) return [target.host];
  // Only a listed origin comes this far with such a name; plain resolvers do not know it.
  if (isLocalhost(target.host)) return LOOPBACK;
  try {
    return (await lookup(target.host)).map(({ address }) => address);
  } catch (error) {
    throw peerUnreachable('dns', error);
  }
}

const LOOPBACK = ['127.0.0.1', '::1'];
