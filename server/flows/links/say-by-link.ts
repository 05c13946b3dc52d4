import { NOT_COUNTED, type NotCountedCode } from '../../../protocol/governance/codes.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import { type ActFields, tryAsCommons } from '../acts/commons-act.ts';
import { expandFields } from '../drafts/expand.ts';
import type { Committer } from '../log/committer.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import type { OpenedLink } from './opened-link.ts';
import type { LinkWish } from './wish.ts';

/**
 * Logs what somebody said by a link, once it would count: what does not is told, and uses nothing up. Spec §14.
 *
 * @throws {ProtocolError} `conflict` with the code and its sentence where it would not count.
 */
export async function sayByLink(
  context: Context,
  committer: Committer,
  { id, link, proof }: OpenedLink,
  wish: LinkWish,
): Promise<StoredEntry> {
  const { subject } = link.proposal;
  const record = await currentRecord(context, await context.commons());
  const current = await askFreely(record, (view) => stateOf(view, subject, 'proposal')?.versions.at(-1)?.id);
  const { fields, attachments } = await expandFields(wish, {
    random: context.random,
    currentRef: async () => null,
  });
  const said = {
    ...(fields as object),
    proposal: { subject, id: current ?? link.proposal.id },
    audience: link.audience,
    ...{ link: id, proof },
    ...(link.for === undefined ? {} : { by: link.for }),
  } as unknown as ActFields<'link-word'>; // composing checks every field
  const { entry, code } = await tryAsCommons(context, committer, 'link-word', said, attachments);
  if (entry !== null) return entry;
  const sentence = code in NOT_COUNTED ? NOT_COUNTED[code as NotCountedCode].sentence : 'It would not count.';
  throw new ProtocolError('conflict', `${sentence} Nothing was recorded, and the link still holds.`, {
    code,
  });
}
