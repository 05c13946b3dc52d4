import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Minutes } from '../../../protocol/documents/minutes.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { Answer } from '../../../protocol/documents/response.ts';
import { extended } from '../../../protocol/governance/ladder/window.ts';
import { meetingNamed } from '../../../protocol/governance/meetings/meeting-named.ts';
import { DISOWN_TIME } from '../../../protocol/governance/meetings/terms.ts';
import type { JudgedEntry, RuleView } from '../../../protocol/governance/view.ts';
import type { Author, DocumentId, Subject } from '../../../protocol/ids.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askFreely } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { peopleBy } from './people.ts';

/** A meeting that dealt with a matter: who wrote it down, who confirmed it, who was there. Spec §14. */
export interface HeldView {
  readonly minutes: DocumentId;
  readonly meeting: Subject;
  readonly startsAt: string;
  readonly takenBy: string;
  readonly takenAt: string;
  /** Null while nobody has. */
  readonly confirmedBy: string | null;
  readonly confirmedAt: string | null;
  /** Until when the absent can object, and those who were there disown what it says of them. */
  readonly until: string | null;
  readonly closes: boolean;
  readonly present: readonly string[];
  readonly guests: number;
  readonly disownedBy: readonly string[];
  /** They say what somebody advised. */
  readonly advised: boolean;
  /** Answers that were counted without a name. */
  readonly counted: Partial<Record<Answer, number>>;
}

/** Meetings whose minutes record something of a proposal, oldest first, as far as the reader may read them. */
export async function heldViews(
  context: Context,
  record: StoredRecord,
  proposal: Subject,
  mayRead: MayRead,
): Promise<readonly HeldView[]> {
  const now = await context.now();
  const held = await askFreely(record, (view) => heldIn(view, proposal, mayRead, now));
  const shown = held.filter(({ minutes }) => mayRead(minutes));
  const subjects = shown.flatMap(({ minutes, confirmedBy, disownedBy }) => [
    ...[minutes.author, ...minutes.attendance, ...disownedBy],
    ...(confirmedBy === null ? [] : [confirmedBy]),
  ]) as Subject[]; // people sign and attend
  const people = await peopleBy(context, record, subjects, mayRead);
  const name = (author: Author) => people.get(author as Subject)?.name ?? author;
  return shown.map(({ id, at, minutes, startsAt, confirmedBy, confirmedAt, until, disownedBy }) => {
    const matter = minutes.matters.find((one) => one.proposal.subject === proposal);
    return {
      minutes: id,
      meeting: minutes.meeting.subject,
      startsAt: formatMillis(startsAt),
      takenBy: name(minutes.author),
      takenAt: formatMillis(at),
      confirmedBy: confirmedBy === null ? null : name(confirmedBy),
      confirmedAt: confirmedAt === null ? null : formatMillis(confirmedAt),
      until: until === null ? null : formatMillis(until),
      closes: matter?.closes === true,
      present: minutes.attendance.map(name),
      guests: minutes.guests ?? 0,
      disownedBy: disownedBy.map(name),
      advised: matter?.advice !== undefined,
      counted: matter?.counted ?? {},
    };
  });
}

/** Those that an outcome itself rests on; or whose minutes say what people advised before a decision. */
export async function heldBefore(
  context: Context,
  record: StoredRecord,
  document: Decision | Outcome,
  { at, mayRead }: { readonly at: Millis; readonly mayRead: MayRead },
): Promise<readonly HeldView[]> {
  if (document.proposal === undefined) return [];
  const isAsked = document.type === 'decision' && document.consulted !== undefined;
  const ids = document.type === 'outcome' ? (document.minutes ?? []) : [];
  if (ids.length === 0 && !isAsked) return [];
  const held = await heldViews(context, record, document.proposal.subject, mayRead);
  return held.filter(({ minutes, advised, confirmedAt }) =>
    isAsked ? advised && confirmedAt !== null && Date.parse(confirmedAt) <= at : ids.includes(minutes),
  );
}

interface HeldFacts {
  readonly id: DocumentId;
  readonly at: Millis;
  readonly minutes: Minutes;
  readonly startsAt: Millis;
  readonly confirmedBy: Author | null;
  readonly confirmedAt: Millis | null;
  readonly until: Millis | null;
  readonly disownedBy: readonly Author[];
}

function heldIn(view: RuleView, proposal: Subject, mayRead: MayRead, now: Millis): readonly HeldFacts[] {
  const entries = view.entries(proposal);
  return entries.flatMap((entry): readonly HeldFacts[] => {
    const { id, at, document, verdict } = entry;
    if (document.type !== 'minutes' || verdict.status !== 'pending') return [];
    const startsAt = meetingNamed(view, document.meeting)?.startsAt ?? at;
    const confirmation = entries.find((other) => confirms(other, id));
    const silence = (from: Millis, until: Millis) => view.silence(from, until, now);
    const disownedBy = entries.flatMap(({ document: said, verdict: judged }) =>
      said.type === 'disavowal' && said.minutes === id && judged.status === 'counted' && mayRead(said)
        ? [said.author]
        : [],
    );
    return [
      {
        ...{ id, at, minutes: document, startsAt, disownedBy },
        confirmedBy: confirmation?.document.author ?? null,
        confirmedAt: confirmation?.at ?? null,
        until:
          confirmation === undefined
            ? null
            : extended(confirmation.at, confirmation.at + DISOWN_TIME, silence, now),
      },
    ];
  });
}

function confirms({ document, verdict }: JudgedEntry, minutes: DocumentId): boolean {
  return document.type === 'confirmation' && document.of.id === minutes && verdict.status === 'counted';
}
