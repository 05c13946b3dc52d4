import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono, type Context as HonoContext } from 'hono';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { LiveHub, Sink } from '../../flows/live/hub.ts';
import { assertWithinLog } from '../../flows/live/within-log.ts';
import type { Instance } from '../../instance.ts';
import { filterIn } from '../filter-in.ts';
import { readerOf } from '../sender.ts';
import { integer } from './log.ts';

/** A stream that is ended gets so long to take in its last words. */
const LAST_WORDS_MS = 2_000;

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-accel-buffering': 'no', // a proxy that waits for more would hold back the newest
} as const;

/** The log as it grows, as an event stream. Spec §19. */
export function liveRoutes({ context }: Instance, hub: LiveHub): Hono {
  const routes = new Hono();
  routes.get('/log/live', async (c) => {
    const signer = await readerOf(c, context);
    // Whoever was cut off says where it was; that is newer than its address.
    const after = integer(c.req.header('last-event-id') ?? c.req.query('after') ?? '-1', -1, 'after');
    const filter = filterIn(c, ['after', 'checkpoint']);
    await assertWithinLog(context, after, c.req.query('checkpoint') ?? null);
    const response = rawResponse(c);
    if (c.req.method === 'HEAD') return c.body(null, 200, HEADERS);
    await hub.open({ signer, after, filter, sink: sinkOf(response) });
    return RESPONSE_ALREADY_SENT;
  });
  return routes;
}

function rawResponse(c: HonoContext): ServerResponse {
  const env: { readonly outgoing?: ServerResponse } | undefined = c.env;
  if (env?.outgoing !== undefined) return env.outgoing;
  throw new ProtocolError('unavailable', 'Streams need a connection of their own.');
}

/** Whole buffers go to the socket as they are: every layer in between would cost more than all the rest. */
function sinkOf(response: ServerResponse): Sink {
  const begin = () => {
    if (!response.headersSent) response.writeHead(200, HEADERS);
  };
  return {
    async write(bytes, patienceMs) {
      if (response.destroyed || response.writableEnded) return false;
      begin();
      if (response.write(bytes)) return true;
      return new Promise((resolve) => {
        const settle = (isThere: boolean) => {
          clearTimeout(late);
          response.off('drain', drained).off('close', closed);
          resolve(isThere);
        };
        const drained = () => settle(true);
        const closed = () => settle(false);
        const late = setTimeout(closed, patienceMs);
        response.once('drain', drained).once('close', closed);
      });
    },
    end(last) {
      if (response.destroyed || response.writableEnded) return;
      begin();
      response.end(last);
      const late = setTimeout(() => response.destroy(), LAST_WORDS_MS);
      late.unref();
      response.once('close', () => clearTimeout(late));
    },
    onGone(listener) {
      response.once('close', listener);
    },
  };
}
