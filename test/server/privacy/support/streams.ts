import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createApp } from '../../../../server/app.ts';
import { listen } from '../../../../server/http/listen.ts';
import { openLive } from '../../../../server/http/open-live.ts';
import type { Instance } from '../../../../server/instance.ts';
import { eventually } from '../../../support/instances.ts';

/** Event streams, for which there must be a socket. */
export interface Streams {
  /** All that a stream shows until it has caught up. */
  readonly read: (
    path: string,
    headers: Readonly<Record<string, string>>,
  ) => Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }>;
  readonly close: () => Promise<void>;
}

/** One signer has 16; those that were left end a little later. */
const OPEN_MOST = 8;

const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };

export async function openStreams(instance: Instance): Promise<Streams> {
  const hub = openLive(instance.context);
  const app = createApp(instance, HOOKS, hub);
  const { port, close } = await listen('127.0.0.1', 0, (asked, env) => app.fetch(asked, env));
  return {
    async read(path, headers) {
      const asked = request({ port, host: '127.0.0.1', path, headers });
      asked.end();
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      let text = '';
      for await (const chunk of answer.setEncoding('utf8')) {
        text += chunk;
        if (/^event: checkpoint\n.*\n\n/m.test(text)) break; // leaving the loop ends the request
      }
      if (hub.count() > OPEN_MOST) await eventually('streams end', async () => hub.count() === 0);
      const { statusCode: status = 0 } = answer;
      return { status, headers: new Headers(answer.headers as Record<string, string>), text };
    },
    async close() {
      hub.close();
      await close();
    },
  };
}
