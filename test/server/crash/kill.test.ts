import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MemberKey } from '../../../server/client/client.ts';
import { createClient } from '../../../server/client/create-client.ts';
import { readConfig } from '../../../server/config.ts';
import { found } from '../../../server/flows/founding/found.ts';
import { openInstance } from '../../../server/serve.ts';
import { type Audit, auditLog } from '../../support/audit-log.ts';
import { eventually } from '../../support/instances.ts';
import { person } from '../../support/people.ts';
import { randomFrom } from '../../support/random.ts';
import { cleanUp, ensureBuilt, freePort, newFolder } from '../cli/support.ts';
import { lostOf, wronglyShownOf } from './support/ledger-faults.ts';
import { importOnce, type Ledger, type Load, newLedger, startLoad } from './support/load.ts';
import { isStopped, type Killable, killDatabase, startKillable, stopDatabase } from './support/server.ts';

/** The moments follow from it, as far as a machine's speed lets them. */
const SEED = 20_260_105;
const KILLS = 50;
const STOPS = 3;
/**
 * A server is killed after so many answers at the most, or steps of an import, which has five; and some milliseconds
 * later: in the midst of whatever is next.
 */
const UNTIL = { answers: 24, steps: 9 } as const;
const LATER_MS_MAX = 15;
/** One of so many is killed before it is ready, and one of so many together with its database. */
const EARLY_EVERY = 7;
const DATABASE_EVERY = 9;
const START_MS_MAX = 900;

/** Fifty servers in turn on one data folder, each killed at some moment; then some that are stopped, and one that lives. */
describe('§3 [R-3.8] kill -9 while documents are published and registers imported', () => {
  const founder = person('founder of a commons that crashes');
  const member: MemberKey = { author: founder.author, key: founder.key, sign: founder.sign };
  const ledger: Ledger = newLedger();
  let dataFolder = '';
  let origin = '';
  let server: Killable | null = null;
  let audit: Audit;

  beforeAll(async () => {
    await ensureBuilt();
    dataFolder = join(await newFolder(), 'data');
    origin = `http://localhost:${await freePort()}`;
    await atRest(async ({ context, committer, sealer }) => {
      const wish = {
        name: 'A commons that crashes',
        purpose: 'To lose nothing.',
        language: 'en',
        timeZone: 'UTC',
        founders: [{ subject: founder.author, pseudonym: 'Ana', key: founder.key }],
      } as const;
      await found(context, committer, sealer, wish, { sign: founder.sign });
    });
  }, 120_000);

  afterAll(async () => {
    await server?.kill();
    await stopDatabase(dataFolder);
    await cleanUp();
  }, 120_000);

  test(`${KILLS} servers are killed, and each next one starts`, async ({ signal }) => {
    const random = randomFrom(SEED);
    for (let kill = 1; kill <= KILLS; kill++) {
      signal.throwIfAborted(); // no server is started that nobody would stop
      server = startKillable(dataFolder, origin);
      if (kill % EARLY_EVERY === 0) {
        await sleep(random() * START_MS_MAX);
        await server.kill();
        continue;
      }
      await server.ready;
      const imports = kill % 2 === 0;
      const load = startLoad(origin, member, ledger, { publishers: imports ? 2 : 6, imports });
      const what = imports ? 'steps' : 'answers';
      await load.until(what, Math.floor(random() * UNTIL[what]));
      await sleep(random() * LATER_MS_MAX);
      if (kill % DATABASE_EVERY === 0) await killDatabase(join(dataFolder, 'postgres'));
      await server.kill();
      await load.end();
    }
    const { acknowledged, counts } = ledger;
    expect(acknowledged.size).toBeGreaterThan(KILLS * 4);
    // Some were killed between the commit and the answer, and some before the commit; and some in the midst of an import.
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
  }, 900_000);

  test('C10 some are asked to stop under load: what they logged is answered, and the database stops with them', async ({
    signal,
  }) => {
    let foundLogged = 0;
    for (let stop = 0; stop < STOPS; stop++) {
      signal.throwIfAborted();
      const one = startKillable(dataFolder, origin);
      server = one;
      await one.ready;
      const load = await startLoadWithLeft(6);
      if (stop === 0) foundLogged = ledger.counts.foundLogged; // of those that the last kill left
      await load.until('answers', UNTIL.answers);
      expect(await one.stop()).toBe(0);
      await load.end();
      expect(isStopped(join(dataFolder, 'postgres'))).toBe(true);
    }
    expect(ledger.counts.foundLogged).toBe(foundLogged);
  }, 120_000);

  test('the one that lives takes what is left, catches up, and stops in order', async () => {
    const last = startKillable(dataFolder, origin);
    server = last;
    await last.ready;
    const { foundLogged } = ledger.counts;
    const load = await startLoadWithLeft(4);
    expect(ledger.counts.foundLogged).toBe(foundLogged);
    await load.end();
    const client = createClient(origin, member);
    await importOnce(client, member, ledger);
    await client.close();
    expect(await last.stop()).toBe(0);
    await atRest(async (instance) => {
      audit = await auditLog(instance.context);
      const { records } = instance.context.store;
      const reaction = await records.get('cursor', 'reaction');
      expect(reaction).toEqual({ after: audit.entries.length - 1 });
      expect(await records.list('owed')).toEqual([]);
    });
  }, 120_000);

  /** Resolves once everything is answered that was unsure when it began. */
  async function startLoadWithLeft(publishers: number): Promise<Load> {
    const left = [...ledger.unsure.keys()]; // the publishers take from it at once
    const load = startLoad(origin, member, ledger, { publishers, imports: false });
    await eventually('everything unsure is sent again', async () =>
      left.every((id) => ledger.acknowledged.has(id)),
    );
    return load;
  }

  test('0 doubled, no half entry: order, tree, threads, verdicts and states follow from the entries', () => {
    expect(audit.faults).toEqual([]);
  });

  test('0 lost: what was acknowledged stands where it was said to stand, as it was sent', () => {
    expect(lostOf(ledger, audit)).toEqual([]);
    expect(ledger.faults).toEqual([]);
    const { counts, acknowledged } = ledger;
    console.info(
      `${KILLS} kills: ${acknowledged.size} documents acknowledged, 0 lost, 0 doubled; ${counts.foundLogged} unanswered ones were logged, ${counts.foundLost} were not; ${counts.brokenImports} imports broken off, ${counts.imports} finished; ${audit.entries.length} entries.`,
    );
  });

  test('every checkpoint that was shown is of a beginning of the log that there is', () => {
    expect(wronglyShownOf(ledger, audit)).toEqual([]);
  });

  /** The instance without its server: founded before the first one, looked at after the last. */
  async function atRest(
    work: (instance: Awaited<ReturnType<typeof openInstance>>['instance']) => Promise<void>,
  ) {
    const config = readConfig({ FOLKMOOT_DATA: dataFolder, FOLKMOOT_LOG_LEVEL: 'error' });
    const { instance, close } = await openInstance(config, origin, () => undefined);
    try {
      await work(instance);
    } finally {
      await close();
    }
  }
});
