import { setTimeout as sleep } from 'node:timers/promises';
import { ProtocolError } from '../../../protocol/problem.ts';
import { clusterOf, readPassword, type Site } from './cluster.ts';
import { askDatabase, type Connection, DATABASE, prepareDatabase } from './database.ts';
import { explainFailure } from './failure.ts';
import { type Launched, launchPostmaster } from './launch.ts';
import { clearRemains, haltPostmaster, isRunning, type Postmaster, readPostmaster } from './postmaster.ts';

/** A way in to a database that answers. */
export interface Attached {
  readonly connection: Connection;
  /** Whether PostgreSQL was running already. */
  readonly attached: boolean;
}

/** Recovery after a crash replays 1 GB at the most (max_wal_size); a slow disk takes minutes for it. */
const READY_MS_MAX = 10 * 60_000;
const POLL_MS = 10;
/** PostgreSQL opens its socket within milliseconds of writing its pid file; later than this the socket is lost. */
const SOCKET_MS_MAX = 5_000;
/** Backends of a killed postmaster end as soon as they notice, which one that computes may not for a while. */
const REMAINS_MS_MAX = 30_000;
const REMAINS_RETRY_MS = 200;
/** What may pass: such backends, or another program that starts or stops PostgreSQL on the same files. */
const MAY_PASS = /is still in use|lock file ".*" already exists/;

/**
 * Attaches to the PostgreSQL of a site if it answers; else clears away what is dead, starts it, and waits for it.
 * To be called under the start lock.
 *
 * Whether it lives is told by its answer rather than by its number, which another process may have by now, or which
 * may count in another container.
 *
 * @param hasUsers whether another process uses the database.
 */
export async function attachOrLaunch(site: Site, hasUsers: () => boolean): Promise<Attached> {
  let launched: Launched | null = null;
  const began = performance.now();
  for (let waitedMs = 0; waitedMs < READY_MS_MAX; waitedMs = performance.now() - began) {
    const postmaster = await readPostmaster(site);
    const answer = postmaster === null ? 'absent' : await connect(site, postmaster);
    if (typeof answer === 'object') return { connection: answer, attached: launched === null };
    if (launched !== null) {
      const output = await launched.output();
      if (output === null) {
        await sleep(POLL_MS);
      } else if (MAY_PASS.test(output) && waitedMs < REMAINS_MS_MAX) {
        launched = null;
        await sleep(REMAINS_RETRY_MS);
      } else {
        throw explainFailure(`start in ${site.location}`, output);
      }
    } else if (postmaster === null) {
      launched = await launchPostmaster(site);
    } else if (answer === 'absent' && !(await isRunning(site, postmaster))) {
      await clearRemains(site, postmaster);
    } else if (answer === 'absent' && waitedMs > SOCKET_MS_MAX) {
      if (hasUsers()) throw outOfReach(site, postmaster);
      await haltPostmaster(site);
    } else {
      await sleep(POLL_MS);
    }
  }
  throw new ProtocolError(
    'unavailable',
    `PostgreSQL in ${site.location} has not become ready within ${READY_MS_MAX / 60_000} minutes.`,
  );
}

/** @returns the connection once it is good for use, else what is in the way of it. */
async function connect(site: Site, postmaster: Postmaster): Promise<Connection | 'absent' | 'closed'> {
  // each question to one that is not ready would be a line in its log
  if (!postmaster.isReady && (await isRunning(site, postmaster))) return 'closed';
  if (postmaster.port === 0) return 'absent';
  const address = site.overTcp
    ? { host: '127.0.0.1', password: await readPassword(site) }
    : { host: postmaster.socketFolder };
  if (address.host === '') return 'absent';
  const connection = {
    ...address,
    port: postmaster.port,
    user: DATABASE,
    database: DATABASE,
    ssl: false,
  } as const;
  const answer = await askDatabase(connection, clusterOf(site));
  if (answer === 'absent' || answer === 'closed') return answer;
  if (answer === 'unprepared' && !(await prepareDatabase(connection, clusterOf(site)))) return 'absent';
  return connection;
}

function outOfReach(site: Site, postmaster: Postmaster): ProtocolError {
  return new ProtocolError(
    'unavailable',
    `PostgreSQL (process ${postmaster.pid}) is in use on ${site.location}, but its socket in ${postmaster.socketFolder} cannot be reached from here.`,
  );
}
