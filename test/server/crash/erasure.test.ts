import { chmod, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Scid } from '../../../protocol/ids.ts';
import type { Client, MemberKey } from '../../../server/client/client.ts';
import { createClient } from '../../../server/client/create-client.ts';
import { readConfig } from '../../../server/config.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../server/db/embedded/start.ts';
import { found } from '../../../server/flows/founding/found.ts';
import { rebuildLog } from '../../../server/flows/rebuild/rebuild.ts';
import { systemRandom } from '../../../server/random.ts';
import { openInstance } from '../../../server/serve.ts';
import { act, eventually } from '../../support/instances.ts';
import { person } from '../../support/people.ts';
import { cleanUp, ensureBuilt, freePort, newFolder } from '../cli/support.ts';
import {
  BEFORE_ANYTHING_GOES,
  BEING_COMMITTED,
  DOCUMENT_GOES,
  everythingIn,
  killedAt,
  TEXTS_GO,
} from './support/kill-point.ts';
import { type Killable, startKillable } from './support/server.ts';

/** What a text says, and what a document says inline. */
const SAID = 'Ana never keeps her word.';
const NAMED = 'On the illness of Cem';

const founder = person('founder of a commons that erases');
const member: MemberKey = { author: founder.author, key: founder.key, sign: founder.sign };
let embedded: EmbeddedPostgres;
let folder: string;
let commons: Commons;

/** One commons on a PostgreSQL of the operator's, which two server processes share. */
interface Commons {
  readonly sql: postgres.Sql;
  readonly log: Scid;
  /** Starts one of the two; each has a data folder and a port of its own. */
  readonly start: (which?: 0 | 1) => Promise<void>;
  readonly kill: (which?: 0 | 1) => Promise<void>;
  /** Where one of them waits before it is ready. */
  readonly begin: (which: 0 | 1) => Killable;
  readonly client: (which?: 0 | 1) => Client;
  readonly rebuilt: () => Promise<readonly unknown[]>;
}

beforeAll(async () => {
  await ensureBuilt();
  folder = await newFolder();
  embedded = await startEmbeddedPostgres({
    dataFolder: join(folder, 'database'),
    onMessage: () => undefined,
    overTcp: true,
  });
}, 120_000);
afterAll(async () => {
  await embedded?.stop();
  await cleanUp();
}, 120_000);

let count = 0;
beforeEach(async () => {
  commons = await newCommons(`commons_${++count}`);
  await commons.start();
  return async () => {
    await Promise.all([commons.kill(0), commons.kill(1)]);
    await commons.sql.end();
  };
}, 120_000);

async function newCommons(name: string): Promise<Commons> {
  const { host, port, user, password = '' } = embedded.connection;
  const url = (database: string) =>
    `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
  const admin = postgres(url('postgres'), { max: 1 });
  await admin.unsafe(`create database ${name}`); // empty: whoever starts first migrates it
  await admin.end();
  const data = [0, 1].map((which) => join(folder, `${name}-${which}`)) as [string, string];
  const ports = [await freePort(), await freePort()];
  const origin = `http://localhost:${ports[0]}`;
  const settings = { DATABASE_URL: url(name) };
  const open = () =>
    openInstance(
      readConfig({ ...settings, FOLKMOOT_DATA: data[0], FOLKMOOT_LOG_LEVEL: 'error' }),
      origin,
      () => undefined,
    );
  const { instance, close } = await open();
  const log = await found(
    instance.context,
    instance.committer,
    instance.sealer,
    {
      name: 'A commons that erases',
      purpose: 'To forget.',
      language: 'en',
      timeZone: 'UTC',
      founders: [{ subject: founder.author, pseudonym: 'Ana', key: founder.key }],
    },
    { sign: founder.sign },
  );
  await close();
  await mkdir(data[1], { mode: 0o700 });
  await cp(join(data[0], 'keys'), join(data[1], 'keys'), { recursive: true });
  await chmod(join(data[1], 'keys', 'instance.key'), 0o600);
  const running: [Killable | null, Killable | null] = [null, null];
  const sql = postgres(url(name), { max: 1, onnotice: () => undefined });
  const begin = (which: 0 | 1): Killable => {
    const started = startKillable(data[which], `http://localhost:${ports[which]}`, {
      ...settings,
      FOLKMOOT_ORIGIN: origin,
      PORT: String(ports[which]),
    });
    running[which] = started;
    return started;
  };
  return {
    sql,
    log,
    begin,
    start: (which = 0) => begin(which).ready,
    kill: async (which = 0) => {
      await running[which]?.kill();
      running[which] = null;
    },
    client: (which = 0) => createClient(`http://localhost:${ports[which]}`, member),
    rebuilt: async () => {
      const again = await open();
      const { differences } = await rebuildLog(again.instance.context, log, {
        write: false,
        onProgress: () => undefined,
      });
      await again.close();
      return differences;
    },
  };
}

interface Written {
  readonly circle: string;
  readonly hashes: readonly string[];
  readonly erases: readonly JsonObject[];
}

/** A proposal with words in texts, and a draft that names somebody inline. */
async function write(client: Client): Promise<Written> {
  const { domains } = (await client.get('/register')) as {
    domains: { subject: string; title: Record<string, string> }[];
  };
  const charter = domains.find(({ title }) => title.en?.includes('charter'));
  const drafted = await client.draft('proposal', {
    driver: { say: SAID },
    operations: [{ op: 'resolve', text: { say: 'We mend the fence.' } }],
    domain: charter?.subject ?? '',
  });
  const [proposal] = await client.submit([drafted]);
  const subject = systemRandom.subject();
  const circle = await act(client, 'circle', {
    subject,
    kind: 'working-group',
    name: { en: NAMED },
    aim: { en: 'To help.' },
    members: [member.author],
    status: 'active',
  });
  const hashes = Object.keys(drafted.attachments);
  return {
    circle: circle.id,
    hashes,
    erases: [
      { document: proposal?.id ?? '', attachments: hashes },
      { document: circle.id, payload: { thread: subject } },
    ],
  };
}

