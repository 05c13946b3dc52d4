import { equalBytes } from '../../../protocol/bytes.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { rootOfEdge } from '../../../protocol/log/append.ts';
import type { Checkpoint } from '../../../protocol/log/checkpoint.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { edgeAt } from '../log/log-tiles.ts';

/** Notes that a peer signed and that cannot both be true. */
const TWO_HISTORIES = 'two-histories';

/**
 * A checkpoint that a peer signed is one of the history that we mirror, as far as the mirror goes. One that is not is kept
 * beside our own newest: two signed notes that contradict each other are proof that anybody can check. Spec §10.
 *
 * Of a larger checkpoint nothing is said: whoever shows it proves that the mirror is its beginning.
 *
 * @throws {ProtocolError} `log-invalid`
 */
export async function assertSameHistory(
  context: Context,
  peer: Scid,
  { size, root }: Pick<Checkpoint, 'size' | 'root'>,
  note: string,
): Promise<void> {
  const { store } = context;
  const head = await store.head(peer);
  if (head === null || size === 0 || size > head.size) return;
  const known = size === head.size ? head.root : rootOfEdge(await edgeAt(store, peer, size));
  if (equalBytes(known, root)) return;
  const [newest] = await store.checkpoints(peer, 'newest');
  await keepTwoHistories(context, peer, note, newest?.note ?? '');
  throw new ProtocolError('log-invalid', 'The peer has signed two histories of its log.', { peer, size });
}

/** Two notes that a peer signed, and that cannot both be true. */
export async function keepTwoHistories(
  { store, logger }: Pick<Context, 'store' | 'logger'>,
  peer: Scid,
  note: string,
  against: string,
): Promise<void> {
  await store.records.add(TWO_HISTORIES, peer, { note, against });
  logger.error({ peer, note, against }, 'a peer has signed two histories of its log; both notes are kept');
}

/** Whether a peer was found to have signed two histories. */
export async function hasTwoHistories({ store }: Pick<Context, 'store'>, peer: Scid): Promise<boolean> {
  return (await store.records.get(TWO_HISTORIES, peer)) !== null;
}
