import { type AppHooks, createApp } from '../../../server/app.ts';
import { type Listening, listen } from '../../../server/http/listen.ts';
import type { Instance } from '../../../server/instance.ts';

const HOOKS: AppHooks = {
  onReceived: () => undefined,
  onPeerAdded: () => undefined,
  isStopping: () => false,
};

/** Pages of an instance that does nothing but answer, on a port of the system's choice. */
export async function servePages(
  instance: Instance,
): Promise<{ readonly origin: string; readonly stop: Listening['close'] }> {
  const app = createApp(instance, HOOKS);
  const { port, close } = await listen('127.0.0.1', 0, (request) => app.fetch(request));
  return { origin: `http://127.0.0.1:${port}`, stop: close };
}
