import * as z from 'zod';
import { DEPOSIT_PEERS_MAX } from '../../../protocol/documents/outcome.ts';
import { type Scid, scidSchema, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { Store } from '../../store/store.ts';
import { findPeer } from '../peers/peer-record.ts';

/** Changes of mind about it that are remembered. */
const CHANGES_MAX = 500;

const changeSchema = z.strictObject({
  commons: scidSchema,
  keeps: z.boolean(),
  by: subjectSchema,
  at: z.int(),
});
const keepersSchema = z.strictObject({ keepers: z.array(scidSchema), changes: z.array(changeSchema) });
export type KeeperChange = z.infer<typeof changeSchema>;

/** In one record with its history: so no change can be in force without being told of. */
const KIND = 'deposit-peers';

async function read({ records }: Pick<Store, 'records'>) {
  const record = await records.get(KIND, KIND);
  return record === null ? { keepers: [], changes: [] } : keepersSchema.parse(record);
}

/** With whom members can leave what this commons does not take, by SCID. Spec §21. */
export async function depositPeers(store: Pick<Store, 'records'>): Promise<readonly Scid[]> {
  return (await read(store)).keepers;
}

/** Who changed that, oldest first. */
export async function keeperChanges(store: Pick<Store, 'records'>): Promise<readonly KeeperChange[]> {
  return (await read(store)).changes;
}

/**
 * Says that a peer keeps what this commons does not take, or does not any more. Spec §21.
 *
 * @throws {ProtocolError} `not-found` for one that is no peer; `conflict` where there are too many.
 */
export async function setDepositPeer(
  context: Context,
  change: Omit<KeeperChange, 'at'>,
): Promise<'added' | 'removed' | 'same'> {
  const { store } = context;
  const { commons, keeps } = change;
  if (keeps && (await findPeer(store, commons)) === null)
    throw new ProtocolError('not-found', 'It is no peer of this commons: add it first.', { commons });
  return store.transact(await context.commons(), async () => {
    const { keepers, changes } = await read(store);
    if (keepers.includes(commons) === keeps) return 'same';
    if (keeps && keepers.length >= DEPOSIT_PEERS_MAX)
      throw new ProtocolError('conflict', `At most ${DEPOSIT_PEERS_MAX} peers keep what is not taken here.`, {
        keepers: keepers.length,
      });
    await store.records.put(KIND, KIND, {
      keepers: keeps ? [...keepers, commons].sort() : keepers.filter((one) => one !== commons),
      changes: [...changes, { ...change, at: await context.now() }].slice(-CHANGES_MAX),
    });
    return keeps ? 'added' : 'removed';
  });
}
