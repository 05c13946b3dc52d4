import type { Meeting } from '../../../protocol/documents/meeting.ts';
import type { Minutes } from '../../../protocol/documents/minutes.ts';
import { touchedThreads } from '../../../protocol/documents/touched-threads.ts';
import { inForce } from '../../../protocol/governance/in-force.ts';
import { contentOf, stateOf } from '../../../protocol/governance/view.ts';
import {
  type DocumentId,
  documentIdSchema,
  type Ref,
  refSchema,
  type Subject,
  subjectSchema,
} from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { type Millis, parseTime } from '../../../protocol/time.ts';
import { askFreely, askNow, currentRef } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { DraftContext, Wish } from './draft.ts';

/** A meeting is led, and its minutes are taken, by whoever calls it, unless they say otherwise. Spec §14. */
export async function completeMeeting(draft: DraftContext, wish: Wish): Promise<Wish> {
  const before = await noticeBefore(draft, wish.subject);
  if (before !== null) return changedNotice(draft, before, wish);
  const own = draft.drafter.author;
  const agenda = await eachNamed(draft, wish.agenda);
  const silent = await silentRole(draft, wish.silent);
  const circle = wish.circle ?? silent?.circle ?? (await circleAsked(draft, agenda));
  return {
    ...{ facilitator: own, minuteTaker: own },
    ...wish,
    ...(silent === null ? {} : { silent: silent.role }),
    ...(circle === undefined ? {} : { circle: await thingNamed(draft, circle) }),
    agenda,
  };
}

/** A role in its version in force, and the circle that it serves. Spec §15. */
async function silentRole({ record }: DraftContext, wished: unknown) {
  const subject = subjectSchema.safeParse(wished);
  if (!subject.success) return null;
  return askFreely(record, (view) => {
    const current = inForce(view, subject.data);
    const body = current === null ? null : contentOf(view, current.id, 'role');
    if (current === null || body === null)
      throw new ProtocolError('not-found', 'There is no such role.', { role: subject.data });
    return { role: { subject: subject.data, id: current.id }, circle: body.circle.subject };
  });
}

/** What a change does not say stays as it was; the circle is named as it is now. Spec §14. */
async function changedNotice(draft: DraftContext, before: Known, wish: Wish): Promise<Wish> {
  const { circle, startsAt, place, agenda, facilitator, minuteTaker } = before.meeting;
  return {
    ...{ startsAt, agenda, facilitator, minuteTaker },
    ...(place === undefined ? {} : { place }),
    ...wish,
    supersedes: before.id,
    circle: (await currentRef(draft.record, circle.subject)) ?? circle,
    ...(wish.agenda === undefined ? {} : { agenda: await eachNamed(draft, wish.agenda) }),
  };
}

interface Known {
  readonly id: DocumentId;
  readonly meeting: Meeting;
}

async function noticeBefore({ record }: DraftContext, wished: unknown): Promise<Known | null> {
  const subject = subjectSchema.safeParse(wished);
  if (!subject.success) return null;
  return askNow(record, [subject.data], (view) => {
    const state = stateOf(view, subject.data, 'meeting');
    const meeting = state === null ? null : contentOf(view, state.id, 'meeting');
    return state === null || meeting === null ? null : { id: state.id, meeting };
  });
}

/** The circle that is asked about the first proposal on the agenda; else the first one of the founding act. */
async function circleAsked({ record }: DraftContext, agenda: unknown): Promise<Subject | undefined> {
  const items = Array.isArray(agenda) ? (agenda as readonly unknown[]) : [];
  const proposals = items.flatMap((item) => {
    const ref = item !== null && typeof item === 'object' && 'proposal' in item ? item.proposal : null;
    const parsed = refSchema.safeParse(ref);
    return parsed.success ? [parsed.data.subject] : [];
  });
  return askNow(record, [...proposals, 'charter'], (view) => {
    for (const subject of proposals) {
      const opening = stateOf(view, subject, 'proposal')?.opening;
      const asked = opening == null ? null : contentOf(view, opening.id, 'opening');
      if (asked !== null) return asked.circle.subject;
    }
    const founding = stateOf(view, 'charter', 'charter')?.adopts ?? [];
    return founding.find(({ id }) => contentOf(view, id, 'circle') !== null)?.subject;
  });
}

