import type { Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';

/** Each list is an entry of our log: one commons gets no more of them than this. */
const EVERY_MS = 10 * SECOND;

export interface Listed {
  readonly id: string;
  readonly index: number;
  readonly at: string;
}

const KIND = 'deposit-listed';

/**
 * Says in our log that these are all deposits for a commons, if nothing of ours has said so since a moment.
 * Spec §21.
 *
 * @throws {ProtocolError} `unavailable` before that moment; `over-quota` too soon after the last one.
 */
export async function listDepositsFor(
  context: Context,
  committer: Committer,
  commons: Scid,
  since: Millis,
): Promise<Listed> {
  const { records } = context.store;
  const now = await context.now();
  if (since > now)
    throw new ProtocolError('unavailable', 'By our clock that moment has not come.', {
      retryAfter: Math.min(3600, Math.ceil((since - now) / SECOND)),
    });
  const last = await records.get(KIND, commons);
  const lastAt = typeof last?.at === 'number' ? last.at : null;
  if (last !== null && lastAt !== null && lastAt >= since)
    return { id: String(last.id), index: Number(last.index), at: formatMillis(lastAt) };
  if (lastAt !== null && now - lastAt < EVERY_MS)
    throw new ProtocolError('over-quota', 'We have just told you.', { retryAfter: EVERY_MS / SECOND });
  const entry = await actAsCommons(context, committer, 'deposit-list', { for: commons });
  if (entry === null) throw new ProtocolError('unavailable', 'It cannot be said just now.');
  await records.put(KIND, commons, { id: entry.id, index: entry.index, at: entry.at });
  return { id: entry.id, index: entry.index, at: formatMillis(entry.at) };
}
