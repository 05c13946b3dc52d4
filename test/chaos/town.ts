import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Scid, Subject } from '../../protocol/ids.ts';
import type { Client, MemberKey } from '../../server/client/client.ts';
import { createClient } from '../../server/client/create-client.ts';
import { readConfig } from '../../server/config.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/db/embedded/start.ts';
import { found } from '../../server/flows/founding/found.ts';
import type { Instance } from '../../server/instance.ts';
import { openInstance } from '../../server/serve.ts';
import { freePort, newFolder } from '../server/cli/support.ts';
import { type Killable, killDatabase, startKillable } from '../server/crash/support/server.ts';
import { makeDatabase } from '../server/crash/support/shared-commons.ts';
import { type Fate, type Front, openFront, type Passed } from '../support/front.ts';
import { addResource, eventually } from '../support/instances.ts';
import { type Line, openLine } from '../support/line.ts';
import { person } from '../support/people.ts';

/** What each commons has to give: a few promises fill it. */
export const STOCK = 1000;

/** Five servers have some twenty each, and those of dead ones end a little later. */
const CONNECTIONS = 300;

/** One commons: a server process behind its public address, and a database of its own. */
export interface House {
  readonly index: number;
  readonly name: string;
  readonly commons: Scid;
  /** Its public address; whatever goes there goes through the bad network. */
  readonly origin: string;
  /** The server itself: its members are near to it. */
  readonly direct: string;
  readonly member: MemberKey;
  readonly client: Client;
  readonly stock: { readonly subject: Subject; readonly id: string };
  readonly sql: postgres.Sql;
  /** Breaks what the server has open to its database. */
  readonly cutDatabase: () => void;
  /** Starts the server unless it runs. */
  readonly start: () => void;
  readonly isReady: () => boolean;
  readonly kill: () => Promise<void>;
  /** Asks it to stop; @returns its status. */
  readonly stop: () => Promise<number>;
  /** Whatever was swallowed on the way there breaks now. */
  readonly wake: () => void;
  /** The instance without a server. */
  readonly atRest: <Result>(work: (instance: Instance) => Promise<Result>) => Promise<Result>;
}

