import { Hono } from 'hono';
import type { Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { advanceMirror } from '../../flows/peers/advance-mirror.ts';
import { parseLogPage } from '../../flows/peers/log-page.ts';
import { findPeer, wake } from '../../flows/peers/peer-record.ts';
import { assertFollowed } from '../../flows/peers/welcome.ts';
import { cosignCheckpoint } from '../../flows/peers/witness.ts';
import type { Instance } from '../../instance.ts';
import { readBody, readJson } from '../read-body.ts';
import { peerOf } from '../sender.ts';

/**
 * What peers send: pages of their logs, and checkpoints to cosign. Spec §10, §3.
 *
 * @param onReceived told when a peer's log has grown here.
 */
export function inboxRoutes({ context }: Instance, onReceived: (peer: Scid) => void): Hono {
  const routes = new Hono();

  routes.post('/inbox', async (c) => {
    const sender = await peerOf(c, context);
    const page = parseLogPage(await readJson(c));
    if (page.commons !== sender) {
      throw new ProtocolError('forbidden', 'A peer pushes its own log and no other.', {
        commons: page.commons,
      });
    }
    const peer = await findPeer(context.store, sender);
    if (peer !== null) await assertFollowed(context, peer);
    const { size, results } = await advanceMirror(context, sender, page);
    await wake(context, sender);
    onReceived(sender);
    return c.json({ size, results }, 202);
  });

  routes.post('/witness/add-checkpoint', async (c) => {
    const sender = await peerOf(c, context);
    try {
      const cosignature = await cosignCheckpoint(context, await readBody(c));
      await wake(context, sender);
      return c.text(cosignature);
    } catch (error) {
      if (!(error instanceof ProtocolError) || error.type !== 'conflict') throw error;
      // C2SP tlog-witness: the answer to a wrong old size is the right one.
      return c.text(`${error.extensions.size}\n`, 409, { 'content-type': 'text/x.tlog.size' });
    }
  });

  return routes;
}
