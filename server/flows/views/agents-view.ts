import { termOf } from '../../../protocol/documents/mandate.ts';
import { usageThread } from '../../../protocol/documents/thread-names.ts';
import { inForce, mandatesOf } from '../../../protocol/governance/in-force.ts';
import { signBy } from '../../../protocol/governance/limits.ts';
import type { AgentState, ParticipantState } from '../../../protocol/governance/state.ts';
import { contentOf, stateOf } from '../../../protocol/governance/view.ts';
import type { DocumentId, Ref, Subject } from '../../../protocol/ids.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askNow, currentRecord } from '../record/current.ts';
import { isFor } from '../record/is-for.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { type LimitView, limitViews } from './limit-views.ts';
import { operationWords } from './operation-words.ts';
import { personBy } from './people.ts';
import type { Reader } from './shown-domains.ts';

/** Roles that are looked through for a steward's mandate, and domains for what waits. */
const THREADS_MAX = 1000;

/** A program that acts in this commons, who answers for it, and whether it may act now. Spec §13. */
export interface AgentView {
  readonly subject: Subject;
  /** Its version in force: what a steward answers for. */
  readonly id: DocumentId;
  readonly name: string;
  readonly status: ParticipantState['status'];
  readonly steward: {
    readonly subject: Subject;
    readonly name: string;
    /** A mandate of theirs that runs, by which they answer for it; null where they have none. */
    readonly mandate: Ref | null;
    readonly role: Ref | null;
  };
  readonly vouched: boolean;
  /** Whoever has stopped it, by name. */
  readonly stoppedBy: readonly string[];
  /** Whether what it signs now can count. */
  readonly runs: boolean;
  /** What it may do in all its domains together, and has done; empty where nothing bounds that. Spec §13. */
  readonly totals: readonly LimitView[];
}

/** A decision of an agent that a human has to look at before it takes effect. Spec §13. */
export interface WaitingView {
  readonly id: DocumentId;
  readonly by: string;
  readonly at: string;
  readonly until: string;
  readonly what: readonly string[];
}

export interface AgentsView {
  readonly agents: readonly AgentView[];
  readonly waiting: readonly WaitingView[];
}

export async function agentsView(context: Context, reader: Reader): Promise<AgentsView> {
  const record = await currentRecord(context, await context.commons());
  const now = await context.now();
  const subjects = await askNow(
    record,
    ['constraints'],
    (view) => stateOf(view, 'constraints', 'constraints')?.agents ?? [],
  );
  const agents: AgentView[] = [];
  for (const subject of subjects) {
    const agent = await agentView(context, record, subject, reader, now);
    if (agent !== null) agents.push(agent);
  }
  const waiting = subjects.length === 0 ? [] : await waitingViews(context, record, subjects, reader, now);
  return { agents, waiting };
}

async function agentView(
  context: Context,
  record: StoredRecord,
  subject: Subject,
  reader: Reader,
  now: Millis,
): Promise<AgentView | null> {
  const state = await askNow(record, [subject], (view) => stateOf(view, subject, 'participant'));
  if (state?.agent === undefined) return null;
  const { agent, status, id } = state;
  const nameOf = async (who: Subject) => (await personBy(context, record, who, reader.mayRead)).name;
  const held = await mandateHeldBy(context, record, agent.steward, now);
  const vouched = agent.vouchedBy !== null;
  const stops: AgentState['stops'][number][] = [];
  for (const stop of agent.stops) if (await isFor(context, stop.id, reader.mayRead)) stops.push(stop);
  return {
    subject,
    id,
    name: await nameOf(subject),
    status,
    steward: {
      subject: agent.steward,
      name: await nameOf(agent.steward),
      mandate: held?.mandate ?? null,
      role: held?.role ?? null,
    },
    vouched,
    stoppedBy: await Promise.all(stops.map(({ author }) => nameOf(author as Subject))), // people pull the cord
    runs: status === 'active' && vouched && agent.stops.length === 0 && held !== null,
    totals: await totalsOf(context, record, subject, reader, now),
  };
}

async function totalsOf(
  context: Context,
  record: StoredRecord,
  agent: Subject,
  reader: Reader,
  now: Millis,
): Promise<AgentView['totals']> {
  const held = await mandateHeldBy(context, record, agent, now);
  const document = held === null ? null : await record.document(held.mandate.id);
  if (held === null || document?.type !== 'mandate' || !reader.mayRead(document)) return [];
  const name = usageThread(held.mandate.subject);
  const usage = await askNow(record, [name], (view) => stateOf(view, name, 'usage'));
  return limitViews(record, document.totals ?? [], usage, now, reader.mayRead);
}

/** The first mandate of an active person that runs, in any role in force. */
async function mandateHeldBy(
  context: Context,
  record: StoredRecord,
  holder: Subject,
  now: Millis,
): Promise<{ readonly mandate: Ref; readonly role: Ref } | null> {
  const home = await context.commons();
  const roles = await context.store.threads(home, { kind: 'role', limit: THREADS_MAX });
  const names = roles.map(({ name }) => name as Subject); // a role's thread is named by its subject
  return askNow(record, [...names, holder, 'charter'], (view) => {
    if (stateOf(view, holder, 'participant')?.status !== 'active') return null;
    for (const subject of names) {
      const current = inForce(view, subject);
      if (current === null) continue;
      for (const mandate of mandatesOf(view, subject)) {
        const document = contentOf(view, mandate.id, 'mandate');
        if (document?.holder !== holder) continue;
        const { startsAt, endsAt } = termOf(document);
        if (startsAt <= now && now < endsAt) return { mandate, role: { subject, id: current.id } };
      }
    }
    return null;
  });
}

/** What waits for a human, the oldest first. */
async function waitingViews(
  context: Context,
  record: StoredRecord,
  agents: readonly Subject[],
  reader: Reader,
  now: Millis,
): Promise<readonly WaitingView[]> {
  const home = await context.commons();
  const usages = await context.store.threads(home, { kind: 'usage', limit: THREADS_MAX });
  const pending = usages
    .flatMap(({ state }) => (state?.kind === 'usage' ? state.pending : []))
    .filter(({ at }) => now < signBy(at))
    .sort((a, b) => a.at - b.at);
  const waiting: WaitingView[] = [];
  // What counts over all domains waits in two threads.
  const each = new Map(pending.map((use) => [use.decision, use]));
  for (const { decision, at } of each.values()) {
    const document = await record.document(decision);
    if (document?.type !== 'decision' || !reader.mayRead(document)) continue;
    const author = document.author as Subject; // a decision's author is a participant
    if (!agents.includes(author)) continue;
    const what: string[] = [];
    for (const operation of document.binding.operations)
      what.push(await operationWords(context, record, operation, { mayRead: reader.mayRead }));
    const by = (await personBy(context, record, author, reader.mayRead)).name;
    waiting.push({ id: decision, by, at: formatMillis(at), until: formatMillis(signBy(at)), what });
  }
  return waiting;
}
