import type { Decision } from '../../../protocol/documents/decision.ts';
import type { ThreadName } from '../../../protocol/documents/define.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { MatterRaised } from '../../../protocol/documents/matter.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import { readAftermath, type Undertaken } from '../../../protocol/governance/lifecycle/aftermath.ts';
import type { RuleView } from '../../../protocol/governance/view.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { hashOf, roleHref, whyHref } from '../../web/hrefs.ts';
import { askFreely, currentDocument, currentRecord } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { isFor } from '../record/is-for.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { type Dated, datedIn, threadsToCome } from '../time/calendar.ts';
import { wordsOf } from '../views/attached-words.ts';
import { operationWords } from '../views/operation-words.ts';
import { personBy } from '../views/people.ts';
import type { CalendarEvent } from './calendar-view.ts';

/** A calendar looks ahead for a year: a review is due within it, and most terms end. */
const DAYS_AHEAD = 366;

interface Looking {
  readonly context: Context;
  readonly record: StoredRecord;
  readonly mayRead: MayRead;
}

/** What time brings about in decisions, terms and roles that the reader may see, unordered. Spec §19 [R-19.40]. */
export async function datedEvents(context: Context, mayRead: MayRead): Promise<readonly CalendarEvent[]> {
  const record = await currentRecord(context, await context.commons());
  const now = await context.now();
  const events: CalendarEvent[] = [];
  for (const subject of await threadsToCome(context, DAYS_AHEAD)) {
    const found = await askFreely(record, (view) => ({
      coming: datedIn(view, subject, now).filter(({ at }) => at > now),
      actions: actionsIn(view, subject, mayRead, now),
    }));
    for (const dated of found.coming) {
      const event =
        dated.event === 'action-overdue' ? null : await eventOf({ context, record, mayRead }, dated);
      if (event !== null) events.push(event);
    }
    const due = found.coming.filter(({ event }) => event === 'action-overdue');
    for (const { action, decision } of found.actions) {
      if (!due.some(({ about, at }) => about.id === action.id && at === action.dueAt)) continue;
      const event = await actionEvent({ context, record, mayRead }, subject, decision, action);
      if (event !== null) events.push(event);
    }
  }
  return events;
}

/** Several actions may stand in one decision, so each is taken by itself; as if what is not for the reader had not been said. */
function actionsIn(view: RuleView, subject: ThreadName, mayRead: MayRead, now: Millis) {
  const state = view.state(subject);
  if (state?.kind !== 'decision' && state?.kind !== 'proposal') return [];
  const shown = view.entries(subject).filter(({ document }) => mayRead(document));
  return state.decided.flatMap((decided) =>
    readAftermath(shown, decided)
      .actions.filter(({ done, dueAt }) => done === null && dueAt > now)
      .map((action) => ({ action, decision: decided.id })),
  );
}

async function actionEvent(
  looking: Looking,
  thread: ThreadName,
  decision: DocumentId,
  { id, number, what, owner, dueAt }: Undertaken,
): Promise<CalendarEvent | null> {
  const { context, record, mayRead } = looking;
  const document = await record.document(decision);
  if (!isDecision(document) || !mayRead(document)) return null;
  const { name } = await personBy(context, record, owner, mayRead);
  return {
    ...plain(thread, dueAt),
    name: `action.${hashOf(id)}${number === undefined ? '' : `.${number}`}`,
    title: `To be done by ${name}: ${(await wordsOf(context, what)) ?? 'an action'}`,
    text: [`It follows from: ${await decidedWords(looking, document)}`],
    href: whyHref(decision),
  };
}

