import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Client, MemberKey } from '../../../server/client/client.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../server/db/embedded/start.ts';
import { rebuildLog } from '../../../server/flows/rebuild/rebuild.ts';
import { systemRandom } from '../../../server/random.ts';
import { act, eventually } from '../../support/instances.ts';
import { person } from '../../support/people.ts';
import { cleanUp, ensureBuilt, newFolder } from '../cli/support.ts';
import {
  BEFORE_ANYTHING_GOES,
  BEING_COMMITTED,
  DOCUMENT_GOES,
  everythingIn,
  killedAt,
  TEXTS_GO,
} from './support/kill-point.ts';
import { type SharedCommons, shareCommons } from './support/shared-commons.ts';

/** What a text says, and what a document says inline. */
const SAID = 'Ana never keeps her word.';
const NAMED = 'On the illness of Cem';

const founder = person('founder of a commons that erases');
const member: MemberKey = { author: founder.author, key: founder.key, sign: founder.sign };
let embedded: EmbeddedPostgres;
let folder: string;
let commons: SharedCommons;

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
  const { connection } = embedded;
  commons = await shareCommons({ name: `commons_${++count}`, folder, connection, member });
  await commons.start();
  return async () => {
    await Promise.all([commons.kill(0), commons.kill(1)]);
    await commons.sql.end();
  };
}, 120_000);

/** What the tables of the log would be if they were made anew, where they are otherwise. */
const rebuilt = () =>
  commons.atRest(async ({ context }) => {
    const { differences } = await rebuildLog(context, commons.log, {
      write: false,
      onProgress: () => undefined,
    });
    return differences;
  });

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
      expect(await rebuilt()).toEqual([]);
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
    expect(await rebuilt()).toEqual([]);
    await client.close();
  }, 180_000);
});
