import type { AgentControl } from '../../documents/agent-control.ts';
import type { Charter } from '../../documents/charter.ts';
import { isFounders } from '../../documents/confirmation.ts';
import type { DocumentId } from '../../ids.ts';
import { parseTime } from '../../time.ts';
import type {
  CharterState,
  ConstraintsState,
  IdentityState,
  ParticipantState,
  RegisterState,
} from '../state.ts';
import { stateOf } from '../view.ts';
import { operationsOf, type Step } from './step.ts';

/** Entry 0 opens the charter's thread; with one founder it is complete at once. Spec §4. */
export function openCharter({ entry }: Step, document: Charter): CharterState {
  const founders = document.founders.map(({ subject, keys, pseudonym }) => ({ subject, keys, pseudonym }));
  const confirmed = founders.map(({ subject }) => subject).filter((subject) => subject === document.author);
  return {
    kind: 'charter',
    founding: entry.id,
    inForce: entry.id,
    founders,
    confirmed,
    foundedAt: founders.length === confirmed.length ? entry.index : null,
    drafts: [],
    adopts: document.adopts.flatMap((adopts) =>
      adopts.type === 'set'
        ? []
        : [
            {
              subject: adopts.subject,
              id: adopts.id,
              ...(adopts.type === 'mandate' ? { role: adopts.role } : {}),
            },
          ],
    ),
  };
}

export function foldCharter(before: CharterState, { entry, verdict, applied }: Step): CharterState {
  if (verdict.status !== 'counted') return before;
  const { document, id, index } = entry;
  if (document.type === 'charter') return { ...before, drafts: [...before.drafts, id] };
  if (document.type === 'confirmation' && isFounders(document)) {
    const confirmed = before.founders
      .map(({ subject }) => subject)
      .filter((subject) => subject === document.author || before.confirmed.includes(subject));
    const complete = confirmed.length === before.founders.length;
    return { ...before, confirmed, foundedAt: complete ? (before.foundedAt ?? index) : null };
  }
  const adopted = operationsOf(applied).findLast(
    (operation) => operation.op === 'adopt' && operation.adopts.type === 'charter',
  );
  return adopted?.op === 'adopt' && adopted.adopts.type === 'charter'
    ? { ...before, inForce: adopted.adopts.id }
    : before;
}

/** A founder's thread begins with the keys that the charter lists. Spec §1. */
export function openFounder({ entry, view, name }: Step): ParticipantState | null {
  const founders =
    entry.document.type === 'charter'
      ? entry.document.founders
      : (stateOf(view, 'charter', 'charter')?.founders ?? []);
  const founder = founders.find(({ subject }) => subject === name);
  if (founder === undefined) return null;
  const id = entry.document.type === 'confirmation' ? entry.document.of.id : entry.id;
  const { subject, keys, pseudonym } = founder;
  return { kind: 'participant', subject, nature: 'human', pseudonym, keys, status: 'active', id };
}

export function foldParticipant(
  before: ParticipantState | null,
  { entry, verdict }: Step,
): ParticipantState | null {
  const { document, id } = entry;
  if (verdict.status !== 'counted') return before;
  if (document.type === 'agent-control') return foldControl(before, document, id);
  if (document.type === 'proxy' || document.type === 'withdrawal') return foldProxies(before, entry);
  if (document.type !== 'participant') return before;
  const { subject, kind: nature, pseudonym, keys, status, steward } = document;
  const held = before?.proxies === undefined ? {} : { proxies: before.proxies };
  const known = { kind: 'participant', subject, nature, pseudonym, keys, status, id, ...held } as const;
  if (nature === 'human' || steward === undefined) return known;
  // Another version is another agent to answer for; a stop holds for the agent, whatever its version.
  return { ...known, agent: { steward, vouchedBy: null, stops: before?.agent?.stops ?? [] } };
}

/** Somebody answers for it, stops it, or lets it go on. Spec §13, [R-13.7], [R-13.8]. */
function foldControl(
  before: ParticipantState | null,
  { act, author }: AgentControl,
  id: DocumentId,
): ParticipantState | null {
  if (before?.agent === undefined) return before;
  const { agent } = before;
  switch (act) {
    case 'vouch':
      return { ...before, agent: { ...agent, vouchedBy: id } };
    case 'stop':
      return { ...before, agent: { ...agent, stops: [...agent.stops, { id, author }] } };
    case 'resume':
      return { ...before, agent: { ...agent, stops: [] } };
  }
}

/** A proxy is given, or taken back; those that are over are forgotten. Spec §17. */
function foldProxies(
  before: ParticipantState | null,
  { document, id, at }: Step['entry'],
): ParticipantState | null {
  if (before === null) return before;
  const running = (before.proxies ?? []).filter(({ endsAt }) => at < endsAt);
  if (document.type === 'withdrawal')
    return { ...before, proxies: running.filter((held) => held.id !== document.of.id) };
  if (document.type !== 'proxy') return before;
  const { author: from, circle } = document;
  const meeting = document.meeting === undefined ? {} : { meeting: document.meeting.id };
  const endsAt = parseTime(document.endsAt) ?? Number.NaN; // the schema has checked the text
  return { ...before, proxies: [...running, { id, from, circle, endsAt, ...meeting }] };
}

export function foldIdentity(
  before: IdentityState | null,
  { entry, verdict, view }: Step,
): IdentityState | null {
  const { document, id, index } = entry;
  if (document.type !== 'identity' || verdict.status !== 'counted') return before;
  const facts = view.didVersion(id);
  if (facts === null) return before;
  const version = { index, id, number: facts.number, line: document.line, keys: facts.documentKeys };
  return { kind: 'identity', versions: [...(before?.versions ?? []), version] };
}

/** The charter's own adoptions open the register. Spec §5. */
export function openRegister(document: Charter): RegisterState {
  return {
    kind: 'register',
    domains: document.adopts.flatMap((adopts) =>
      adopts.type === 'domain' ? [{ subject: adopts.subject, id: adopts.id }] : [],
    ),
    // Pages of a founding set follow in its own thread: all that it ever has are looked at.
    sets: document.adopts.flatMap((adopts) => (adopts.type === 'set' ? [{ ...adopts, n: null }] : [])),
    ended: [],
  };
}

export function openConstraints(document: Charter): ConstraintsState {
  return {
    kind: 'constraints',
    inForce: document.adopts.flatMap((adopts) =>
      adopts.type === 'constraint' ? [{ subject: adopts.subject, id: adopts.id }] : [],
    ),
    cooling: [],
    agents: [],
  };
}
