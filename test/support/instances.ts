import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../protocol/canonical.ts';
import type { Scid, Subject } from '../../protocol/ids.ts';
import type { Client, ClientPlaced, MemberKey } from '../../server/client/client.ts';
import { createClient } from '../../server/client/create-client.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { found } from '../../server/flows/founding/found.ts';
import { systemRandom } from '../../server/random.ts';
import { type RunningServer, serve } from '../../server/serve.ts';
import { person } from './people.ts';

/** A real instance on a loopback port of the system's choice, with its own database, and its only founder's client. */
export interface TestInstance {
  readonly name: string;
  readonly config: Config;
  readonly server: RunningServer;
  readonly commons: Scid;
  readonly founder: MemberKey;
  readonly client: Client;
  readonly stop: () => Promise<void>;
}

/** Ports are not known before all instances listen, so each may reach any port of the others' names. */
const PRIVATE_NAMES = ['a', 'b', 'c'];

/**
 * Starts instances that know each other's origins, and founds a commons on each.
 *
 * @param names from `a`, `b`, `c`: they serve `http://a.localhost:<port>` and so on.
 */
export async function startInstances(names: readonly string[]): Promise<TestInstance[]> {
  const ports = new Map<string, number>();
  for (const name of names) ports.set(name, await freePort());
  const origins = [...ports].map(([name, port]) => `http://${name}.localhost:${port}`);
  return Promise.all(names.map((name) => startInstance(name, ports.get(name) ?? 0, origins)));
}

async function startInstance(name: string, port: number, origins: readonly string[]): Promise<TestInstance> {
  if (!PRIVATE_NAMES.includes(name)) throw new TypeError(`instances are named ${PRIVATE_NAMES.join(', ')}`);
  const folder = await mkdtemp(join(tmpdir(), `folkmoot-${name}-`));
  await chmod(folder, 0o711); // open for passing through: under root the database runs as another user
  const config = readConfig({
    PORT: String(port),
    FOLKMOOT_DATA: join(folder, 'data'),
    FOLKMOOT_ORIGIN: `http://${name}.localhost:${port}`,
    FOLKMOOT_PRIVATE_PEERS: origins.join(' '),
    FOLKMOOT_LOG_LEVEL: 'silent',
  });
  const server = await serve(config, () => undefined);
  const { author, key, sign } = person(`founder ${name} ${systemRandom.salt()}`);
  const { context, committer, sealer } = server.instance;
  const wish = {
    name: `Commons ${name.toUpperCase()}`,
    purpose: 'To share what we have.',
    language: 'en',
    timeZone: 'UTC',
    founders: [{ subject: author, pseudonym: `Founder of ${name}`, key }],
  } as const;
  const commons = await found(context, committer, sealer, wish, { sign });
  const founder = { author, key, sign };
  const client = createClient(server.origin, founder);
  return {
    name,
    config,
    server,
    commons,
    founder,
    client,
    stop: async () => {
      await client.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Drafts, signs and logs a document; the draft must say that it would count. */
export async function act(client: Client, type: string, fields: JsonObject): Promise<ClientPlaced> {
  const drafted = await client.draft(type, fields);
  if (drafted.verdict.status !== 'counted')
    throw new Error(`would not count: ${JSON.stringify(drafted.verdict)}`);
  const [placed] = await client.submit([drafted]);
  if (placed === undefined) throw new TypeError('a submitted document gets an answer');
  return placed;
}

/** A resource of the commons, adopted by its coordinator. */
export async function addResource(
  { client }: Pick<TestInstance, 'client'>,
  what: { readonly kind: string; readonly name: string; readonly unit: string; readonly quantity: number },
): Promise<{ readonly subject: Subject; readonly id: string }> {
  const { domains } = (await client.get('/register')) as { domains: { subject: Subject }[] };
  const subject = systemRandom.subject();
  const drafted = await act(client, 'resource', {
    subject,
    kind: what.kind,
    name: { en: what.name },
    unit: what.unit,
    capacity: { model: 'stock', quantity: what.quantity },
    steward: domains[0]?.subject ?? subject,
    askers: 'peers',
  });
  await act(client, 'decision', {
    operations: [{ op: 'adopt', adopts: { type: 'resource', subject, id: drafted.id } }],
    reason: { say: `We have ${what.name}.` },
  });
  return { subject, id: drafted.id };
}

/** Waits until something holds; what it waits for is said when it never does. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + EVENTUALLY_MS_MAX;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`it never came about that ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Long beside what it waits for, on the slowest machine: it ends a test that hangs, it measures nothing. */
const EVENTUALLY_MS_MAX = 60_000;
const LOOK_EVERY_MS = 50;

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
