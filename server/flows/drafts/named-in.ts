import type { Binding } from '../../../protocol/documents/operation.ts';
import { type DocumentId, type Ref, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { askNow } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { DraftContext } from './draft.ts';

/** The proposal that a wish names, by its subject or a reference. @throws {ProtocolError} `not-found`. */
export async function proposalIn(
  draft: DraftContext,
  wished: unknown,
): Promise<{ readonly ref: Ref; readonly binding: Binding; readonly domain: Subject } | null> {
  if (wished === undefined) return null;
  const subject = subjectSchema.safeParse(
    typeof wished === 'string' ? wished : (wished as Partial<Ref> | null)?.subject,
  );
  const id = subject.success ? await currentProposal(draft, subject.data) : null;
  const document = id === null ? null : await documentById(draft, id);
  if (!subject.success || id === null || document?.type !== 'proposal') {
    throw new ProtocolError('not-found', 'There is no such proposal.', { proposal: wished });
  }
  const { binding, domain } = document;
  return { ref: { subject: subject.data, id }, binding, domain: domain.subject };
}

export async function currentProposal(
  { record }: DraftContext,
  subject: Subject,
): Promise<DocumentId | null> {
  const state = await askNow(record, [subject], (view) => view.state(subject));
  return state?.kind === 'proposal' ? (state.versions.at(-1)?.id ?? null) : null;
}

/** What the drafter may not read is not there for them. Spec §16. */
export async function documentById({ context, home, mayRead }: DraftContext, id: DocumentId) {
  const document = await documentIn(context.store, home, id);
  return document !== null && mayRead(document) ? document : null;
}
