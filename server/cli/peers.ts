import type { Scid } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Client } from '../client/client.ts';
import { createClient } from '../client/create-client.ts';
import { type PeerShown, peersSchema, type ResourceShown, resourcesSchema } from '../client/views.ts';
import { UsageError } from './usage-error.ts';

/** Where a peer is, and who. */
type PeerAddress = Pick<PeerShown, 'baseUrl' | 'commons'>;

/** Characters of an SCID that do in place of all: `Qm` and eight more. */
const SCID_PREFIX_MIN = 10;

/**
 * A peer as a person names it: by its name, its address, its SCID or a beginning of that.
 *
 * @throws {ProtocolError} `not-found`; {UsageError} where several fit.
 */
export function peerNamed(text: string, peers: readonly PeerShown[]): PeerShown {
  const wanted = text.toLowerCase().replace(/\/$/, '');
  const found = peers.filter(
    ({ name, baseUrl, commons }) =>
      name.toLowerCase() === wanted ||
      baseUrl.toLowerCase() === wanted ||
      new URL(baseUrl).host === wanted ||
      (text.length >= SCID_PREFIX_MIN && commons.startsWith(text)),
  );
  const [first, second] = found;
  if (first === undefined) {
    throw new ProtocolError('not-found', `No peer is called “${text}”: add it first (peer add).`, {
      peers: peers.map(({ name }) => name),
    });
  }
  if (second === undefined) return first;
  throw new UsageError(`Several peers fit “${text}”: name one by its SCID.`, {
    peers: found.map(({ name, commons }) => `${commons} ${name}`),
  });
}

/**
 * What a peer has to share, asked of its own server.
 *
 * @param ourServer a public server must not send this device into its private network; a local one may.
 * @throws {ProtocolError} as the client; `wrong-log` where another commons answers there.
 */
export function peerResources(peer: PeerAddress, ourServer: string): Promise<readonly ResourceShown[]> {
  return askPeer(
    peer,
    ourServer,
    async (client) => (await client.read('/resources', resourcesSchema)).resources,
  );
}

/**
 * Whether a peer knows our commons, asked of its own server; null where it does not say.
 *
 * @param ourServer as in `peerResources`.
 */
export async function isKnownTo(
  peer: PeerAddress,
  ourServer: string,
  commons: Scid,
): Promise<boolean | null> {
  try {
    const { peers } = await askPeer(peer, ourServer, (client) => client.read('/peers', peersSchema));
    return peers.some((known) => known.commons === commons);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

async function askPeer<T>(
  { baseUrl, commons }: PeerAddress,
  ourServer: string,
  ask: (client: Client) => Promise<T>,
): Promise<T> {
  const isTrusted = new URL(ourServer).protocol === 'http:';
  const client = createClient(baseUrl, null, { commons, isTrusted });
  try {
    await client.commons();
    return await ask(client);
  } catch (error) {
    if (!(error instanceof ProtocolError) || error.type !== 'unavailable') throw error;
    const { server: peer, ...rest } = error.extensions; // no server of ours, which one could start
    throw new ProtocolError('peer-unreachable', error.message, { peer, ...rest }, { cause: error });
  } finally {
    await client.close();
  }
}
