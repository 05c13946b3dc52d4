import type { Context } from '../../context.ts';
import { currentRecord } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** Our log as it stood at a size. Views of one instance share it until the log has grown. */
interface Known {
  readonly size: number;
  readonly record: Promise<StoredRecord>;
}

const known = new WeakMap<Context['store'], Known>();

/**
 * Our log for questions about the register: what one question loaded serves the next one, while nothing is logged.
 *
 * All questions are about one size of the log, so that nothing in it can be out of date.
 */
export async function registerRecord(context: Context): Promise<StoredRecord> {
  const home = await context.commons();
  const size = (await context.store.head(home))?.size ?? 0;
  const latest = known.get(context.store);
  if (latest !== undefined && latest.size === size) return latest.record;
  const record = currentRecord(context, home);
  known.set(context.store, { size, record });
  record.catch(() => known.delete(context.store)); // what could not be opened is not kept
  return record;
}
