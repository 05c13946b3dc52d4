import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import type { Context } from '../../context.ts';
import { documentIn } from './document-in.ts';

/** The proposal that a document is about, if it names one and our log holds it. */
export async function proposalAbout(
  context: Context,
  document: FolkmootDocument | null,
): Promise<Proposal | null> {
  if (document === null || !('proposal' in document) || document.proposal === undefined) return null;
  const proposal = await documentIn(context.store, await context.commons(), document.proposal.id);
  return proposal?.type === 'proposal' ? proposal : null;
}