const isThere = async () => {
  const all = await everythingIn(commons.sql);
  return [all.includes(SAID), all.includes(NAMED)];
};
const erasuresLogged = async () =>
  (await commons.sql`select from entries where convert_from(payload, 'UTF8') like '%"type":"erasure"%'`)
    .length;

/** Neither process shows it: not to its author either. */
async function goneFromTheApi({ hashes, circle }: Written, ...which: (0 | 1)[]): Promise<void> {
  for (const one of which) {
    const client = commons.client(one);
    for (const hash of hashes)
      await expect(client.getBytes(`/attachments/${hash}`)).rejects.toMatchObject({
        type: 'erased',
      });
    for (const path of ['/log/entries?after=-1', '/proposals', `/bundles/${encodeURIComponent(circle)}`])
      for (const said of [SAID, NAMED]) {
        const text = new TextDecoder().decode(await client.getBytes(path).catch(() => new Uint8Array()));
        expect(text).not.toContain(said);
        expect(text).not.toContain(Buffer.from(said).toString('base64url').slice(2, -2));
      }
    await client.close();
  }
}

describe('§16 [R-16.18] a server is killed while it erases', () => {
  test.each([
    [BEFORE_ANYTHING_GOES, false],
    [TEXTS_GO, false],
    [DOCUMENT_GOES, false],
    [BEING_COMMITTED, true],
  ] as const)(
    'when $name: all of it is done or nothing, and once in the end',
    async (point, isDone) => {
      const client = commons.client();
      const written = await write(client);
      expect(await isThere()).toEqual([true, true]);
      const drafted = await client.draft('erasure', {
        erases: [...written.erases],
        ground: 'author-request',
      });
      expect(drafted.verdict.status).toBe('counted');
      await killedAt(commons.sql, point, {
        act: () => client.submit([drafted]),
        kill: () => commons.kill(),
      });
      expect(await isThere()).toEqual([!isDone, !isDone]);
      expect(await erasuresLogged()).toBe(isDone ? 1 : 0);
      await Promise.all([commons.start(0), commons.start(1)]);
      await Promise.all([client, commons.client(1)].map((one) => one.submit([drafted]))); // both are sent it again
      expect(await isThere()).toEqual([false, false]);
      expect(await erasuresLogged()).toBe(1);
      await goneFromTheApi(written, 0, 1);
      await Promise.all([commons.kill(0), commons.kill(1)]);
      expect(await commons.rebuilt()).toEqual([]);
      await client.close();
    },
    180_000,
  );
});

describe('§16 [R-16.20] a part of the database came back from a backup', () => {
  test.each([
    ['with the table of what was erased', true],
    ['without it', false],
  ] as const)(
    '%s: the next start erases it again, also the start after one that was killed',
    async (_, whole) => {
      const { sql } = commons;
      const client = commons.client();
      const written = await write(client);
      await sql`create table backup_texts as select * from attachments where hash in ${sql([...written.hashes])}`;
      await sql`create table backup_entries as select * from entries where id = ${written.circle}`;
      await act(client, 'erasure', { erases: [...written.erases], ground: 'author-request' });
      await client.close();
      await commons.kill();
      await sql`insert into attachments select * from backup_texts`;
      await sql`update entries e set author = b.author, key = b.key, payload = b.payload, signature = b.signature
      from backup_entries b where e.id = b.id`;
      if (whole) await sql`delete from erased`;
      await sql`drop table backup_texts, backup_entries`;
      expect(await isThere()).toEqual([true, true]);
      const [before] = await sql`select size, root from logs where log = ${commons.log}`;
      await killedAt(sql, TEXTS_GO, {
        act: async () => commons.begin(0).ready,
        kill: () => commons.kill(),
      });
      expect(await isThere()).toEqual([true, true]);
      await Promise.all([commons.start(0), commons.start(1)]);
      await eventually('it is gone', async () => !(await isThere()).includes(true));
      expect(await sql`select size, root from logs where log = ${commons.log}`).toEqual([before]);
      expect(await erasuresLogged()).toBe(1);
      await goneFromTheApi(written, 0, 1);
    },
    180_000,
  );
});

describe('§16 [R-16.15] a server is killed between a decision to erase and the erasure', () => {
  test('two that start at once log one erasure, and nothing is left', async () => {
    const client = commons.client();
    const written = await write(client);
    const drafted = await client.draft('decision', {
      operations: [{ op: 'erase', erases: [...written.erases], ground: 'safety' }],
      reason: { say: 'It hurts somebody.' },
    });
    expect(drafted.verdict.status).toBe('counted');
    await killedAt(commons.sql, BEFORE_ANYTHING_GOES, {
      act: () => client.submit([drafted]),
      kill: () => commons.kill(),
    });
    expect(await isThere()).toEqual([true, true]);
    expect(await erasuresLogged()).toBe(0);
    await Promise.all([commons.start(0), commons.start(1)]);
    await eventually('it is gone', async () => !(await isThere()).includes(true));
    await goneFromTheApi(written, 0, 1);
    await Promise.all([commons.kill(0), commons.kill(1)]);
    expect(await erasuresLogged()).toBe(1);
    expect(await commons.rebuilt()).toEqual([]);
    await client.close();
  }, 180_000);
});
