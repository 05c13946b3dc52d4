import { Hono } from 'hono';
import type { Instance } from '../../instance.ts';

/** Live: the process answers. Ready: the database answers too, and nothing shuts down; a log that is read-only is read. */
export function healthRoutes({ context }: Instance, isStopping: () => boolean): Hono {
  const routes = new Hono();
  routes.get('/health/live', (c) => c.json({ status: 'live' }));
  routes.get('/health/ready', async (c) => {
    if (isStopping()) return c.json({ status: 'stopping' }, 503);
    try {
      await context.now();
      const { kind } = context.history.standing();
      return c.json({ status: kind === 'confirmed' ? 'ready' : `read-only: ${kind}` });
    } catch (error) {
      context.logger.warn({ err: error }, 'not ready');
      return c.json({ status: 'the database does not answer' }, 503);
    }
  });
  return routes;
}
