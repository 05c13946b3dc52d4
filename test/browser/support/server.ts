import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../server/config.ts';
import { type RunningServer, serve } from '../../../server/serve.ts';

/** A real server on a port of the system's choice, with nothing founded on it. */
export async function startServer(): Promise<{
  readonly server: RunningServer;
  readonly stop: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'folkmoot-browser-'));
  const config = readConfig({ PORT: '0', FOLKMOOT_DATA: join(folder, 'data'), FOLKMOOT_LOG_LEVEL: 'error' });
  const server = await serve(config, () => undefined);
  return {
    server,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
