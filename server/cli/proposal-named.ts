import { subjectSchema } from '../../protocol/ids.ts';
import type { Client } from '../client/client.ts';
import { type ProposalShown, proposalSchema } from '../client/proposal-views.ts';
import { documentNamed } from './document-names.ts';

/**
 * A proposal as a person names it: by its subject, or by the id of one of its documents.
 *
 * @throws as `documentNamed`.
 */
export async function proposalNamed(client: Client, text: string): Promise<ProposalShown> {
  const name = subjectSchema.safeParse(text).success ? text : await documentNamed(client, text);
  return client.read(`/proposals/${encodeURIComponent(name)}`, proposalSchema);
}
