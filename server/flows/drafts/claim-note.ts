import { isClaimed, keptOf } from '../../../protocol/agreement/fulfilment.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Report } from '../../../protocol/documents/operation.ts';
import { amountText } from '../../amount-text.ts';
import type { Context } from '../../context.ts';
import { readNegotiation } from '../negotiation/negotiation.ts';
import { findPeer } from '../peers/peer-record.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { promisedResource } from '../views/promised-resource.ts';

/**
 * Whoever says that less came than was delivered is told, before they sign, that this makes a claim and how it ends.
 * Spec §8, §10 [R-10.30a].
 *
 * @returns one sentence or more, or null.
 */
export async function claimNote(
  context: Context,
  record: StoredRecord,
  document: FolkmootDocument,
  mayRead: MayRead,
): Promise<string | null> {
  if (document.type !== 'decision' && document.type !== 'proposal') return null;
  const notes: string[] = [];
  for (const operation of document.binding.operations) {
    if (operation.op !== 'report' || operation.said !== 'received') continue;
    const note = await claimIn(context, record, operation, mayRead);
    if (note !== null) notes.push(note);
  }
  return notes.length === 0 ? null : notes.join(' ');
}

async function claimIn(
  context: Context,
  record: StoredRecord,
  report: Extract<Report, { readonly said: 'received' }>,
  mayRead: MayRead,
): Promise<string | null> {
  const { negotiation, terms, commitment, quantity, of } = report;
  const { state, fieldsOf } = await readNegotiation(context, negotiation);
  const fields = fieldsOf(terms);
  const promised = fields?.commitments[commitment];
  const offer = await record.document(terms);
  if (fields === null || promised === undefined || offer === null || !mayRead(offer)) return null;
  const word = { id: of, commons: promised.receiver, index: 0, at: 0, decision: of }; // only what it says is read
  const events = [
    ...(state.events ?? []),
    { ...word, terms, said: 'received', commitment, quantity, of } as const,
  ];
  const after = keptOf({ events }, terms, fields)[commitment];
  const delivery = after?.deliveries.find(({ id }) => id === of);
  if (after === undefined || delivery === undefined) return null;
  if (!isClaimed(after) || quantity >= delivery.quantity) return null;
  const resource = await promisedResource(context, promised, mayRead);
  const provider = (await findPeer(context.store, promised.provider))?.name ?? promised.provider;
  const missing = amountText(delivery.quantity - quantity, resource?.unit ?? 'unit');
  return `This makes a claim: “${provider}” reads that ${missing} did not come. The claim stands until they deliver that anew, or we say that more has come.`;
}
