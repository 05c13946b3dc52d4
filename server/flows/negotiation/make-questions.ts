import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Ask } from '../../../protocol/documents/operation.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { Ref } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { readNegotiation } from './negotiation.ts';

/**
 * What a counted decision that everybody may read asks or answers about terms is said to the others; once.
 * Spec §8, [R-8.15].
 */
export async function makeQuestion(
  context: Context,
  committer: Committer,
  operation: Ask,
  { ref, document }: { readonly ref: Ref; readonly document: Decision | Outcome },
): Promise<void> {
  const { negotiation, terms, text } = operation;
  const { state, home } = await readNegotiation(context, negotiation);
  const said = [...(state.questions ?? []), ...(state.answers ?? [])];
  if (said.some(({ commons, decision }) => commons === home && decision === ref.id)) return;
  if (document.audience !== 'public') return;
  const fields = { subject: negotiation, terms, text, decision: ref };
  if (operation.op === 'ask') await actAsCommons(context, committer, 'question', fields);
  else await actAsCommons(context, committer, 'answer', { ...fields, question: operation.question });
}
