import { Hono } from 'hono';
import { ProtocolError } from '../../../protocol/problem.ts';
import { addPeer } from '../../flows/peers/add-peer.ts';
import type { Instance } from '../../instance.ts';
import { readJson } from '../read-body.ts';
import { circleMemberOf } from '../sender.ts';

/**
 * Adding a peer. Members may: a peer can read what is public anyway, and push its own log.
 *
 * @param onAdded told when there is a new peer to follow.
 */
export function peerRoutes({ context }: Instance, onAdded: () => void): Hono {
  const routes = new Hono();
  routes.post('/peers', async (c) => {
    await circleMemberOf(c, context);
    const { url } = await readJson(c);
    if (typeof url !== 'string')
      throw new ProtocolError('malformed', 'A peer is named by its `url`.', {
        expected: { url: 'https://<host>' },
      });
    const peer = await addPeer(context, url);
    onAdded();
    return c.json({ commons: peer.commons, name: peer.name, baseUrl: peer.baseUrl }, 201);
  });
  return routes;
}
