import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '../../server/client/client.ts';
import { createClient } from '../../server/client/create-client.ts';
import { readConfig } from '../../server/config.ts';
import { found } from '../../server/flows/founding/found.ts';
import { openInstance } from '../../server/serve.ts';
import { cleanUp, ensureBuilt, freePort, newFolder } from '../server/cli/support.ts';
import { startKillable, stopDatabase } from '../server/crash/support/server.ts';
import { person } from '../support/people.ts';

/** A server in a process of its own, with one commons. */
export interface StreamServer {
  readonly port: number;
  readonly client: Client;
  /** KiB that the process holds; null where the system does not tell. */
  readonly memory: () => Promise<number | null>;
  readonly stop: () => Promise<void>;
}

export async function startStreamServer(): Promise<StreamServer> {
  await ensureBuilt();
  const dataFolder = join(await newFolder(), 'data');
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const { author, key, sign } = person('founder of a commons that is followed');
  const config = readConfig({ FOLKMOOT_DATA: dataFolder, FOLKMOOT_LOG_LEVEL: 'error' });
  const { instance, close } = await openInstance(config, origin, () => undefined);
  const founders = [{ subject: author, pseudonym: 'Ana', key }] as const;
  const plain = { name: 'A commons that is followed', purpose: 'To be read.' } as const;
  const wish = { ...plain, language: 'en', timeZone: 'UTC', founders } as const;
  await found(instance.context, instance.committer, instance.sealer, wish, { sign });
  await close();
  const child = startKillable(dataFolder, origin);
  await child.ready;
  const client = createClient(origin, { author, key, sign });
  return {
    port,
    client,
    memory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
      return kib === undefined ? null : Number(kib);
    },
    stop: async () => {
      await client.close();
      await child.stop();
      await stopDatabase(dataFolder);
      await cleanUp();
    },
  };
}
