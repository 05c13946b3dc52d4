import { eq, sql } from 'drizzle-orm';
import type { HashText, Scid } from '../../../protocol/ids.ts';
import type { Database } from '../../db/pool.ts';
import {
  attachmentNames,
  attachments,
  entries,
  erased,
  logs,
  threadEntries,
  threads,
  tiles,
} from '../../db/schema/logs.ts';
import type { Batch, StoredEntry, StoredThread } from '../store.ts';
import { changeAccount } from './accounts.ts';
import { bytesArray, numberArray, textArray } from './arrays.ts';
import { kindOf } from './rows.ts';

/** Writes a batch, one statement a table. */
export async function append(inside: Database, log: Scid, batch: Batch): Promise<void> {
  await appendEntries(inside, log, batch.entries);
  if (batch.threads.length > 0) await putThreads(inside, log, batch.threads);
  if (batch.positions.length > 0) await appendPositions(inside, log, batch.positions);
  await putTiles(inside, log, batch.tiles);
  if (batch.attachments.size > 0) await putAttachments(inside, log, batch.attachments);
  if (batch.names.length > 0) await appendNames(inside, log, batch.names);
  if (batch.erased.length > 0) await erase(inside, log, batch.erased);
  for (const change of batch.accounts ?? []) await changeAccount(inside, log, change);
  await inside.update(logs).set(batch.head).where(eq(logs.log, log)).prepare('head after').execute();
}

async function appendEntries(inside: Database, log: Scid, all: readonly StoredEntry[]): Promise<void> {
  const documents = all.map(({ document }) => document);
  const verdicts = all.map(({ verdict }) => verdict);
  await inside
    .insert(entries)
    .select(
      sql`select ${log}, * from unnest(
        ${numberArray(all.map(({ index }) => index))}::bigint[],
        ${numberArray(all.map(({ at }) => at))}::bigint[],
        ${textArray(all.map(({ id }) => id))}::text[],
        ${bytesArray(all.map(({ leaf }) => leaf))}::bytea[],
        ${textArray(documents.map((document) => document?.author ?? null))}::text[],
        ${textArray(documents.map((document) => document?.key ?? null))}::text[],
        ${bytesArray(documents.map((document) => document?.payload ?? null))}::bytea[],
        ${bytesArray(documents.map((document) => document?.signature ?? null))}::bytea[],
        ${textArray(verdicts.map((verdict) => verdict?.status ?? null))}::text[],
        ${textArray(verdicts.map((verdict) => verdict?.code ?? null))}::text[],
        ${textArray(verdicts.map((verdict) => jsonOf(verdict?.detail ?? null)))}::jsonb[])`,
    )
    .prepare('append entries')
    .execute();
}

/** Threads as they stand, in the place of what was there of each. */
export async function putThreads(inside: Database, log: Scid, all: readonly StoredThread[]): Promise<void> {
  const states = all.map(({ state }) => state);
  await inside
    .insert(threads)
    .select(
      sql`select ${log}, * from unnest(
        ${textArray(all.map(({ name }) => name))}::text[],
        ${textArray(all.map(({ key }) => key))}::text[],
        ${numberArray(all.map(({ n }) => n))}::bigint[],
        ${numberArray(all.map(({ last }) => last))}::bigint[],
        ${textArray(states.map((state) => (state === null ? null : kindOf(state))))}::text[],
        ${textArray(states.map(jsonOf))}::jsonb[])`,
    )
    .onConflictDoUpdate({
      target: [threads.log, threads.name],
      set: {
        n: sql`excluded.n`,
        last: sql`excluded.last`,
        kind: sql`excluded.kind`,
        state: sql`excluded.state`,
      },
    })
    .prepare('put threads')
    .execute();
}

/** Which entries belong to which thread. */
export async function appendPositions(inside: Database, log: Scid, all: Batch['positions']): Promise<void> {
  await inside
    .insert(threadEntries)
    .select(
      sql`select ${log}, * from unnest(
        ${textArray(all.map(({ name }) => name))}::text[],
        ${numberArray(all.map(({ n }) => n))}::bigint[],
        ${numberArray(all.map(({ index }) => index))}::bigint[])`,
    )
    .prepare('append positions')
    .execute();
}

/** Tiles, in the place of narrower ones. */
export async function putTiles(inside: Database, log: Scid, all: Batch['tiles']): Promise<void> {
  await inside
    .insert(tiles)
    .select(
      sql`select ${log}, * from unnest(
        ${numberArray(all.map(({ level }) => level))}::int[],
        ${numberArray(all.map(({ index }) => index))}::bigint[],
        ${bytesArray(all.map(({ hashes }) => hashes))}::bytea[])`,
    )
    .onConflictDoUpdate({
      target: [tiles.log, tiles.level, tiles.index],
      set: { hashes: sql`excluded.hashes` },
    })
    .prepare('put tiles')
    .execute();
}

/** What the log itself has erased stays out, also where both come in one batch. */
async function putAttachments(
  inside: Database,
  log: Scid,
  all: ReadonlyMap<HashText, Uint8Array>,
): Promise<void> {
  await inside
    .insert(attachments)
    .select(
      sql`select * from unnest(
        ${textArray([...all.keys()])}::text[],
        ${bytesArray([...all.values()])}::bytea[]) as given (hash, content)
        where not exists (select from ${erased} where ${erased.name} = given.hash and ${erased.log} = ${log})`,
    )
    .onConflictDoNothing()
    .prepare('put attachments')
    .execute();
}

async function appendNames(inside: Database, log: Scid, all: Batch['names']): Promise<void> {
  await inside
    .insert(attachmentNames)
    .select(
      sql`select hash, ${log}, index from unnest(
        ${textArray(all.map(({ hash }) => hash))}::text[],
        ${numberArray(all.map(({ index }) => index))}::bigint[]) as given (hash, index)`,
    )
    .onConflictDoNothing()
    .prepare('append names')
    .execute();
}

/** The content goes, in all logs; its name stays with the log that erased it, so that it never comes again. */
async function erase(inside: Database, log: Scid, all: Batch['erased']): Promise<void> {
  const names = textArray(all.map(({ name }) => name));
  await inside
    .insert(erased)
    .select(
      sql`select name, ${log}, index from unnest(
        ${names}::text[],
        ${numberArray(all.map(({ index }) => index))}::bigint[]) as given (name, index)`,
    )
    .onConflictDoNothing();
  await inside.delete(attachments).where(sql`${attachments.hash} = any(${names}::text[])`);
  await inside
    .update(entries)
    .set({ author: null, key: null, payload: null, signature: null })
    .where(
      sql`${entries.log} in (select ${logs.log} from ${logs}) and ${entries.id} = any(${names}::text[])`,
    );
}

/** JSON as a column takes it. */
export function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
