import type { Subject } from '../../../protocol/ids.ts';
import { type DocumentId, subjectSchema } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { isFor } from '../record/is-for.ts';
import { type AgreementView, agreementView } from './agreements-view.ts';
import { type EmergencyView, emergencyView } from './emergencies-view.ts';
import { type ProposalView, proposalView } from './proposal-view.ts';
import { type WhyView, whyView } from './why-view.ts';

/** What answers the question why, by what was named. */
export type WhyNamed =
  | { readonly kind: 'decision'; readonly view: WhyView }
  | { readonly kind: 'emergency'; readonly view: EmergencyView }
  | { readonly kind: 'agreement'; readonly view: AgreementView }
  | { readonly kind: 'proposal'; readonly view: ProposalView };

/**
 * Why, of whatever a person names: a decision; a proposal, or any document in its matter, for the decision that it led
 * to, and while there is none how it stands; a negotiation, which has no one decision; an act in an emergency.
 * Spec §9, [R-9.10a].
 *
 * @throws {ProtocolError} `not-found` where there is nothing of that name, or not for this reader.
 */
export async function whyNamed(
  context: Context,
  name: DocumentId | Subject,
  mayRead: MayRead,
): Promise<WhyNamed> {
  const home = await context.commons();
  const subject = subjectSchema.safeParse(name);
  if (subject.success) {
    return (await isProposalFor(context, subject.data, mayRead))
      ? ofProposal(context, subject.data, mayRead)
      : { kind: 'agreement', view: await agreementView(context, subject.data, mayRead) };
  }
  const id = name as DocumentId; // what is no subject is an id
  const document = await documentIn(context.store, home, id);
  if (document?.type === 'emergency-act' && mayRead(document))
    return { kind: 'emergency', view: await emergencyView(context, id, mayRead) };
  if (document === null || document.type === 'decision' || document.type === 'outcome' || !mayRead(document))
    return { kind: 'decision', view: await whyView(context, id, mayRead) };
  const about = 'proposal' in document ? document.proposal?.subject : document.subject;
  return about !== undefined && (await isProposalFor(context, about, mayRead))
    ? ofProposal(context, about, mayRead)
    : { kind: 'decision', view: await whyView(context, id, mayRead) };
}

/** One that is not for this reader is as if it were not there. Spec §16. */
async function isProposalFor(context: Context, subject: Subject, mayRead: MayRead): Promise<boolean> {
  const [thread] = await context.store.threads(await context.commons(), { names: [subject] });
  return thread?.state?.kind === 'proposal' && isFor(context, thread.state.versions.at(-1)?.id, mayRead);
}

async function ofProposal(context: Context, subject: Subject, mayRead: MayRead): Promise<WhyNamed> {
  const proposal = await proposalView(context, subject, mayRead);
  return proposal.decision === null
    ? { kind: 'proposal', view: proposal }
    : { kind: 'decision', view: await whyView(context, proposal.decision, mayRead) };
}
