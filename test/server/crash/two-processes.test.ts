import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../../server/client/create-client.ts';
import { readConfig } from '../../../server/config.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../server/db/embedded/start.ts';
import { found } from '../../../server/flows/founding/found.ts';
import { type RunningServer, serve } from '../../../server/serve.ts';
import { type Audit, auditLog } from '../../support/audit-log.ts';
import { type Front, openFront, type Passed } from '../../support/front.ts';
import { eventually } from '../../support/instances.ts';
import { person } from '../../support/people.ts';
import { cleanUp, ensureBuilt, freePort, newFolder } from '../cli/support.ts';
import { lostOf, wronglyShownOf } from './support/ledger-faults.ts';
import { type Load, newLedger, startLoad } from './support/load.ts';
import { openReceiver, type Receiver, readStream, type StreamReader } from './support/readers.ts';
import type { Killable } from './support/server.ts';
import { makeDatabase, type SharedCommons, shareCommons } from './support/shared-commons.ts';

/** Answers of each process while both live, of the one that dies, and of the other one after that. */
const ANSWERS = 25;
const PUBLISHERS = 3;

/**
 * Two server processes of one commons on one PostgreSQL, behind one address. Members publish at both, and at both somebody
 * reads the stream; two webhooks and a peer are told. Then one of them dies in the midst of it.
 */
