import { canonicalBytes } from '../../canonical.ts';
import type { FolkmootDocument } from '../../documents/document.ts';
import type { Minutes, RecordedMatter } from '../../documents/minutes.ts';
import type { Answer } from '../../documents/response.ts';
import type { Share } from '../../documents/threshold.ts';
import { type Author, type DocumentId, documentIdOf, type Subject } from '../../ids.ts';
import { type Millis, parseTime } from '../../time.ts';
import { bindingsIn } from '../ladder/matter.ts';
import { isShare } from '../ladder/threshold.ts';
import { recusedIn, withoutRecused } from '../roles/recused.ts';
import { COUNTED } from '../verdict.ts';
import { contentOf, type JudgedEntry, type RuleView } from '../view.ts';

/** A meeting that dealt with a matter, as its confirmed minutes have it. Spec §14. */
export interface Held {
  readonly minutes: DocumentId;
  /** When they were confirmed. */
  readonly at: Millis;
  /** The binding part that people spoke of. */
  readonly binding: string;
  /** Enough people were there, and the meeting closes the matter. */
  readonly closes: boolean;
  /** Who was there, without those who disowned it. */
  readonly present: ReadonlySet<Author>;
  /** Answers without a name that still stand. */
  readonly unnamed: ReadonlyMap<Answer, number>;
  /** They say what somebody advised. */
  readonly advised: boolean;
}

/** A matter's thread with what minutes record in the place of their confirmation. */
export interface Recorded {
  readonly thread: readonly JudgedEntry[];
  readonly held: readonly Held[];
}

/** Whose answers are asked for, and how many of them a meeting needs. */
export interface Asked {
  readonly proposal: Subject;
  readonly roster: readonly Subject[];
  readonly attendance: Share;
}

/**
 * What people said in meetings, as if each had signed it when the minutes were confirmed. Spec §14.
 *
 * Whatever somebody signs themself from the beginning of the meeting on wins, and whoever disowns has said nothing.
 *
 * @param thread since the opening, in log order.
 */
export function withRecorded(
  view: Pick<RuleView, 'content'>,
  thread: readonly JudgedEntry[],
  asked: Asked,
): Recorded {
  if (!thread.some(attests)) return { thread, held: [] };
  const bindings = bindingsIn(thread);
  const recused = recusedIn(thread.filter(({ verdict }) => verdict.status === 'counted'));
  const roster = withoutRecused(asked.roster, recused, (person) => person);
  const expanded: JudgedEntry[] = [];
  const records: OnRecord[] = [];
  for (const entry of thread) {
    expanded.push(entry);
    const record = recordOf(view, entry, thread, asked.proposal, bindings);
    if (record === null) continue;
    records.push(record);
    const after = (other: JudgedEntry) => other.at >= record.startsAt && other.index < entry.index;
    const own = {
      word: spokenIn(thread, record.binding, bindings, { after: (other) => after(other) && isOwn(other) }),
      approval: signedIn(thread, 'approval', record.binding, bindings, after),
      advice: signedIn(thread, 'advice', record.binding, bindings, after),
    };
    expanded.push(
      ...actsOf(entry, record).filter(({ document: { author, type } }) => {
        if (record.disowned.has(author)) return false;
        if (type === 'response' || type === 'objection') return !own.word.has(author);
        return type === 'approval' || type === 'advice' ? !own[type].has(author) : true;
      }),
    );
  }
  const held = records.map((record, place): Held => {
    const present = new Set(record.minutes.attendance.filter((person) => !record.disowned.has(person)));
    const there = roster.filter((person) => present.has(person)).length;
    const enough = isShare(there, asked.attendance, roster.length);
    // People who are counted without a name cannot be told apart: a later count takes the place of an earlier one.
    const last = !records
      .slice(place + 1)
      .some(({ matter, binding }) => matter.counted && binding === record.binding);
    return {
      minutes: record.id,
      at: record.at,
      binding: record.binding,
      closes: record.matter.closes === true && enough,
      present,
      unnamed: last ? unnamedIn(record, expanded, roster, bindings) : new Map(),
      advised: record.matter.advice !== undefined,
    };
  });
  return { thread: expanded, held };
}

