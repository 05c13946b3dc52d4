import type { Minutes, RecordedMatter } from '../../documents/minutes.ts';
import type { Opening } from '../../documents/opening.ts';
import { ANSWERS, type Answer as AnswerValue, isCircleRung } from '../../documents/response.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { formatMillis, SECOND } from '../../time.ts';
import {
  askAnswer,
  askNotice,
  askOpen,
  askUninvolved,
  askVersion,
  type Open,
  onOpen,
} from '../ladder/judge-participation.ts';
import { bindingsIn } from '../ladder/matter.ts';
import { rosterOf } from '../ladder/roster.ts';
import { sinceOpening } from '../ladder/stage.ts';
import { isShare } from '../ladder/threshold.ts';
import { withWords } from '../links/words.ts';
import { withoutRecused } from '../roles/recused.ts';
import type { ProposalState } from '../state.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';
import { askRecordedSeat } from './ask-recorded-seat.ts';
import type { NamedMeeting } from './meeting-named.ts';
import { spokenIn, unnamedAmong, withRecorded } from './recorded.ts';
import { meetingTerms } from './terms.ts';

type Answer = readonly DocumentId[] | Refusal;

/** What minutes say of one matter could have been said by these people themselves. Spec §14 [R-14.3a]. */
export function askRecorded(
  entry: Entry,
  document: Minutes,
  matter: RecordedMatter,
  named: NamedMeeting,
  view: RuleView,
): Answer {
  const { proposal } = matter;
  if (announcedAt(proposal.subject, named, view) === null)
    return refuse('not-announced', { proposal: proposal.subject });
  return onOpen(view, proposal, (open) => {
    const questions = [
      () => askOpen(entry, open),
      () => askVersion(proposal, view),
      () => askRecordedSeat(entry, matter, open, view),
      () => askPeople(document, matter, open, view),
      () => (matter.answers === undefined && matter.counted === undefined ? [] : askNotice(entry, open)),
      () => askWords(matter, open),
      () => askObjections(matter, open),
      () => askCounted(document, matter, open, view),
    ];
    for (const ask of questions) {
      const said = ask();
      if ('code' in said) return said;
    }
    return [proposal.id];
  });
}

/** Announced in time, by the circle that decides, and enough of those who are asked were there. Spec §14. */
export function askCloses(
  { attendance }: Minutes,
  { proposal, closes }: RecordedMatter,
  named: NamedMeeting,
  view: RuleView,
): Answer {
  if (closes !== true) return [];
  return onOpen(view, proposal, ({ state, opening, rung }) => {
    if (!isCircleRung(rung)) return refuse('wrong-rung', { rung });
    if (opening.seat !== undefined) return refuse('wrong-rung', { seat: opening.seat.role.subject });
    if (opening.circle.subject !== named.meeting.circle.subject)
      return refuse('not-its-circle', { circle: opening.circle.subject });
    const { noticeSeconds, attendance: share } = meetingTerms(rung, opening.parameters);
    const announced = announcedAt(proposal.subject, named, view) ?? named.startsAt;
    if (announced + noticeSeconds * SECOND > named.startsAt)
      return refuse('notice-too-short', { noticeSeconds, announced: formatMillis(announced) });
    const roster = askedIn(opening, state, view);
    const there = roster.filter((person) => attendance.includes(person)).length;
    return isShare(there, share, roster.length)
      ? []
      : refuse('quorum-missing', { there, roster: roster.length, share: `${share.num}/${share.den}` });
  });
}

/** Who is asked about a proposal that was opened; nobody otherwise. */
export function rosterIn(view: RuleView, proposal: Subject): readonly Subject[] {
  const opening = openingIn(view, proposal);
  return opening === null ? [] : rosterOf(opening, view).map(({ subject }) => subject);
}

/** The agenda names it, or it named the meeting itself when it was put forward. Spec §14. */
function announcedAt(proposal: Subject, { meeting, state }: NamedMeeting, view: RuleView): number | null {
  if (meeting.agenda.some((item) => item.proposal?.subject === proposal))
    return state.changed?.added.find((item) => item.proposal === proposal)?.at ?? state.at;
  const versions = stateOf(view, proposal, 'proposal')?.versions ?? [];
  const naming = versions.find(
    ({ id }) => contentOf(view, id, 'proposal')?.opensIn?.subject === meeting.subject,
  );
  return naming === undefined ? null : Math.max(naming.at, state.at);
}

/** Who is asked, without those who stand aside. Spec §15. */
function askedIn(opening: Opening, { recused = [] }: ProposalState, view: RuleView): readonly Subject[] {
  const aside = new Set(recused.map(({ author }) => author));
  return withoutRecused(rosterOf(opening, view), aside, ({ subject }) => subject).map(
    ({ subject }) => subject,
  );
}

