import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Meeting } from '../../../protocol/documents/meeting.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { isCircleRung } from '../../../protocol/documents/response.ts';
import { openingOf } from '../../../protocol/governance/constraints/in-force.ts';
import { meetingNow } from '../../../protocol/governance/meetings/meeting-named.ts';
import { meetingTerms } from '../../../protocol/governance/meetings/terms.ts';
import { domainNamed, ladderOf } from '../../../protocol/governance/right.ts';
import { contentOf, type RuleView } from '../../../protocol/governance/view.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { type Millis, parseTime, SECOND } from '../../../protocol/time.ts';
import { countText } from '../../amount-text.ts';
import { durationText } from '../../duration-text.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * That what is to be decided in a meeting is announced too late for that, told while it can be called for a later day.
 * Spec §14, [R-14.6].
 *
 * @returns one sentence, or null.
 */
export async function noticeNote(
  record: StoredRecord,
  document: FolkmootDocument,
  now: Millis,
): Promise<string | null> {
  if (document.type === 'meeting') return askFreely(record, (view) => ofMeeting(view, document, now));
  if (document.type === 'proposal') return askFreely(record, (view) => ofProposal(view, document, now));
  return null;
}

function ofMeeting(view: RuleView, document: Meeting, now: Millis): string | null {
  if (document.calledOff !== undefined) return null;
  const startsAt = parseTime(document.startsAt) ?? now; // the schema has checked the text
  const before = meetingNow(view, document.subject);
  const kept = before !== null && before.startsAt === startsAt ? agendaOf(before.meeting) : [];
  const late = agendaOf(document)
    .filter(({ subject }) => !kept.some((known) => known.subject === subject))
    .flatMap(({ subject, id }) => {
      const seconds = noticeFor(view, subject, id);
      return seconds !== null && now + seconds * SECOND > startsAt ? [seconds] : [];
    });
  if (late.length === 0) return null;
  return `${countText(late.length, 'proposal')} on the agenda cannot be decided in this meeting: that takes notice of ${durationText(Math.max(...late))}, and it begins before.`;
}

function ofProposal(view: RuleView, { opensIn, domain }: Proposal, now: Millis): string | null {
  const meeting = opensIn === undefined ? null : meetingNow(view, opensIn.subject);
  if (meeting === null) return null;
  const body = domainNamed(view, domain);
  if (body === null || !isCircleRung(body.rung)) return null;
  const { noticeSeconds } = meetingTerms(body.rung, ladderOf(view, body));
  return now + noticeSeconds * SECOND > meeting.startsAt
    ? `It can be talked about in this meeting, and not decided there: that takes notice of ${durationText(noticeSeconds)}.`
    : null;
}

/** How long before a meeting a proposal has to be announced to be decided there; null where none decides it. */
function noticeFor(view: RuleView, subject: Subject, id: DocumentId): number | null {
  const opening = openingOf(view, subject);
  if (opening !== null)
    return isCircleRung(opening.rung) ? meetingTerms(opening.rung, opening.parameters).noticeSeconds : null;
  const proposal = contentOf(view, id, 'proposal');
  const body = proposal === null ? null : domainNamed(view, proposal.domain);
  return body === null || !isCircleRung(body.rung)
    ? null
    : meetingTerms(body.rung, ladderOf(view, body)).noticeSeconds;
}

function agendaOf({ agenda }: Meeting) {
  return agenda.flatMap(({ proposal }) => proposal ?? []);
}
