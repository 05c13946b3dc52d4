import type { Meeting } from '../../../protocol/documents/meeting.ts';
import type { Minutes } from '../../../protocol/documents/minutes.ts';
import { signBy } from '../../../protocol/governance/limits.ts';
import { disownUntil } from '../../../protocol/governance/meetings/judge-disavowal.ts';
import { MINUTES_TIME } from '../../../protocol/governance/meetings/terms.ts';
import type { MeetingState } from '../../../protocol/governance/state.ts';
import { type DocumentId, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { formatMillis, parseTime } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { wordsOf } from './attached-words.ts';
import { circleName } from './circle-name.ts';
import { operationWords } from './operation-words.ts';
import { peopleBy } from './people.ts';

/** Meetings that one answer lists: those of some years. */
const MEETINGS_MAX = 500;

/** A matter as a list names it. */
export interface MatterName {
  readonly proposal: Subject;
  readonly what: readonly string[];
}

/** A meeting of a circle, and the minutes of it. Spec §14. */
export interface MeetingView {
  readonly subject: Subject;
  readonly id: DocumentId;
  readonly circle: string;
  /** When the notice was logged. */
  readonly calledAt: string;
  readonly startsAt: string;
  readonly isOver: boolean;
  /** It was held, and minutes of it can still be written. Spec §14. */
  readonly takesMinutes: boolean;
  readonly place: string | null;
  readonly agenda: readonly { readonly about: string | null; readonly matter: MatterName | null }[];
  readonly facilitator: string;
  readonly minuteTaker: string;
  /** The notice was changed. Spec §14. */
  readonly changed: boolean;
  /** Why it does not take place; null where it does. */
  readonly calledOff: string | null;
  readonly minutes: readonly MinutesView[];
}

export interface MinutesView {
  readonly id: DocumentId;
  readonly at: string;
  /** Whether what they record counts; who made it so need not be for this reader. */
  readonly confirmed: boolean;
  /** Null while nobody has, as far as the reader may know. */
  readonly confirmedBy: string | null;
  /** Until when somebody else who was there confirms them; null where somebody has, or it is too late. Spec §14. */
  readonly confirmBy: string | null;
  /** Whoever was there can still say that they said something else. Spec §14. */
  readonly canBeDisowned: boolean;
  readonly present: readonly string[];
  readonly guests: number;
  readonly takenBy: string;
  /** Why somebody else took them than the notice names. Spec §14. */
  readonly standsIn: string | null;
  readonly text: string | null;
  readonly matters: readonly (MatterName & { readonly closes: boolean })[];
}

/** Those to come, the next one first; then those that were, the last one first. */
export async function meetingsView(
  context: Context,
  mayRead: MayRead,
): Promise<{ readonly meetings: readonly MeetingView[] }> {
  const home = await context.commons();
  const record = await currentRecord(context, home);
  const threads = await context.store.threads(home, { kind: 'meeting', limit: MEETINGS_MAX });
  const now = await context.now();
  const meetings: MeetingView[] = [];
  for (const { state } of threads) {
    if (state?.kind !== 'meeting') continue;
    const document = await documentIn(context.store, home, state.id);
    if (document?.type !== 'meeting' || !mayRead(document)) continue;
    const startsAt = parseTime(document.startsAt) ?? 0; // the schema has checked the text
    const isOver = startsAt <= now;
    const takesMinutes = isOver && now < startsAt + MINUTES_TIME && document.calledOff === undefined;
    const view = await meetingView({ context, record, mayRead }, state, document);
    meetings.push({ ...view, isOver, takesMinutes });
  }
  const soonest = (a: MeetingView, b: MeetingView) => Date.parse(a.startsAt) - Date.parse(b.startsAt);
  const coming = meetings.filter(({ isOver }) => !isOver).sort(soonest);
  const over = meetings.filter(({ isOver }) => isOver).sort((a, b) => soonest(b, a));
  return { meetings: [...coming, ...over] };
}

interface Looking {
  readonly context: Context;
  readonly record: StoredRecord;
  readonly mayRead: MayRead;
}

async function meetingView(
  looking: Looking,
  state: MeetingState,
  document: Meeting,
): Promise<Omit<MeetingView, 'isOver' | 'takesMinutes'>> {
  const { context } = looking;
  const { facilitator, minuteTaker, place, agenda, calledOff } = document;
  const name = await namesOf(looking, [facilitator, minuteTaker]);
  return {
    subject: document.subject,
    id: state.id,
    circle: await circleName(looking.record, document.circle.id, looking.mayRead),
    calledAt: formatMillis(state.at),
    startsAt: document.startsAt,
    place: place === undefined ? null : await wordsOf(context, place),
    agenda: await Promise.all(
      agenda.map(async ({ about, proposal }) => ({
        about: about === undefined ? null : await wordsOf(context, about),
        matter: proposal === undefined ? null : await matterName(looking, proposal),
      })),
    ),
    facilitator: name(facilitator),
    minuteTaker: name(minuteTaker),
    changed: state.changed !== undefined,
    calledOff: calledOff === undefined ? null : ((await wordsOf(context, calledOff)) ?? ''),
    minutes: (await Promise.all(state.minutes.map((taken) => minutesView(looking, taken)))).flatMap(
      (shown) => shown ?? [],
    ),
  };
}

async function minutesView(
  looking: Looking,
  { id, at, confirmedBy }: MeetingState['minutes'][number],
): Promise<MinutesView | null> {
  const { context, mayRead } = looking;
  const home = await context.commons();
  const document = await documentIn(context.store, home, id);
  if (document?.type !== 'minutes' || !mayRead(document)) return null;
  const confirmation = confirmedBy === null ? null : await documentIn(context.store, home, confirmedBy);
  const shown = confirmation !== null && mayRead(confirmation);
  const now = await context.now();
  const signer = subjectSchema.safeParse(shown ? confirmation.author : undefined);
  const author = document.author as Subject; // people take minutes
  const name = await namesOf(looking, [
    author,
    ...document.attendance,
    ...(signer.success ? [signer.data] : []),
  ]);
  return {
    id,
    at: formatMillis(at),
    confirmed: confirmedBy !== null,
    confirmedBy: signer.success ? name(signer.data) : null,
    confirmBy: confirmedBy === null && now < signBy(at) ? formatMillis(signBy(at)) : null,
    canBeDisowned: await canBeDisowned(looking, document, confirmedBy),
    present: document.attendance.map(name),
    guests: document.guests ?? 0,
    takenBy: name(author),
    standsIn: document.standsIn === undefined ? null : ((await wordsOf(context, document.standsIn)) ?? ''),
    text: document.text === undefined ? null : await wordsOf(context, document.text),
    matters: await mattersOf(looking, document),
  };
}

/** Only what minutes have somebody say in a matter is disowned, for some time after somebody else has confirmed them. */
async function canBeDisowned(
  { context, record }: Looking,
  { matters }: Minutes,
  confirmedBy: DocumentId | null,
): Promise<boolean> {
  const [first] = matters;
  if (first === undefined || confirmedBy === null) return false;
  const now = await context.now();
  return askFreely(record, (view) => {
    const confirmed = view.entries(first.proposal.subject).find(({ id }) => id === confirmedBy);
    return confirmed !== undefined && now < disownUntil(view, confirmed.at, now);
  });
}

function mattersOf(looking: Looking, { matters }: Minutes): Promise<MinutesView['matters']> {
  return Promise.all(
    matters.map(async ({ proposal, closes }) => ({
      ...(await matterName(looking, proposal)),
      closes: closes === true,
    })),
  );
}

async function matterName(
  { context, record, mayRead }: Looking,
  { subject, id }: { readonly subject: Subject; readonly id: DocumentId },
): Promise<MatterName> {
  const document = await documentIn(context.store, await context.commons(), id);
  if (document?.type !== 'proposal' || !mayRead(document)) return { proposal: subject, what: [] };
  const words = document.binding.operations.map((operation) =>
    operationWords(context, record, operation, { mayRead }),
  );
  return { proposal: subject, what: await Promise.all(words) };
}

async function namesOf(
  { context, record, mayRead }: Looking,
  subjects: readonly Subject[],
): Promise<(subject: Subject) => string> {
  const people = await peopleBy(context, record, subjects, mayRead);
  return (subject) => people.get(subject)?.name ?? subject;
}
