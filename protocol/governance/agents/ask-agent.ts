import type { AgentAct } from '../../documents/agent-act.ts';
import type { Decision } from '../../documents/decision.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import { type Mandate, termOf } from '../../documents/mandate.ts';
import { usageThread } from '../../documents/thread-names.ts';
import type { Author, DocumentId } from '../../ids.ts';
import { DAY_SECONDS, type Millis, SECOND } from '../../time.ts';
import { openingOf } from '../constraints/in-force.ts';
import { concerns, type Effect, effectsOf } from '../effects.ts';
import { askLimits } from '../limits.ts';
import { askMandate } from '../right.ts';
import type { ParticipantState } from '../state.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** The longest term of an agent: people look again whether it should go on. Spec §13. */
const AGENT_TERM_DAYS = 90;

/** Purpose, principles, belonging, ladder, membership, constraints, agents: what humans keep to themselves. Spec §13. */
const HUMAN_EFFECTS: ReadonlySet<string> = new Set([
  'adopt:charter',
  'adopt:circle',
  'adopt:role',
  'adopt:mandate',
  'adopt:domain',
  'adopt:constraint',
  'erase',
]);

/** What an act tells of itself that only an agent has to tell. */
export interface AgentSays {
  readonly author: Author;
  readonly agent?: AgentAct;
  readonly alternatives?: readonly unknown[];
}

/**
 * An agent's act says what it comes from, looks at another way, and is one that a human answers for; a human's act says
 * nothing of the kind. Spec §13 –.
 */
export function askAgent(
  view: RuleView,
  { author, agent, alternatives = [] }: AgentSays,
  at: Millis,
): Answer {
  const participant = stateOf(view, author, 'participant');
  if (participant?.nature !== 'agent')
    return agent === undefined ? [] : refuse('contradictory', { agent: author });
  if (agent === undefined) return refuse('agent-unstated');
  if (alternatives.length === 0) return refuse('alternatives-missing');
  return askRunning(participant) ?? askSteward(view, participant, agent, at);
}

/**
 * An agent decides only what a role decides alone, in domains that its mandate lists, within limits of its own, and never
 * what humans keep to themselves. Spec §13 –.
 */
export function askAgentDecides(view: RuleView, entry: Entry, decision: Decision, body: DomainBody): Answer {
  if (decision.agent === undefined)
    return decision.totals === undefined ? [] : refuse('contradictory', { totals: true });
  const effects = effectsOf(decision.binding, view.home);
  const kept = effects.find(({ kind }) => HUMAN_EFFECTS.has(kind));
  if (kept !== undefined) return refuse('human-only', { effect: kept.kind });
  // Where people are asked, people decide.
  if (body.rung !== 'delegation' || openingOf(view, decision.proposal?.subject) !== null)
    return refuse('human-only', { rung: body.rung });
  if (decision.standsInFor !== undefined)
    return refuse('human-only', { standsInFor: decision.standsInFor.subject });
  const said = askLeavesDecided(decision) ?? askWords(decision, body);
  if (said !== null) return said;
  const mandate = contentOf(view, decision.mandate.id, 'mandate');
  if (mandate === null) return refuse('no-right');
  return askTerm(mandate) ?? askBounds(view, entry, decision, mandate, effects);
}

/** What was decided is for humans to take back, to replace, or to rule on. Spec §13. */
function askLeavesDecided({ reverses, replaces, binding }: Decision): Refusal | null {
  if (reverses !== undefined) return refuse('human-only', { reverses: reverses.id });
  if (replaces !== undefined) return refuse('human-only', { replaces: replaces.id });
  const ruling = binding.operations.find(({ op }) => op === 'rule');
  return ruling === undefined ? null : refuse('human-only', { op: ruling.op });
}

/** Words have no effect that a limit could bound: the domain itself says whether an agent agrees them. Spec §13. */
function askWords({ binding }: Decision, { parameters }: DomainBody): Refusal | null {
  const words = binding.operations.some(({ op }) => op === 'resolve');
  return !words || parameters.delegation?.agentsResolve === true
    ? null
    : refuse('unbounded', { op: 'resolve' });
}

function askRunning({ agent }: ParticipantState): Refusal | null {
  if (agent === undefined || agent.vouchedBy === null) return refuse('no-steward', { vouched: false });
  return agent.stops.length === 0
    ? null
    : refuse('agent-stopped', { by: agent.stops.map(({ author }) => author) });
}

/** The steward named is its own, an active human, and holds a mandate that runs. */
function askSteward(view: RuleView, { agent }: ParticipantState, act: AgentAct, at: Millis): Answer {
  const { subject, mandate, role } = act.steward;
  if (agent?.steward !== subject) return refuse('no-steward', { steward: agent?.steward ?? null });
  const steward = stateOf(view, subject, 'participant');
  if (steward?.nature !== 'human' || steward.status !== 'active')
    return refuse('no-steward', { status: steward?.status ?? null });
  const held = askMandate(view, { author: subject, mandate, role }, at);
  return 'code' in held ? refuse('no-steward', { because: held.code }) : [steward.id, ...held];
}

function askTerm(mandate: Mandate): Refusal | null {
  const { startsAt, endsAt } = termOf(mandate);
  const most = AGENT_TERM_DAYS * DAY_SECONDS;
  return endsAt - startsAt <= most * SECOND ? null : refuse('term-too-long', { most });
}

function askBounds(
  view: RuleView,
  entry: Entry,
  decision: Decision,
  { domains = [], limits = [], totals = [] }: Mandate,
  effects: readonly Effect[],
): Answer {
  const { subject } = decision.domain;
  if (!domains.includes(subject)) return refuse('out-of-scope', { domain: subject });
  const unbounded = effects.find((effect) => !isBounded([...limits, ...totals], effect));
  if (unbounded !== undefined) return refuse('unbounded', { effect: unbounded.kind });
  if (decision.result !== 'adopted') return [];
  const used = (name: string) => ({ name, state: () => stateOf(view, name, 'usage') });
  const here = { ...used(usageThread(subject)), by: decision.mandate.subject };
  const said = askLimits(limits, effects, here, entry.at);
  return 'code' in said ? said : askTotals(view, decision, totals, effects, entry.at);
}

/** In all its domains together; what is counted there is counted in a thread of its mandate. Spec §13. */
function askTotals(
  view: RuleView,
  decision: Decision,
  totals: NonNullable<Mandate['totals']>,
  effects: readonly Effect[],
  at: Millis,
): Answer {
  const name = usageThread(decision.mandate.subject);
  const counted = decision.totals === true;
  if (totals.length > 0 && !counted) return refuse('thread-unnamed', { thread: name });
  if (totals.length === 0) return counted ? refuse('contradictory', { totals: true }) : [];
  return askLimits(totals, effects, { name, state: () => stateOf(view, name, 'usage') }, at);
}

/** How many decisions there may be in a period; and of an amount how much each may give, and all of a period. */
function isBounded(limits: NonNullable<Mandate['limits']>, effect: Effect): boolean {
  const about = limits.filter((limit) => concerns(limit, effect));
  const rate = about.some(({ measure, perPeriod }) => measure === 'count' && perPeriod !== undefined);
  const amounts = about.filter(({ measure }) => measure === 'amount');
  const each = amounts.some(({ perDecision }) => perDecision !== undefined);
  const all = amounts.some(({ perPeriod }) => perPeriod !== undefined);
  return rate && (effect.amount === 0 || (each && all));
}