function openingIn(view: RuleView, proposal: Subject): Opening | null {
  const id = stateOf(view, proposal, 'proposal')?.opening?.id;
  return id === undefined ? null : contentOf(view, id, 'opening');
}

/** Whoever is said to have spoken was there, is asked, and has no interest of their own in it; anybody there advises. */
function askPeople({ attendance }: Minutes, matter: RecordedMatter, open: Open, view: RuleView): Answer {
  const roster = rosterOf(open.opening, view).map(({ subject }) => subject);
  const advisor = (matter.advice ?? []).find(({ by }) => !attendance.includes(by));
  if (advisor !== undefined) return refuse('not-attending', { who: advisor.by });
  for (const { by: who } of matter.ballots ?? []) {
    if (!attendance.includes(who)) return refuse('not-attending', { who });
    if (!roster.includes(who)) return refuse('not-on-roster', { who });
  }
  const spoken = [matter.answers, matter.objections, matter.ended, matter.tests].flatMap((acts) =>
    (acts ?? []).map(({ by }) => by),
  );
  for (const who of spoken) {
    if (!attendance.includes(who)) return refuse('not-attending', { who });
    if (!roster.includes(who)) return refuse('not-on-roster', { who });
    const uninvolved = askUninvolved(who, open, view);
    if ('code' in uninvolved) return { ...uninvolved, detail: { ...uninvolved.detail, who } };
  }
  return open.opening.roster.pages;
}

function askWords({ answers, objections, tests }: RecordedMatter, open: Open): Answer {
  for (const { by, ...word } of answers ?? []) {
    const said = askAnswer({ ...word, author: by }, open);
    if ('code' in said) return { ...said, detail: { ...said.detail, who: by } };
  }
  const objected = (objections ?? []).length + (tests ?? []).length > 0;
  return objected && open.rung !== 'consent' ? refuse('wrong-rung', { rung: open.rung }) : [];
}

/** People end objections of their own, and test those of others. */
function askObjections({ ended, tests }: RecordedMatter, { state }: Open): Answer {
  const find = (id: DocumentId) => state.objections.find((objection) => objection.id === id);
  for (const { by, objection: id } of ended ?? []) {
    const objection = find(id);
    if (objection === undefined) return refuse('unknown-reference', { objection: id });
    if (objection.author !== by) return refuse('not-author', { who: by });
    if (objection.endedBy !== null) return refuse('duplicate', { objection: id });
  }
  for (const { by, objection: id } of tests ?? []) {
    const objection = find(id);
    if (objection === undefined) return refuse('unknown-reference', { objection: id });
    if (objection.author === by) return refuse('not-eligible', { who: by });
    if (objection.endedBy !== null) return refuse('closed', { objection: id });
  }
  return [];
}

/** Values that nobody can have without their name: they ask for time, or for a reason. */
const BY_NAME: ReadonlySet<AnswerValue> = new Set<AnswerValue>(['pause', 'stand-aside', 'block']);

/** No more answers than people who have given none by name. Spec §14. */
function askCounted(document: Minutes, matter: RecordedMatter, open: Open, view: RuleView): Answer {
  const { opening, rung, state } = open;
  const values = Object.keys(matter.counted ?? {}) as AnswerValue[]; // keys of the schema's record
  if (values.length === 0) return [];
  if (!isCircleRung(rung)) return refuse('wrong-rung', { rung });
  if (opening.parameters.vote?.secret !== undefined) return refuse('secret-ballot');
  const known: readonly string[] = ANSWERS[rung];
  const wrong = values.find((value) => !known.includes(value));
  if (wrong !== undefined) return refuse('wrong-rung', { rung, answers: known });
  const nameless = values.find((value) => BY_NAME.has(value));
  if (nameless !== undefined) return refuse('reason-missing', { what: nameless });
  const { subject } = matter.proposal;
  const roster = askedIn(opening, state, view).filter((who) => !('code' in askUninvolved(who, open, view)));
  const all = view.entries(subject);
  const opened = all.find(({ id }) => id === state.opening.id);
  const thread = withWords(sinceOpening(all, opened?.index ?? -1));
  const { attendance } = meetingTerms(rung, opening.parameters);
  const recorded = withRecorded(view, thread, { proposal: subject, roster, attendance }).thread;
  const bindings = bindingsIn(recorded);
  const spoken = spokenIn(recorded, bindings.get(matter.proposal.id) ?? '', bindings, { after: () => true });
  const most = unnamedAmong(document, matter, roster, spoken).length;
  const sum = values.reduce((total, value) => total + (matter.counted?.[value] ?? 0), 0);
  return sum <= most ? [] : refuse('contradictory', { counted: sum, most });
}