/** @returns null where it is not for this reader. */
async function eventOf(looking: Looking, dated: Dated): Promise<CalendarEvent | null> {
  const { record, mayRead } = looking;
  const { about, event, at } = dated;
  const document = await record.document(about.id);
  if (document === null || !mayRead(document)) return null;
  if (document.type === 'mandate' || document.type === 'role') {
    const role = document.type === 'role' ? document : await currentDocument(record, document.role.subject);
    if (role?.type !== 'role' || !mayRead(role)) return null;
    return {
      ...plain(about.subject, at),
      name: `${event}.${about.subject}`,
      title: `${TERMS[event] ?? event}: ${await termWords(looking, document, anyLanguage(role.name))}`,
      text: [],
      href: roleHref(role.subject),
    };
  }
  if (document.type === 'circle') {
    const name = `${event}.${about.subject}`;
    const title = `Without quorum it retires: ${anyLanguage(document.name)}`;
    return { ...plain(about.subject, at), name, title, text: [], href: '/circles' };
  }
  if (document.type === 'charter') {
    const name = `${event}.${about.subject}`;
    const title = 'Last day for the members to ratify the charter';
    return { ...plain('charter', at), name, title, text: [], href: '/' };
  }
  if (document.type === 'matter') return matterEvent(looking, dated, document);
  const decision = await decisionAbout(record, about.id, document);
  if (decision === null || !mayRead(decision.document)) return null;
  return {
    ...plain(about.subject, at),
    name: `${event}.${hashOf(about.id)}`,
    title: `${DECISIONS[event] ?? event}: ${await decidedWords(looking, decision.document)}`,
    text: [],
    href: whyHref(decision.id),
  };
}

/** Somebody hands it on, closes it or takes it up; what is not for the reader says nothing of when. Spec §6 [R-6.104]. */
async function matterEvent(
  { context, mayRead }: Looking,
  { about, event, at }: Dated,
  { what }: MatterRaised,
): Promise<CalendarEvent | null> {
  const [thread] = await context.store.threads(await context.commons(), { names: [about.subject] });
  const last = thread?.state?.kind === 'matter' ? thread.state.referrals.at(-1) : undefined;
  if (last !== undefined && !(await isFor(context, last.id, mayRead))) return null;
  return {
    ...plain(about.subject, at),
    name: `${event}.${about.subject}`,
    title: `Has waited for two weeks: ${(await wordsOf(context, what)) ?? 'a matter'}`,
    text: ['Somebody hands it on, closes it, or puts it forward as a proposal.'],
    href: '/matters',
  };
}

function plain(thread: ThreadName, at: Millis) {
  return { thread, at, place: null, isCalledOff: false };
}

const TERMS: Readonly<Partial<Record<Dated['event'], string>>> = {
  'mandate-ended': 'Term ends',
  'handover-due': 'Handover begins',
  'role-vacant': 'Nobody holds it any more',
  'role-silent': 'It must not be without anybody',
  'convene-overdue': 'Last day to meet about it',
  'continuity-overdue': 'Last day to fill it',
};

const DECISIONS: Readonly<Partial<Record<Dated['event'], string>>> = {
  'review-due': 'Review',
  expired: 'Ends',
  lapsed: 'Last day to rule on a challenge',
  'ruling-overdue': 'Last day to say what it means',
  'second-signature-missing': 'Last day for a second signature',
};

async function termWords(
  { context, record, mayRead }: Looking,
  document: FolkmootDocument,
  role: string,
): Promise<string> {
  if (document.type !== 'mandate') return role;
  return `${(await personBy(context, record, document.holder, mayRead)).name} as ${role}`;
}

function isDecision(document: FolkmootDocument | null): document is Decision | Outcome {
  return document?.type === 'decision' || document?.type === 'outcome';
}

/** The decision that something is about: itself, or the one that a challenge or question names. */
async function decisionAbout(record: StoredRecord, id: DocumentId, document: FolkmootDocument) {
  if (isDecision(document)) return { id, document };
  if (document.type !== 'challenge' && document.type !== 'ruling-request') return null;
  const decision = await record.document(document.decision.id);
  return isDecision(decision) ? { id: document.decision.id, document: decision } : null;
}

async function decidedWords(
  { context, record, mayRead }: Looking,
  { binding }: Decision | Outcome,
): Promise<string> {
  const words = binding.operations.map((operation) =>
    operationWords(context, record, operation, { mayRead }),
  );
  return (await Promise.all(words)).join('; ');
}
