import type { Scid } from '../../protocol/ids.ts';
import { type Client, clientOver, type MemberKey } from './client.ts';
import { createTransport } from './transport.ts';

export interface ClientOptions {
  /** The commons that the server must serve: whoever holds a key for one signs nothing for another. */
  readonly commons?: Scid;
  /** Whether the server may lie in the private network; not where somebody else named it. */
  readonly isTrusted?: boolean;
}

/** A client over the network, as `clientOver`. @param member without a key only what is public can be read. */
export function createClient(origin: string, member: MemberKey | null, options: ClientOptions = {}): Client {
  return clientOver(createTransport(origin, options.isTrusted), origin, member, options.commons);
}