/** The id by which an objection that minutes record is spoken of. Spec §14. */
export function recordedId(
  minutes: DocumentId,
  proposal: Subject,
  what: 'advice' | 'answer' | 'ballot' | 'end' | 'objection' | 'test',
  by: Subject,
): DocumentId {
  return documentIdOf(canonicalBytes({ by, minutes, proposal, what }));
}

/** People who have no voice in a count: named by the minutes themselves, or heard before them. Spec §14. */
export function unnamedAmong(
  { attendance }: Pick<Minutes, 'attendance'>,
  matter: RecordedMatter,
  roster: readonly Subject[],
  spoken: ReadonlySet<Author>,
): readonly Subject[] {
  const named = new Set([...(matter.answers ?? []), ...(matter.objections ?? [])].map(({ by }) => by));
  return roster.filter((person) => attendance.includes(person) && !named.has(person) && !spoken.has(person));
}

/** Answers without a name, over all meetings. */
export function unnamedOf(held: readonly Held[]): readonly (readonly [Answer, number])[] {
  return held.flatMap(({ unnamed }) => [...unnamed]);
}

/** Who has given an answer to a binding part, or objected. */
export function spokenIn(
  thread: readonly JudgedEntry[],
  binding: string,
  bindings: ReadonlyMap<DocumentId, string>,
  { after }: { readonly after: (entry: JudgedEntry) => boolean },
): ReadonlySet<Author> {
  const spoken = thread.filter((entry) => {
    const { document, verdict } = entry;
    if (verdict.status !== 'counted' || !after(entry)) return false;
    return (
      document.type === 'objection' ||
      (document.type === 'response' && bindings.get(document.proposal.id) === binding)
    );
  });
  return new Set(
    spoken.map(({ document }) =>
      document.type === 'response' ? (document.for ?? document.author) : document.author,
    ),
  );
}

/** Who has signed a ballot, or advice, on a binding part. */
function signedIn(
  thread: readonly JudgedEntry[],
  type: 'approval' | 'advice',
  binding: string,
  bindings: ReadonlyMap<DocumentId, string>,
  after: (entry: JudgedEntry) => boolean,
): ReadonlySet<Author> {
  const signed = thread.filter(
    (entry) =>
      entry.document.type === type &&
      entry.verdict.status === 'counted' &&
      after(entry) &&
      bindings.get(entry.document.proposal.id) === binding,
  );
  return new Set(signed.map(({ document }) => document.author));
}

/** Not in the name of somebody else. */
function isOwn({ document }: JudgedEntry): boolean {
  return document.type !== 'response' || document.for === undefined;
}

/** One matter in confirmed minutes. */
interface OnRecord {
  readonly id: DocumentId;
  readonly minutes: Minutes;
  readonly matter: RecordedMatter;
  readonly binding: string;
  /** When the meeting was to begin. */
  readonly startsAt: Millis;
  /** Where the minutes lie. */
  readonly index: number;
  readonly at: Millis;
  readonly disowned: ReadonlySet<Author>;
  /** The instance held a key of one of the two who vouch. */
  readonly through: 'minutes' | 'instance';
}

export function attests({ document, verdict }: JudgedEntry): boolean {
  return document.type === 'confirmation' && document.minutes !== undefined && verdict.status === 'counted';
}