describe('C3 two processes of one commons on one PostgreSQL, under load', () => {
  const founder = person('founder of a commons of two processes');
  const neighbour = person('founder of the commons beside it');
  const ledgers = [newLedger(), newLedger()] as const;
  const pushes: (readonly number[])[] = [];
  let embedded: EmbeddedPostgres;
  let commons: SharedCommons;
  let processes: readonly [Killable, Killable];
  let alive: readonly number[];
  let front: Front;
  let peerFront: Front;
  let peer: RunningServer;
  let receiver: Receiver;
  let readers: readonly StreamReader[];

  beforeAll(async () => {
    await ensureBuilt();
    const folder = await newFolder();
    embedded = await startEmbeddedPostgres({
      dataFolder: join(folder, 'database'),
      onMessage: () => undefined,
      overTcp: true,
    });
    receiver = await openReceiver();
    front = await openFront({ behind: () => alive });
    const peerPort = await freePort();
    peerFront = await openFront({ behind: () => [peerPort], onPassed: notePush });
    const [origin, peerOrigin] = [front, peerFront].map(({ port }) => `http://localhost:${port}`) as [
      string,
      string,
    ];
    const { connection } = embedded;
    const settings = { FOLKMOOT_PRIVATE_PEERS: [peerOrigin, receiver.origin].join(' ') };
    commons = await shareCommons({ name: 'shared', folder, connection, member: founder, origin, settings });
    alive = commons.ports;
    processes = [commons.begin(0), commons.begin(1)];
    const config = readConfig({
      PORT: String(peerPort),
      FOLKMOOT_DATA: join(folder, 'peer'),
      FOLKMOOT_ORIGIN: peerOrigin,
      FOLKMOOT_PRIVATE_PEERS: origin,
      FOLKMOOT_LOG_LEVEL: 'silent',
      DATABASE_URL: await makeDatabase(connection, 'peer'),
    });
    peer = await serve(config, () => undefined);
    await foundNeighbour();
    await Promise.all(processes.map(({ ready }) => ready));
    await meet(origin, peerOrigin);
    readers = [0, 1].map((which) =>
      readStream(() => {
        const port = alive.includes(commons.ports[which] ?? 0) ? commons.ports[which] : alive[0];
        return createClient(`http://localhost:${port}`, null);
      }),
    );
  }, 120_000);

  afterAll(async () => {
    await Promise.all((readers ?? []).map((reader) => reader.end()));
    await Promise.all([commons.kill(0), commons.kill(1)]);
    await commons.sql.end();
    await peer.stop();
    await Promise.all([front.close(), peerFront.close(), receiver.close()]);
    await embedded.stop();
    await cleanUp();
  }, 120_000);

  /** What is pushed to the peer, each push with the entries in it. */
  function notePush({ path, status, body }: Passed): void {
    if (path !== '/inbox' || status !== 202) return;
    const page = JSON.parse(Buffer.from(body).toString()) as { entries: { index: number }[] }; // as it was taken
    pushes.push(page.entries.map(({ index }) => index));
  }

  async function foundNeighbour(): Promise<void> {
    const { context, committer, sealer } = peer.instance;
    const { author, key, sign } = neighbour;
    const founders = [{ subject: author, pseudonym: 'Ben', key }] as const;
    const plain = { name: 'The neighbour', purpose: 'To read.', language: 'en', timeZone: 'UTC' } as const;
    await found(context, committer, sealer, { ...plain, founders }, { sign });
  }

  async function meet(origin: string, peerOrigin: string): Promise<void> {
    const theirs = createClient(`http://localhost:${peer.port}`, neighbour);
    await theirs.post('/peers', { url: origin });
    await theirs.close();
    const ours = commons.client(0);
    await ours.post('/peers', { url: peerOrigin });
    for (const path of ['/one', '/other'])
      await ours.post('/webhooks', { url: `${receiver.origin}${path}`, after: -1 });
    await ours.close();
  }

  const load = (which: 0 | 1, ledger = ledgers[which]) =>
    startLoad(commons.originOf(which), founder, ledger, { publishers: PUBLISHERS, imports: false });
  const sizeNow = async () => {
    const [row] = await commons.sql<{ size: string }[]>`select size from logs where log = ${commons.log}`;
    return Number(row?.size);
  };
  const upTo = (size: number) => Array.from({ length: size }, (_, index) => index);
  const indicesAt = (path: string) => receiver.messagesAt(path).map((id) => Number(id.split('_').at(-1)));

  /** All is logged and cosigned, everybody has been told of all of it, and nobody works on anything. @returns the size. */
  async function drained(): Promise<number> {
    return eventually('everybody has everything', async () => {
      const size = await sizeNow();
      const rows = await commons.sql<{ after: string; held: string }[]>`
        select "after", lease_until as held from cursors`;
      const told = rows.every(({ after, held }) => Number(after) === size - 1 && Number(held) === 0);
      const read = readers.every(({ seen }) => seen.at(-1) === size - 1);
      const [busy] = await commons.sql<{ count: string }[]>`
        select count(*) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;
      const cosigned = await commons.sql`
        select from records where kind = 'peer' and value->>'cosigned' = ${String(size)}`;
      return rows.length === 3 && told && read && cosigned.length === 1 && Number(busy?.count) === 0
        ? size
        : null;
    });
  }

  test('while both live: one log, and everybody is told of each entry once, in order', async () => {
    const loads = [load(0), load(1)];
    await Promise.all(loads.map((one) => one.until('answers', ANSWERS)));
    await Promise.all(loads.map((one) => one.end()));
    const size = await drained();
    for (const { seen } of readers) expect(seen).toEqual(upTo(size));
    for (const path of ['/one', '/other']) expect(indicesAt(path)).toEqual(upTo(size));
    const pushed = pushes.flat();
    expect(new Set(pushed).size).toBe(pushed.length);
    for (const { unsure, faults } of ledgers) expect([...unsure.keys(), ...faults]).toEqual([]);
  }, 120_000);

  let held = '';
  let pushedBefore = 0;
  test('one dies while it is at a webhook: the other goes on, with what that one was at as well', async () => {
    const second = await frozenAtRest();
    held = await heldBy(0);
    second.thaw();
    pushedBefore = pushes.length;
    const loads: Load[] = [load(0), load(1)];
    await Promise.all(loads.map((one) => one.until('answers', ANSWERS)));
    await commons.kill(0);
    alive = [commons.ports[1]];
    receiver.goOn();
    loads.push(load(1, ledgers[0])); // whoever was not answered asks the other one
    await Promise.all(loads.slice(1).map((one) => one.until('answers', ANSWERS)));
    await Promise.all(loads.map((one) => one.end()));
    const size = await drained();
    for (const { seen } of readers) expect(seen).toEqual(upTo(size));
    for (const { unsure, faults } of ledgers) expect([...unsure.keys(), ...faults]).toEqual([]);
  }, 120_000);

  test('only what the dead one was at is told again, under the same name', async () => {
    const size = await sizeNow();
    const one = indicesAt('/one');
    const again = Number(held.split('_').at(-1));
    expect(receiver.messagesAt('/one').filter((id) => id === held)).toHaveLength(2);
    expect(one.toSpliced(one.indexOf(again), 1)).toEqual(upTo(size));
    const other = indicesAt('/other');
    const twice = other.filter((index, at) => other.indexOf(index) !== at);
    expect(twice.length).toBeLessThanOrEqual(1);
    expect([...new Set(other)]).toEqual(upTo(size));
    const after = pushes.slice(pushedBefore);
    const pushedAgain = after.filter((page, at) =>
      after.slice(0, at).some((earlier) => earlier.some((index) => page.includes(index))),
    );
    expect(pushedAgain.length).toBeLessThanOrEqual(1);
  });

  test('the peer has the same log, and cosigned it', async () => {
    const size = await sizeNow();
    const theirs = createClient(`http://localhost:${peer.port}`, neighbour);
    expect(await theirs.get('/peers')).toMatchObject({ peers: [{ commons: commons.log, mirrored: size }] });
    await theirs.close();
  });

  test('nothing acknowledged is lost, nothing is doubled, and every checkpoint was of this one log', async () => {
    await commons.kill(1);
    const audit: Audit = await commons.atRest(({ context }) => auditLog(context));
    expect(audit.faults).toEqual([]);
    for (const ledger of ledgers) {
      expect(ledger.acknowledged.size).toBeGreaterThan(ANSWERS);
      expect(lostOf(ledger, audit)).toEqual([]);
      expect(wronglyShownOf(ledger, audit)).toEqual([]);
    }
  }, 60_000);

  /** The second process stands still with nothing under way: no lock, and no cursor. */
  async function frozenAtRest(): Promise<Killable> {
    const [, second] = processes;
    await eventually('the second process stands still with nothing under way', async () => {
      await drained();
      second.freeze();
      const open = await commons.sql`
        select from pg_stat_activity where datname = current_database()
        and (state like 'idle in transaction%' or (state = 'active' and pid <> pg_backend_pid()))`;
      const leased = await commons.sql`select from cursors where lease_until > 0`;
      if (open.length === 0 && leased.length === 0) return true;
      second.thaw();
      return false;
    });
    return second;
  }

  /** One process takes a document and tells the first webhook of it, which does not answer. @returns the message. */
  async function heldBy(which: 0 | 1): Promise<string> {
    const message = receiver.holdAt('/one');
    const one = load(which);
    const [name] = await Promise.all([message, one.until('answers', 1)]);
    await one.end();
    return name;
  }
});
