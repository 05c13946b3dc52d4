import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { isReachable } from '../../../protocol/governance/ladder/reachable.ts';
import { membersOf } from '../../../protocol/governance/ladder/roster.ts';
import { heldAt } from '../../../protocol/governance/roles/terms.ts';
import { CONSENT, charterLadder } from '../../../protocol/governance/scope/parent-domain.ts';
import { type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { durationText } from '../../duration-text.ts';
import { askFreely, currentDocument } from '../record/current.ts';
import { eachThread, THREADS_STEP } from '../record/each-thread.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { vacancyIn } from './vacancy-note.ts';

/**
 * What whoever rests or leaves leaves behind: roles that nobody else who is there holds, and circles that lose their
 * quorum. Told before it is signed. Spec §5, §10.
 *
 * @returns one sentence or more, or null.
 */
export async function awayNote(
  context: Context,
  record: StoredRecord,
  document: FolkmootDocument,
  now: Millis,
  mayRead: MayRead,
): Promise<string | null> {
  if (document.type !== 'participant' || document.status === 'active') return null;
  const { subject, status } = document;
  const notes: string[] = [];
  for (const role of await eachThread(context, { kind: 'role', limit: THREADS_STEP })) {
    const holds = await askFreely(record, (view) => goes(view, role.subject, subject, status, now));
    if (!holds) continue;
    const away = status === 'resting' ? ', or you are back' : '';
    const isGone = (
      { mandate: { holder } }: { readonly mandate: { readonly holder: Subject } },
      view: RuleView,
    ) => holder === subject || stateOf(view, holder, 'participant')?.status !== 'active';
    const note = await vacancyIn(record, role.subject, isGone, now, mayRead, away);
    if (note !== null) notes.push(note);
  }
  for (const circle of await eachThread(context, { kind: 'thing', type: 'circle', limit: THREADS_STEP })) {
    const body = await currentDocument(record, circle.subject);
    if (body?.type !== 'circle' || !mayRead(body) || !body.members.includes(subject)) continue;
    const loses = await askFreely(record, (view) => losesQuorum(view, circle.subject, body.members, subject));
    if (!loses) continue;
    const seconds = body.parent === undefined ? undefined : body.retiresWithoutQuorumAfterSeconds;
    const then =
      seconds === undefined
        ? ''
        : `, and retires after ${durationText(seconds)}: then its matters fall to the circle above`;
    notes.push(`Without you the circle “${anyLanguage(body.name)}” has no quorum${then}.`);
  }
  return notes.length === 0 ? null : notes.join(' ');
}

/** Whether they hold a role, and nobody stands in for them: an alternate does while they rest. */
function goes(view: RuleView, role: Subject, who: Subject, status: string, now: Millis): boolean {
  return heldAt(view, role, now).some(
    ({ mandate: { holder, alternate } }) =>
      holder === who && (status !== 'resting' || alternate === undefined),
  );
}

function losesQuorum(view: RuleView, circle: Subject, members: readonly Subject[], who: Subject): boolean {
  const { agents = [] } = stateOf(view, 'constraints', 'constraints') ?? {};
  const roster = members.filter((member) => !agents.includes(member)).length;
  const there = membersOf(view, circle);
  const ladder = { consent: charterLadder(view).consent ?? CONSENT };
  const left = there.filter((member) => member !== who).length;
  return (
    isReachable(ladder, 'consent', there.length, roster) && !isReachable(ladder, 'consent', left, roster)
  );
}
