import type { Scid } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { changeDeposit, dropBytes, listDeposits } from './deposit-record.ts';

/** What the log that it was for has taken is kept no longer: our log says that it was here. Spec §21. */
export async function forgetDeposits(context: Context, commons: Scid): Promise<void> {
  for (const { id, for: addressed, home } of await listDeposits(context)) {
    if (addressed !== commons || home !== null) continue;
    const index = await context.store.indexOf(commons, id);
    if (index === null) continue;
    await changeDeposit(context, id, { home: index });
    await dropBytes(context, id);
  }
}
