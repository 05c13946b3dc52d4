import { type Scid, scidSchema } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';

/** Our own log and the mirrors of our peers'. */
export async function knownLogs(context: Context): Promise<readonly Scid[]> {
  const peers = await context.store.records.list('peer');
  return [await context.commons(), ...peers.map(({ key }) => scidSchema.parse(key))];
}
