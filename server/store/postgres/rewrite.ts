import { and, eq, sql } from 'drizzle-orm';
import type { Scid } from '../../../protocol/ids.ts';
import type { Database } from '../../db/pool.ts';
import { entries, threadEntries, threads } from '../../db/schema/logs.ts';
import type { Derived } from '../store.ts';
import { rewriteAccounts } from './accounts.ts';
import { appendPositions, jsonOf, putThreads, putTiles } from './append.ts';
import { numberArray, textArray } from './arrays.ts';

/** Rows that one statement takes: their texts stay within some megabytes. */
const ROWS = 2_000;

/** Puts what was computed anew in the place of what was derived before. */
export async function rewrite(inside: Database, log: Scid, derived: Derived): Promise<void> {
  for (const some of inParts(derived.verdicts)) await putVerdicts(inside, log, some);
  const names = derived.threads.map(({ thread }) => thread.name);
  for (const some of inParts([...names, ...derived.gone])) {
    const named = sql`any(${textArray(some)}::text[])`;
    await inside
      .delete(threadEntries)
      .where(and(eq(threadEntries.log, log), sql`${threadEntries.name} = ${named}`));
    await inside.delete(threads).where(and(eq(threads.log, log), sql`${threads.name} = ${named}`));
  }
  for (const some of inParts(derived.threads)) {
    await putThreads(
      inside,
      log,
      some.map(({ thread }) => thread),
    );
  }
  const positions = derived.threads.flatMap(({ thread: { name }, indices }) =>
    indices.map((index, n) => ({ name, n, index })),
  );
  for (const some of inParts(positions)) await appendPositions(inside, log, some);
  for (const some of inParts(derived.tiles)) await putTiles(inside, log, some);
  if (derived.accounts !== undefined) await rewriteAccounts(inside, log, derived.accounts);
}

async function putVerdicts(inside: Database, log: Scid, all: Derived['verdicts']): Promise<void> {
  await inside.execute(sql`
    update ${entries} set status = given.status, code = given.code, detail = given.detail
    from unnest(
      ${numberArray(all.map(({ index }) => index))}::bigint[],
      ${textArray(all.map(({ verdict }) => verdict.status))}::text[],
      ${textArray(all.map(({ verdict }) => verdict.code))}::text[],
      ${textArray(all.map(({ verdict }) => jsonOf(verdict.detail)))}::jsonb[]
    ) as given (index, status, code, detail)
    where ${entries.log} = ${log} and ${entries.index} = given.index`);
}

function inParts<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const parts = Math.ceil(rows.length / ROWS);
  return Array.from({ length: parts }, (_, part) => rows.slice(part * ROWS, (part + 1) * ROWS));
}
