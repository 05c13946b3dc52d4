import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';

/** How the database knows our connections. */
export const APPLICATION = 'folkmoot';
/** The connections of a process that was just killed end within moments. */
const ENDS_MS = 5_000;
const LOOK_MS = 100;

/** Whether no other process of ours uses the database, but for those that wait until they may begin to. */
export async function isAlone(sql: postgres.Sql): Promise<boolean> {
  for (let waitedMs = 0; ; waitedMs += LOOK_MS) {
    const [row] = await sql<{ others: number }[]>`
      select count(*)::int as others from pg_stat_activity
      where datname = current_database() and application_name = ${APPLICATION} and pid <> pg_backend_pid()
        and wait_event is distinct from 'advisory'`;
    if (row?.others === 0) return true;
    if (waitedMs >= ENDS_MS) return false;
    await sleep(LOOK_MS);
  }
}
