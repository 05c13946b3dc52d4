import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import type { DocumentId, Ref } from '../../../protocol/ids.ts';
import { askNow } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { type DetailTelling, decisionDetail } from '../views/operation-details.ts';
import { ifHere } from './if-here.ts';

/**
 * What the matter is about that somebody answers, advises on, signs with another one, or contests: the sentence about
 * their own word names it by its kind alone. Spec §10.
 *
 * @returns a sentence after a space; nothing where that is not here, or not for the drafter.
 */
export async function aboutText(telling: DetailTelling, document: FolkmootDocument): Promise<string> {
  const id = await matterOf(telling, document);
  const words = id === null ? '' : await ifHere(() => decisionDetail(telling, id), '');
  return words === '' ? '' : ` It is about this:${words.replace(/^ \((.*)\)$/s, ' $1')}.`;
}

/** The proposal or decision that a document speaks of. */
async function matterOf({ record }: DetailTelling, document: FolkmootDocument): Promise<DocumentId | null> {
  switch (document.type) {
    case 'response':
    case 'advice':
    case 'objection':
    case 'referral':
    case 'recusal':
    case 'tally':
    case 'nomination':
    case 'candidacy':
    case 'approval':
    case 'support':
      return document.proposal.id;
    case 'challenge':
    case 'ruling-request':
    case 'action':
    case 'completion':
      return document.decision.id;
    case 'confirmation':
      return document.decision === undefined ? null : document.of.id;
    case 'objection-test':
    case 'withdrawal': {
      const of = await record.document(document.of.id);
      if (of?.type === 'proposal') return document.of.id;
      return of?.type === 'objection' ? currentVersionOf(record, of.proposal) : null;
    }
    default:
      return null;
  }
}

/** An objection stands against whatever the proposal has become. Spec §6 [R-6.24a]. */
async function currentVersionOf(record: StoredRecord, { subject, id }: Ref): Promise<DocumentId> {
  return askNow(record, [subject], (view) => stateOf(view, subject, 'proposal')?.versions.at(-1)?.id ?? id);
}
