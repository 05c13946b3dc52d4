import type { AttachedText } from '../../../protocol/documents/common.ts';
import type { Operation } from '../../../protocol/documents/operation.ts';
import { isScid } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { findPeer } from '../peers/peer-record.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { personBy } from './people.ts';

/**
 * Whoever gets what a transfer gives; null for everything else, and where the name is not shown.
 *
 * @param wordsOf reads an attached text, null where it is not at hand.
 */
export async function recipientOf(
  context: Context,
  record: StoredRecord,
  operation: Operation,
  wordsOf: (text: AttachedText) => string | null,
): Promise<string | null> {
  if (operation.op !== 'transfer') return null;
  if ('named' in operation.to) {
    const name = wordsOf(operation.to.named);
    return name === null ? null : `“${name}”`;
  }
  const { party } = operation.to;
  if (isScid(party)) return (await findPeer(context.store, party))?.name ?? party;
  return (await personBy(context, record, party, 'stranger')).name;
}
