import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { askSecondsLeast } from '../../../protocol/governance/ladder/least-times.ts';
import { settlesChallenge } from '../../../protocol/governance/lifecycle/ask-ruling.ts';
import { domainNamed, ladderOf } from '../../../protocol/governance/right.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import { durationText } from '../../duration-text.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * Whether those whom a role must ask about a proposal can be asked at all, and when an answer is awaited of them; told
 * before it is signed. Spec §6, [R-6.44].
 *
 * @returns one sentence, or null.
 */
export async function openingNote(record: StoredRecord, document: FolkmootDocument): Promise<string | null> {
  if (document.type !== 'proposal' || document.supersedes !== undefined) return null;
  // A challenge is settled by a circle.
  if (settlesChallenge(document.binding)) return null;
  return askFreely(record, (view) => {
    const body = domainNamed(view, document.domain);
    if (body?.rung !== 'consultation' || stateOf(view, document.subject, 'proposal') !== null) return null;
    const { consultation } = ladderOf(view, body);
    if (consultation === undefined) return null;
    const least = askSecondsLeast(body);
    if (consultation.askSeconds < least)
      return `Nobody can decide it: the domain asks for ${durationText(consultation.askSeconds)}, and whoever is asked has at least ${durationText(least)} to answer.`;
    const whole = durationText(consultation.askSeconds + consultation.extendSeconds);
    return `It is decided once everybody who is asked has answered, or after ${whole}; whoever says nothing by then is named as silent.`;
  });
}
