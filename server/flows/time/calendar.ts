import type { Mandate } from '../../../protocol/documents/mandate.ts';
import type { Notice } from '../../../protocol/documents/notice.ts';
import { touchedThreads } from '../../../protocol/documents/touched-threads.ts';
import { inForce } from '../../../protocol/governance/in-force.ts';
import { readAftermath } from '../../../protocol/governance/lifecycle/aftermath.ts';
import { momentsOf } from '../../../protocol/governance/lifecycle/moments.ts';
import { domainNamed } from '../../../protocol/governance/right.ts';
import { caretakerUntil } from '../../../protocol/governance/roles/ask-term-held.ts';
import { rotating } from '../../../protocol/governance/roles/terms.ts';
import { isVacant } from '../../../protocol/governance/roles/vacancy.ts';
import type { Decided } from '../../../protocol/governance/state.ts';
import { contentOf, type RuleView } from '../../../protocol/governance/view.ts';
import { type Ref, type Scid, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, parseTime, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import type { Committer } from '../log/committer.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { readDocument } from '../record/read-document.ts';
import { giveNotice } from './give-notice.ts';

/** Entries that are looked at in one go. */
const STEP = 100;
const DAY = DAY_SECONDS * SECOND;
/** So long before its end a term begins to be handed over. Spec §15. */
const HANDOVER = 30 * DAY;

/** Something with a date: a term, or what is awaited of a decision. */
interface Dated {
  readonly about: Ref;
  readonly event: Notice['event'];
  readonly at: Millis;
}

/**
 * Logs what time brings about: a review that is due, what has expired, a term that is over, what nobody did in time.
 *
 * It walks the log by a cursor of its own and writes down, by day, which threads are to be looked at again: so it reads
 * neither the whole log each time nor all that is ever to come. What it looks at twice is told once. Spec §4.
 */
export async function keepCalendar(context: Context, committer: Committer): Promise<void> {
  const { store } = context;
  const home = await context.commons();
  for (;;) {
    const cursor = await store.records.get('cursor', 'calendar');
    const after = typeof cursor?.after === 'number' ? cursor.after : -1;
    const entries = await store.entries(home, { after, limit: STEP });
    const last = entries.at(-1);
    if (last === undefined) break;
    for (const subject of await datedThreads(context, home, entries))
      await lookAt(context, committer, subject);
    await store.records.put('cursor', 'calendar', { after: last.index });
  }
  await turnPages(context, committer);
}

/** Threads with dates that some entries have changed. */
async function datedThreads(
  { store }: Context,
  home: Scid,
  entries: readonly StoredEntry[],
): Promise<readonly Subject[]> {
  const names = entries.flatMap((entry) => {
    const document = readDocument(entry)?.document;
    return document === undefined ? [] : touchedThreads(document, home).changed;
  });
  const threads = await store.threads(home, { names: [...new Set(names)] });
  return threads.flatMap(({ name, state }) => {
    const dated =
      state?.kind === 'decision' ||
      state?.kind === 'proposal' ||
      (state?.kind === 'thing' && state.type === 'mandate');
    return dated ? [subjectSchema.parse(name)] : []; // such threads are named by a subject
  });
}

/** Looks at what was written down for the days up to now. */
async function turnPages(context: Context, committer: Committer): Promise<void> {
  const { records } = context.store;
  const now = await context.now();
  const today = dayOf(now);
  const cursor = await records.get('cursor', 'calendar-day');
  const first = typeof cursor?.day === 'number' ? cursor.day : today;
  for (let day = first; day <= today; day += DAY) {
    for (const { key, value } of await records.list(pageOf(day))) {
      if (typeof value.at === 'number' && value.at > now) continue;
      await records.remove(pageOf(day), key);
      await lookAt(context, committer, subjectSchema.parse(key));
    }
  }
  await records.put('cursor', 'calendar-day', { day: today });
}

/** Tells what has come to pass in a thread, and writes down when to look again. */
async function lookAt(context: Context, committer: Committer, subject: Subject): Promise<void> {
  const now = await context.now();
  const record = await currentRecord(context, await context.commons());
  const dated = await askFreely(record, (view) => [
    ...termIn(view, subject, now),
    ...decisionsIn(view, subject, now),
  ]);
  for (const { at, ...what } of dated)
    if (at <= now) await giveNotice(context, committer, { ...what, happenedAt: at });
  const next = Math.min(...dated.map(({ at }) => at).filter((at) => at > now));
  if (Number.isFinite(next)) await context.store.records.put(pageOf(dayOf(next)), subject, { at: next });
}

/** A term that is in force, and its end; where roles rotate also when to hand it over, and when nobody follows. */
function termIn(view: RuleView, subject: Subject, now: Millis): readonly Dated[] {
  const state = view.state(subject);
  if (state?.kind !== 'thing' || state.type !== 'mandate') return [];
  const current = inForce(view, subject);
  const mandate = current === null ? null : contentOf(view, current.id, 'mandate');
  if (current === null || mandate === null) return [];
  const at = parseTime(mandate.endsAt) ?? Number.NaN; // the schema has checked the text
  const about = { subject, id: current.id };
  return [{ about, event: 'mandate-ended', at }, ...turnsIn(view, about, mandate, at, now)];
}

/** Spec §15. */
function turnsIn(
  view: RuleView,
  about: Ref,
  { role }: Mandate,
  endsAt: Millis,
  now: Millis,
): readonly Dated[] {
  if (rotating(view, role.subject) === null) return [];
  const left = caretakerUntil(endsAt);
  const vacant = now < left || isVacant(view, role.subject, null, now);
  return [
    { about, event: 'handover-due', at: endsAt - HANDOVER },
    ...(vacant ? [{ about, event: 'role-vacant' as const, at: left }] : []),
  ];
}

function decisionsIn(view: RuleView, subject: Subject, now: Millis): readonly Dated[] {
  const state = view.state(subject);
  if (state?.kind !== 'decision' && state?.kind !== 'proposal') return [];
  return state.decided.flatMap((decided) => datesOf(view, subject, decided, now));
}

function datesOf(view: RuleView, subject: Subject, decided: Decided, now: Millis): readonly Dated[] {
  const document = contentOf(view, decided.id, decided.type);
  if (document === null) return [];
  const aftermath = readAftermath(view.entries(subject), decided);
  const domain = domainNamed(view, document.domain);
  return momentsOf({ decided, document, aftermath, domain }, now).map(({ id, ...what }) => ({
    about: { subject, id },
    ...what,
  }));
}

function dayOf(at: Millis): Millis {
  return at - (at % DAY);
}

function pageOf(day: Millis): string {
  return `calendar ${formatMillis(day).slice(0, 'YYYY-MM-DD'.length)}`;
}
