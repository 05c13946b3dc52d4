import { Hono } from 'hono';
import { scidSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { witnessedNote } from '../../flows/peers/confirm-history.ts';
import type { Instance } from '../../instance.ts';

/** What this witness has seen of other logs, for everybody. Spec §3. */
export function witnessRoutes({ context }: Instance): Hono {
  const routes = new Hono();
  routes.get('/witness/checkpoints/:log', async (c) => {
    const log = scidSchema.safeParse(c.req.param('log'));
    const note = log.success ? await witnessedNote(context, log.data) : null;
    if (note === null) throw new ProtocolError('not-found', 'This witness has cosigned nothing of this log.');
    c.header('Cache-Control', 'no-cache');
    return c.text(note);
  });
  return routes;
}
