import { askTerminate } from '../../../protocol/agreement/judge-termination.ts';
import { negotiationOf } from '../../../protocol/agreement/questions.ts';
import { endSaidBy, terminationRule } from '../../../protocol/agreement/termination.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Terminate } from '../../../protocol/documents/operation.ts';
import { contentOf, type RuleView } from '../../../protocol/governance/view.ts';
import { formatMillis, type Millis, parseTime } from '../../../protocol/time.ts';
import { durationText } from '../../duration-text.ts';
import { soonestEnd } from '../negotiation/end-agreement.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * What becomes of a decision to end an agreement: that it ends later for the notice in the
 * terms, or that others have to say it as well. Told before it is signed. Spec §8, §10 [R-10.30a].
 *
 * @returns one sentence or more, or null.
 */
export async function terminateNote(
  record: StoredRecord,
  document: FolkmootDocument,
  now: Millis,
): Promise<string | null> {
  if (document.type !== 'decision' && document.type !== 'proposal') return null;
  const notes: string[] = [];
  for (const operation of document.binding.operations) {
    if (operation.op !== 'terminate') continue;
    notes.push(...(await askFreely(record, (view) => sentencesOn(view, operation, now))));
  }
  return notes.length === 0 ? null : notes.join(' ');
}

function sentencesOn(view: RuleView, operation: Terminate, now: Millis): readonly string[] {
  if ('code' in askTerminate(view, operation, now)) return []; // told as idle
  const fields = contentOf(view, operation.terms, 'terms')?.fields;
  if (fields === undefined) return [];
  const { noticeSeconds, by } = terminationRule(fields);
  const soonest = soonestEnd(now, noticeSeconds);
  const late = soonest > (parseTime(operation.endsAt) ?? soonest); // the schema has checked the text
  const state = negotiationOf(view, operation.negotiation);
  const silent = fields.parties.filter(
    (party) => party !== view.home && endSaidBy(state, operation.terms, party) === null,
  );
  return [
    ...(late && noticeSeconds > 0
      ? [
          `The terms promise the others notice of ${durationText(noticeSeconds)}: said now, it ends at ${formatMillis(soonest)}.`,
        ]
      : []),
    ...(by === 'all-parties' && silent.length > 0
      ? ['By its terms it ends only once every party has said so; others have not.']
      : []),
  ];
}
