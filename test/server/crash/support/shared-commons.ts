import { chmod, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Scid } from '../../../../protocol/ids.ts';
import type { Client, MemberKey } from '../../../../server/client/client.ts';
import { createClient } from '../../../../server/client/create-client.ts';
import { readConfig } from '../../../../server/config.ts';
import type { Connection } from '../../../../server/db/embedded/database.ts';
import { found } from '../../../../server/flows/founding/found.ts';
import type { Instance } from '../../../../server/instance.ts';
import { openInstance } from '../../../../server/serve.ts';
import { freePort } from '../../cli/support.ts';
import { type Killable, startKillable } from './server.ts';

/** One commons on a PostgreSQL of the operator's, which two server processes share. */
export interface SharedCommons {
  readonly sql: postgres.Sql;
  readonly log: Scid;
  readonly ports: readonly [number, number];
  /** Starts one of the two; each has a data folder and a port of its own. */
  readonly start: (which?: 0 | 1) => Promise<void>;
  readonly kill: (which?: 0 | 1) => Promise<void>;
  /** One of them, where it may not be ready yet. */
  readonly begin: (which: 0 | 1) => Killable;
  readonly client: (which?: 0 | 1) => Client;
  readonly originOf: (which: 0 | 1) => string;
  /** The instance without a server. */
  readonly atRest: <Result>(work: (instance: Instance) => Promise<Result>) => Promise<Result>;
}

export interface SharedWish {
  /** Of the database, and of the folders. */
  readonly name: string;
  readonly folder: string;
  readonly connection: Connection;
  readonly member: MemberKey;
  /** Where others find it; the first process, unless somebody stands before them. */
  readonly origin?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Founds a commons that two processes can serve. */
export async function shareCommons(wish: SharedWish): Promise<SharedCommons> {
  const { name, folder, connection, member } = wish;
  const url = await makeDatabase(connection, name);
  const data = [0, 1].map((which) => join(folder, `${name}-${which}`)) as [string, string];
  const ports = [await freePort(), await freePort()] as const;
  const originOf = (which: 0 | 1) => `http://localhost:${ports[which]}`;
  const origin = wish.origin ?? originOf(0);
  const settings = { ...wish.settings, DATABASE_URL: url };
  const atRest: SharedCommons['atRest'] = async (work) => {
    const config = readConfig({ ...settings, FOLKMOOT_DATA: data[0], FOLKMOOT_LOG_LEVEL: 'error' });
    const { instance, close } = await openInstance(config, origin, () => undefined);
    try {
      return await work(instance);
    } finally {
      await close();
    }
  };
  const log = await atRest(({ context, committer, sealer }) => {
    const { author, key, sign } = member;
    const founders = [{ subject: author, pseudonym: 'Ana', key }] as const;
    const plain = { name, purpose: 'To last.', language: 'en', timeZone: 'UTC' } as const;
    return found(context, committer, sealer, { ...plain, founders }, { sign });
  });
  await mkdir(data[1], { mode: 0o700 });
  await cp(join(data[0], 'keys'), join(data[1], 'keys'), { recursive: true });
  await chmod(join(data[1], 'keys', 'instance.key'), 0o600);
  const running: [Killable | null, Killable | null] = [null, null];
  const begin = (which: 0 | 1): Killable => {
    const more = { ...settings, FOLKMOOT_ORIGIN: origin, PORT: String(ports[which]) };
    const started = startKillable(data[which], originOf(which), more);
    running[which] = started;
    return started;
  };
  return {
    sql: postgres(url, { max: 1, onnotice: () => undefined }),
    log,
    ports,
    begin,
    originOf,
    atRest,
    start: (which = 0) => begin(which).ready,
    kill: async (which = 0) => {
      await running[which]?.kill();
      running[which] = null;
    },
    client: (which = 0) => createClient(originOf(which), member),
  };
}

/** An empty one: whoever starts first migrates it. @returns its address. */
export async function makeDatabase(connection: Connection, name: string): Promise<string> {
  const { host, port, user, password = '' } = connection;
  const url = (database: string) =>
    `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
  const admin = postgres(url('postgres'), { max: 1 });
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  return url(name);
}
