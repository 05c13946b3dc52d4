import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Select } from '../../../protocol/documents/seat-operations.ts';
import { callFor, isOneTooMany } from '../../../protocol/governance/roles/ask-successor.ts';
import { millisOf, seatActIn } from '../../../protocol/governance/seats/seat-act.ts';
import { type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** Whoever has had a role for as long as it allows is told what it takes to go on, before they are named or stand. Spec §15. */
export async function termsNote(
  record: StoredRecord,
  document: FolkmootDocument,
  now: Millis,
): Promise<string | null> {
  const named = namedIn(document);
  if (named === null) return null;
  return askFreely(record, (view) => {
    const state = stateOf(view, named.proposal, 'proposal');
    const act = state === null ? null : seatActIn(view, state);
    return act?.op === 'select' && lacksCall(view, act, named.who, now)
      ? 'They have had this role for as many terms in a row as it allows. They can have it again only once a call for it has closed that nobody else answered (call open); none has within the last 60 days.'
      : null;
  });
}

/** Whether somebody cannot be selected as things stand, for want of a call that found nobody else. Spec §15. */
export function lacksCall(
  view: RuleView,
  { role, startsAt, endsAt }: Select,
  holder: Subject,
  now: Millis,
): boolean {
  const term = { holder, startsAt: millisOf(startsAt), endsAt: millisOf(endsAt) };
  return isOneTooMany(view, role.subject, term) && callFor(view, role.subject, holder, now) === null;
}

function namedIn(document: FolkmootDocument): { readonly proposal: Subject; readonly who: Subject } | null {
  if (document.type === 'nomination') return { proposal: document.proposal.subject, who: document.nominee };
  if (document.type === 'candidacy' && document.accepts)
    return { proposal: document.proposal.subject, who: document.author as Subject }; // people stand
  return null;
}