export interface Town {
  readonly houses: readonly House[];
  /** The one PostgreSQL ends as said, and starts again. */
  readonly restartDatabase: (signal: 'SIGKILL' | 'SIGQUIT') => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface TownParts {
  /** How many. */
  readonly houses: number;
  /** What befalls a request on its way to a commons. */
  readonly fateOf: (house: number) => Fate;
  readonly onPassed: (passed: Passed) => void;
}

/** Commons as real processes on one PostgreSQL, founded, with something to give. */
export async function openTown(parts: TownParts): Promise<Town> {
  const folder = await newFolder();
  const database = await openDatabase(join(folder, 'database'));
  const ports = await Promise.all(Array.from({ length: parts.houses }, freePort));
  const fronts = await Promise.all(
    ports.map((port, index) =>
      openFront({ behind: () => [port], fateOf: () => parts.fateOf(index), onPassed: parts.onPassed }),
    ),
  );
  const origins = fronts.map(({ port }, index) => `http://${nameOf(index)}.localhost:${port}`);
  const houses = await Promise.all(
    fronts.map((front, index) => openHouse({ folder, database, front, index, origins, ports })),
  );
  return {
    houses,
    restartDatabase: database.restart,
    close: async () => {
      await Promise.all(houses.map((house) => house.kill()));
      await Promise.all(houses.map(({ client, sql }) => Promise.all([client.close(), sql.end()])));
      await Promise.all(fronts.map((front) => front.close()));
      await database.close();
    },
  };
}

const nameOf = (index: number) => 'abcdefghij'[index] ?? 'x';

interface Database {
  readonly embedded: () => EmbeddedPostgres;
  readonly openLine: () => Promise<Line>;
  readonly restart: Town['restartDatabase'];
  readonly close: () => Promise<void>;
}

/** A PostgreSQL that comes back at another port, and lines that lead to it wherever it is. */
async function openDatabase(dataFolder: string): Promise<Database> {
  const start = () => startEmbeddedPostgres({ dataFolder, onMessage: () => undefined, overTcp: true });
  let current = await start();
  await appendFile(
    join(current.location, 'cluster', 'postgresql.conf'),
    `max_connections = ${CONNECTIONS}\n`,
  );
  await current.stop();
  current = await start();
  let isUp = true;
  const lines: Line[] = [];
  return {
    embedded: () => current,
    openLine: async () => {
      const line = await openLine(() => (isUp ? current.connection.port : null));
      lines.push(line);
      return line;
    },
    restart: async (signal) => {
      isUp = false;
      await killDatabase(current.location, signal);
      for (const line of lines) line.cut();
      const before = current;
      current = await start();
      await before.stop(); // one use ends where the other has begun: it goes on running
      isUp = true;
    },
    close: async () => {
      await Promise.all(lines.map((line) => line.close()));
      await current.stop();
    },
  };
}

interface HouseParts {
  readonly folder: string;
  readonly database: Database;
  readonly front: Front;
  readonly index: number;
  readonly origins: readonly string[];
  readonly ports: readonly number[];
}

async function openHouse({ folder, database, front, index, origins, ports }: HouseParts): Promise<House> {
  const name = nameOf(index);
  const [origin = '', port = 0] = [origins[index], ports[index]];
  const line = await database.openLine();
  const { connection } = database.embedded();
  const url = await makeDatabase({ ...connection, port: line.port }, `house_${name}`);
  const data = join(folder, name);
  const settings = { DATABASE_URL: url, FOLKMOOT_ORIGIN: origin, FOLKMOOT_PRIVATE_PEERS: origins.join(' ') };
  const atRest: House['atRest'] = async (work) => {
    const config = readConfig({ ...settings, FOLKMOOT_DATA: data, FOLKMOOT_LOG_LEVEL: 'silent' });
    const { instance, close } = await openInstance(config, origin, () => undefined);
    try {
      return await work(instance);
    } finally {
      await close();
    }
  };
  const { author, key, sign } = person(`founder of the house ${name}`);
  const commons = await atRest(({ context, committer, sealer }) => {
    const founders = [{ subject: author, pseudonym: `Founder of ${name}`, key }] as const;
    const plain = { name: `House ${name}`, purpose: 'To last.', language: 'en', timeZone: 'UTC' } as const;
    return found(context, committer, sealer, { ...plain, founders }, { sign });
  });
  const direct = `http://localhost:${port}`;
  const member = { author, key, sign };
  const client = createClient(direct, member, { commons });

  let running: { readonly child: Killable; ready: boolean } | null = null;
  const start = () => {
    if (running !== null) return;
    const child = startKillable(data, direct, { ...settings, FOLKMOOT_LOG_LEVEL: 'silent' });
    const mine = { child, ready: false };
    running = mine;
    child.ready.then(
      () => {
        mine.ready = true;
      },
      () => undefined,
    );
    child.ended.then(() => {
      if (running === mine) running = null; // its database was away: whoever looks after it starts it again
    });
  };
  const isReady = () => running?.ready === true;
  start();
  await eventually(`the server of ${name} answers`, async () => isReady());
  const stock = await addResource(
    { client },
    { kind: 'hours', name: 'Hours', unit: 'hour', quantity: STOCK },
  );
  return {
    ...{ index, name, commons, origin, direct, member, client, stock, atRest, start, isReady },
    sql: postgres(url, { max: 1, onnotice: () => undefined, max_lifetime: null }),
    cutDatabase: line.cut,
    wake: front.wake,
    kill: async () => {
      const before = running;
      running = null;
      await before?.child.kill();
    },
    stop: async () => {
      const before = running;
      running = null;
      return before === null ? 0 : before.child.stop();
    },
  };
}
