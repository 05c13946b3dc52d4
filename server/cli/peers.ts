import { ProtocolError } from '../../protocol/problem.ts';
import { createClient } from '../client/client.ts';
import { type PeerShown, type ResourceShown, resourcesSchema } from '../client/views.ts';
import { UsageError } from './usage-error.ts';

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
export async function peerResources(peer: PeerShown, ourServer: string): Promise<readonly ResourceShown[]> {
  const isTrusted = new URL(ourServer).protocol === 'http:';
  const client = createClient(peer.baseUrl, null, { commons: peer.commons, isTrusted });
  try {
    await client.commons();
    return (await client.read('/resources', resourcesSchema)).resources;
  } finally {
    await client.close();
  }
}