/** Minutes name their meeting by its subject, and what was dealt with by the proposals' subjects. Spec §14 [R-14.3]. */
export async function completeMinutes(draft: DraftContext, wish: Wish): Promise<Wish> {
  const meeting = await meetingNamed(draft, wish.meeting);
  return {
    matters: [],
    ...(meeting === null ? {} : { circle: meeting.circle }),
    ...wish,
    ...(meeting === null ? {} : { meeting: meeting.ref }),
    ...(wish.matters === undefined ? {} : { matters: await eachNamed(draft, wish.matters) }),
  };
}

/** A confirmation of minutes repeats the threads that they changed. Spec §14. */
export function confirmationOfMinutes(minutes: Minutes, id: DocumentId, { home }: DraftContext): Wish {
  return {
    of: { subject: minutes.meeting.subject, id },
    minutes: { changes: touchedThreads(minutes, home).changed },
  };
}

/** Where minutes record one matter alone, that is the one they are disowned in. Spec §14. */
export async function completeDisavowal(draft: DraftContext, wish: Wish): Promise<Wish> {
  const id = documentIdSchema.safeParse(wish.minutes);
  const document = id.success ? await documentIn(draft.context.store, draft.home, id.data) : null;
  if (document?.type !== 'minutes')
    throw new ProtocolError('not-found', 'There are no such minutes.', { minutes: wish.minutes });
  const [only, ...more] = document.matters;
  const proposal =
    wish.proposal === undefined && more.length === 0
      ? only?.proposal
      : await proposalNamed(draft, wish.proposal);
  return { ...wish, ...(proposal === undefined ? {} : { proposal }) };
}

/** A proposal waits for a meeting by its subject. Spec §14. */
export async function opensIn(draft: DraftContext, wished: unknown): Promise<{ readonly opensIn?: unknown }> {
  if (wished === undefined) return {};
  return { opensIn: (await meetingNamed(draft, wished))?.ref ?? wished };
}

/** Items of an agenda, or matters of minutes, each with the current version of its proposal. */
async function eachNamed(draft: DraftContext, items: unknown): Promise<unknown> {
  if (!Array.isArray(items)) return items;
  return Promise.all(
    (items as readonly unknown[]).map(async (item) =>
      item !== null && typeof item === 'object' && 'proposal' in item
        ? { ...item, proposal: await proposalNamed(draft, item.proposal) }
        : item,
    ),
  );
}

async function proposalNamed({ record }: DraftContext, wished: unknown): Promise<unknown> {
  const subject = subjectSchema.safeParse(wished);
  if (!subject.success) return wished;
  const current = await askNow(
    record,
    [subject.data],
    (view) => stateOf(view, subject.data, 'proposal')?.versions.at(-1)?.id,
  );
  if (current === undefined)
    throw new ProtocolError('not-found', 'There is no such proposal.', { proposal: wished });
  return { subject: subject.data, id: current };
}

/** @returns null where no subject is wished for. @throws {ProtocolError} `not-found` where no such notice counts. */
export async function meetingNamed(
  { record }: DraftContext,
  wished: unknown,
): Promise<{ readonly ref: Ref; readonly circle: Subject; readonly startsAt: Millis } | null> {
  const subject = subjectSchema.safeParse(wished);
  if (!subject.success) return null;
  return askNow(record, [subject.data], (view) => {
    const state = stateOf(view, subject.data, 'meeting');
    const meeting = state === null ? null : contentOf(view, state.id, 'meeting');
    if (state === null || meeting === null)
      throw new ProtocolError('not-found', 'There is no notice of such a meeting.', { meeting: wished });
    return {
      ref: { subject: subject.data, id: state.id },
      circle: meeting.circle.subject,
      startsAt: parseTime(meeting.startsAt) ?? state.at, // the schema has checked the text
    };
  });
}

async function thingNamed({ record }: DraftContext, wished: unknown): Promise<unknown> {
  const subject = subjectSchema.safeParse(wished);
  return subject.success ? ((await currentRef(record, subject.data)) ?? wished) : wished;
}
