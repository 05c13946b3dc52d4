import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Context } from '../../context.ts';
import { findPeer } from '../peers/peer-record.ts';
import { endOf } from '../record/ended.ts';

/** Whoever agrees with a commons that has ended is told so: nobody there can say yes any more. Spec §1. */
export async function endedPartyNote(
  context: Pick<Context, 'store' | 'verify'>,
  document: FolkmootDocument,
): Promise<string | null> {
  if (document.type !== 'proposal' && document.type !== 'decision') return null;
  for (const operation of document.binding.operations) {
    if (operation.op !== 'agree') continue;
    for (const party of operation.fields.parties) {
      if ((await endOf(context, party)) === null) continue;
      const name = (await findPeer(context.store, party))?.name ?? party;
      return `“${name}” has ended: nobody there can accept or deliver anything any more.`;
    }
  }
  return null;
}