function recordOf(
  view: Pick<RuleView, 'content'>,
  entry: JudgedEntry,
  thread: readonly JudgedEntry[],
  proposal: Subject,
  bindings: ReadonlyMap<DocumentId, string>,
): OnRecord | null {
  if (!attests(entry) || entry.document.type !== 'confirmation') return null;
  const { id } = entry.document.of;
  const minutes = contentOf(view, id, 'minutes');
  const matter = minutes?.matters.find((one) => one.proposal.subject === proposal);
  const meeting = minutes === null ? null : contentOf(view, minutes.meeting.id, 'meeting');
  const index = thread.find((other) => other.id === id)?.index;
  if (minutes === null || matter === undefined || meeting === null || index === undefined) return null;
  const disowned = thread.flatMap(({ document, verdict }) =>
    document.type === 'disavowal' && document.minutes === id && verdict.status === 'counted'
      ? [document.author]
      : [],
  );
  return {
    ...{ id, minutes, matter, index, at: entry.at },
    binding: bindings.get(matter.proposal.id) ?? '',
    startsAt: parseTime(meeting.startsAt) ?? entry.at, // the schema has checked the text
    disowned: new Set(disowned),
    through: [entry, thread.find((other) => other.id === id)].some((one) => one?.through === 'instance')
      ? 'instance'
      : 'minutes',
  };
}

/** What was recorded of each person by name, as documents of theirs. */
function actsOf(entry: JudgedEntry, { id, minutes, matter, through }: OnRecord): readonly JudgedEntry[] {
  const { subject } = matter.proposal;
  const { v, commons, issuedAt, audience, salt } = minutes;
  const common = { v, commons, subject: minutes.subject, issuedAt, audience, salt, refs: [] };
  const act = (
    what: Parameters<typeof recordedId>[2],
    by: Subject,
    document: FolkmootDocument,
  ): JudgedEntry => ({
    ...{ index: entry.index, at: entry.at, key: entry.key, verdict: COUNTED, document, through },
    id: recordedId(id, subject, what, by),
  });
  return [
    ...(matter.ended ?? []).map(({ by, objection, ...rest }) =>
      act('end', by, { ...common, ...rest, type: 'withdrawal', author: by, of: { subject, id: objection } }),
    ),
    ...(matter.tests ?? []).map(({ by, objection, ...rest }) =>
      act('test', by, {
        ...common,
        ...rest,
        type: 'objection-test',
        author: by,
        of: { subject, id: objection },
      }),
    ),
    ...(matter.objections ?? []).map(({ by, ...rest }) =>
      act('objection', by, { ...common, ...rest, type: 'objection', author: by, proposal: matter.proposal }),
    ),
    ...(matter.answers ?? []).map(({ by, ...rest }) =>
      act('answer', by, { ...common, ...rest, type: 'response', author: by, proposal: matter.proposal }),
    ),
    ...(matter.ballots ?? []).map(({ by, approves }) =>
      act('ballot', by, { ...common, approves, type: 'approval', author: by, proposal: matter.proposal }),
    ),
    ...(matter.advice ?? []).map(({ by, ...rest }) =>
      act('advice', by, { ...common, ...rest, type: 'advice', author: by, proposal: matter.proposal }),
    ),
  ];
}

/** Values that count alone can have, the most favourable first: whoever takes their word back may have said it. */
const FAVOUR: readonly Answer[] = [
  'consent',
  'agree',
  'yes',
  'concern',
  'agree-with-reservation',
  'abstain',
  'no',
];

/** Whoever says something else afterwards, or disowns, takes one answer away; which one it was nobody knows. */
function unnamedIn(
  { minutes, matter, binding, index, disowned }: OnRecord,
  expanded: readonly JudgedEntry[],
  roster: readonly Subject[],
  bindings: ReadonlyMap<DocumentId, string>,
): ReadonlyMap<Answer, number> {
  const before = spokenIn(expanded, binding, bindings, { after: (entry) => entry.index < index });
  const later = spokenIn(expanded, binding, bindings, { after: (entry) => entry.index > index });
  const covered = unnamedAmong(minutes, matter, roster, before);
  let gone = covered.filter((person) => disowned.has(person) || later.has(person)).length;
  const left = new Map<Answer, number>();
  for (const value of FAVOUR) {
    const said = matter.counted?.[value] ?? 0;
    const taken = Math.min(said, gone);
    gone -= taken;
    if (said > taken) left.set(value, said - taken);
  }
  return left;
}
