import type { ThreadName } from '../../../protocol/documents/define.ts';
import type { Mandate } from '../../../protocol/documents/mandate.ts';
import type { Notice } from '../../../protocol/documents/notice.ts';
import { touchedThreads } from '../../../protocol/documents/touched-threads.ts';
import { inForce } from '../../../protocol/governance/in-force.ts';
import { readAftermath } from '../../../protocol/governance/lifecycle/aftermath.ts';
import { momentsOf } from '../../../protocol/governance/lifecycle/moments.ts';
import { ratifyUntil } from '../../../protocol/governance/provisional.ts';
import { domainNamed } from '../../../protocol/governance/right.ts';
import { caretakerUntil } from '../../../protocol/governance/roles/ask-term-held.ts';
import { rotating } from '../../../protocol/governance/roles/terms.ts';
import { isVacant } from '../../../protocol/governance/roles/vacancy.ts';
import { retiresFrom } from '../../../protocol/governance/scope/retired.ts';
import { heldUntil, isContinuous, silentSince } from '../../../protocol/governance/seats/continuity.ts';
import type { Decided } from '../../../protocol/governance/state.ts';
import { contentOf, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import { type Ref, type Scid, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, parseTime, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import type { Committer } from '../log/committer.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { eachThread, THREADS_STEP } from '../record/each-thread.ts';
import { readDocument } from '../record/read-document.ts';
import { giveNotice } from './give-notice.ts';
import { settleAll } from './settle-proposal.ts';

/** Entries that are looked at in one go. */
const STEP = 100;
const DAY = DAY_SECONDS * SECOND;
/** Whoever has a matter for so long, and does nothing, has forgotten it. Spec §6. */
const WAITS = 14 * DAY;
/** So long before its end a term begins to be handed over. Spec §15. */
const HANDOVER = 30 * DAY;

/** Something with a date: a term, or what is awaited of a decision. */
export interface Dated {
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
  context: Context,
  home: Scid,
  entries: readonly StoredEntry[],
): Promise<readonly ThreadName[]> {
  const names = entries.flatMap((entry) => {
    const document = readDocument(entry)?.document;
    return document === undefined ? [] : touchedThreads(document, home).changed;
  });
  // Somebody went, or is back: their circles may have lost their quorum, or have it again.
  if (names.includes('constraints'))
    for (const { subject } of await eachThread(context, {
      kind: 'thing',
      type: 'circle',
      limit: THREADS_STEP,
    }))
      names.push(subject);
  const threads = await context.store.threads(home, { names: [...new Set(names)] });
  return threads.flatMap(({ name, state }) => {
    const dated =
      state?.kind === 'decision' ||
      state?.kind === 'proposal' ||
      state?.kind === 'role' ||
      state?.kind === 'matter' ||
      state?.kind === 'charter' ||
      (state?.kind === 'thing' && (state.type === 'mandate' || state.type === 'circle'));
    return dated ? [name] : [];
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
      await lookAt(context, committer, key);
    }
  }
  await records.put('cursor', 'calendar-day', { day: today });
}

/** Tells what has come to pass in a thread, and writes down when to look again. */
async function lookAt(context: Context, committer: Committer, name: ThreadName): Promise<void> {
  const now = await context.now();
  const record = await currentRecord(context, await context.commons());
  const dated = await askFreely(record, (view) => datedIn(view, name, now));
  for (const { at, ...what } of dated)
    if (at <= now) await giveNotice(context, committer, { ...what, happenedAt: at });
  // What was a role's own may be its circle's by now.
  if (dated.some(({ at, event }) => at <= now && RETURNS.includes(event)))
    await settleAll(context, committer);
  const next = Math.min(...dated.map(({ at }) => at).filter((at) => at > now));
  if (Number.isFinite(next)) await context.store.records.put(pageOf(dayOf(next)), name, { at: next });
}

/** Everything with a date in one thread, past or to come, as things stand. */
export function datedIn(view: RuleView, name: ThreadName, now: Millis): readonly Dated[] {
  if (name === 'charter') return ratificationIn(view);
  const subject = subjectSchema.parse(name); // all other such threads are named by one
  return [
    ...termIn(view, subject, now),
    ...retirementIn(view, subject),
    ...silenceIn(view, subject, now),
    ...decisionsIn(view, subject, now),
    ...waitingIn(view, subject),
  ];
}

/** Threads in which something is to come within so many days, as it was written down; soonest first. */
export async function threadsToCome(context: Context, days: number): Promise<readonly ThreadName[]> {
  const { records } = context.store;
  const today = dayOf(await context.now());
  const pages = await Promise.all(
    Array.from({ length: days + 1 }, (_, index) => records.list(pageOf(today + index * DAY))),
  );
  return [...new Set(pages.flat().map(({ key }) => key))];
}

/** A circle without quorum: when it retires, or has. Spec §5. */
function retirementIn(view: RuleView, subject: Subject): readonly Dated[] {
  const state = view.state(subject);
  const current = state?.kind === 'thing' && state.type === 'circle' ? inForce(view, subject) : null;
  const at = current === null ? null : retiresFrom(view, subject);
  return current === null || at === null
    ? []
    : [{ about: { subject, id: current.id }, event: 'circle-retired', at }];
}

/** A charter that the members are still to ratify: by when. Spec §4. */
function ratificationIn(view: RuleView): readonly Dated[] {
  const charter = stateOf(view, 'charter', 'charter');
  const at = ratifyUntil(view);
  if (charter === null || at === null) return [];
  const { subject } = view.content(charter.founding);
  return [{ about: { subject, id: charter.founding }, event: 'ratification-due', at }];
}

/** Events after which a circle may be asked what a role would have decided. */
const RETURNS: readonly Dated['event'][] = ['role-vacant', 'convene-overdue', 'continuity-overdue'];

/** A role that must not be silent: since when it is, or from when on it will be; and what was due since. Spec §15. */
function silenceIn(view: RuleView, subject: Subject, now: Millis): readonly Dated[] {
  if (view.state(subject)?.kind !== 'role' || !isContinuous(view, subject)) return [];
  const until = heldUntil(view, subject, now);
  const current = inForce(view, subject);
  if (until === null || current === null) return [];
  const about = { subject, id: current.id };
  const silent = silentSince(view, subject, now);
  if (silent === null) return [{ about, event: 'role-silent', at: until }];
  return [
    { about, event: 'role-silent', at: silent.since },
    ...(silent.convened ? [] : [{ about, event: 'convene-overdue' as const, at: silent.conveneBy }]),
    { about, event: 'continuity-overdue', at: silent.outcomeBy },
  ];
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
  const left = caretakerUntil(view, role.subject, endsAt, now);
  const vacant = now < left || isVacant(view, role.subject, null, now);
  return [
    { about, event: 'handover-due', at: endsAt - HANDOVER },
    ...(vacant ? [{ about, event: 'role-vacant' as const, at: left }] : []),
  ];
}

/** A matter that nobody hands on, closes or takes up: since it is with whoever it is with. Spec §6. */
function waitingIn(view: RuleView, subject: Subject): readonly Dated[] {
  const matter = stateOf(view, subject, 'matter');
  if (matter === null || matter.closedBy !== null || matter.proposals.length > 0) return [];
  const since = matter.referrals.at(-1)?.at ?? matter.at;
  return [{ about: { subject, id: matter.id }, event: 'matter-waits', at: since + WAITS }];
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
