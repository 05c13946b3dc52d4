import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Report } from '../../../protocol/documents/operation.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { Ref } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { readNegotiation } from './negotiation.ts';

/**
 * What a counted decision says of a promise is said to the others, with its reason where everybody may read it; once.
 * Spec §8, [R-8.15].
 */
export async function makeEvent(
  context: Context,
  committer: Committer,
  { negotiation, terms, said, commitment, quantity, ...more }: Report,
  decided: { readonly ref: Ref; readonly document: Decision | Outcome },
): Promise<void> {
  const { state, home } = await readNegotiation(context, negotiation);
  const isSaid = (state.events ?? []).some(
    ({ commons, decision }) => commons === home && decision === decided.ref.id,
  );
  if (isSaid) return;
  const { document, ref } = decided;
  const isPublic = document.type === 'decision' && document.audience === 'public';
  await actAsCommons(context, committer, 'event', {
    subject: negotiation,
    ...{ terms, said, commitment, quantity },
    ...('of' in more ? { of: more.of } : {}),
    decision: ref,
    ...(isPublic ? { reason: document.reason } : {}),
  });
}
