import type { DomainRef } from '../../documents/common.ts';
import type { Decision } from '../../documents/decision.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import { usageThread } from '../../documents/thread-names.ts';
import type { Author, DocumentId } from '../../ids.ts';
import { formatMillis, type Millis, parseTime, SECOND } from '../../time.ts';
import { askAgent, askAgentDecides } from '../agents/ask-agent.ts';
import { isSampled } from '../agents/sample.ts';
import { askBinding, askProposal, askProposer } from '../binding.ts';
import { actOfDecision } from '../constraints/act.ts';
import { askConstraints } from '../constraints/ask-constraints.ts';
import { askLockOut } from '../constraints/ask-lock-out.ts';
import { constraintsAsked, openingOf } from '../constraints/in-force.ts';
import { type Effect, effectsOf } from '../effects.ts';
import { askAnnounced } from '../lifecycle/announced.ts';
import { askLimits, askMaxOpen } from '../limits.ts';
import { askActive, askFounded, askMandate, domainInForce, ladderOf } from '../right.ts';
import { askConflict } from '../roles/ask-conflict.ts';
import { askDelegateDecides, askDirectActs } from '../roles/ask-delegate.ts';
import { askNotStructural, caretakerLimits } from '../roles/ask-term-held.ts';
import { askScope } from '../scope/ask-scope.ts';
import { holdsSeat } from '../seats/claims.ts';
import { judgeBy, type Refusal, type Rule, refuse, type Verdict } from '../verdict.ts';
import { type Entry, type RuleView, stateOf } from '../view.ts';
import { askConsulted } from './ask-consulted.ts';

type Answer = readonly DocumentId[] | Refusal;

/**
 * Judges a role-holder's own decision by the delegation rung. Spec §6 –.
 *
 * Right ∧ scope ∧ cumulative limits ∧ process ∧ hard constraints, each at the decision's own log position. Where the
 * domain asks for two signers, a decision that is otherwise good is `pending`.
 */
export function judgeDelegation(entry: Entry, decision: Decision, view: RuleView): Verdict {
  const effects = effectsOf(decision.binding, view.home);
  const verdict = judgeBy([
    ...rightRules(entry, decision, view, effects),
    ...processRules(entry, decision, view),
    { level: 'V3', name: 'binding', ask: () => askBinding(view, decision, entry.at) },
    {
      level: 'V4',
      name: 'constraints',
      ask: () => (decision.result === 'adopted' ? askOwnConstraints(entry, decision, view) : []),
    },
    {
      level: 'V4',
      name: 'lock-out',
      ask: () => (decision.result === 'adopted' ? askLockOut(view, decision.binding) : []),
    },
  ]);
  if (verdict.status !== 'counted') return verdict;
  const domain = domainInForce(view, decision.domain);
  const waits = decision.agent !== undefined && isSampled(entry);
  return 'body' in domain && (waits || signersOf(view, domain.body) === 2)
    ? { ...verdict, status: 'pending' }
    : verdict;
}

/** Asks a question about the domain in force; where there is none, that is the answer. */
export function withDomain(view: RuleView, ref: DomainRef, ask: (body: DomainBody) => Answer): Answer {
  const domain = domainInForce(view, ref);
  return 'code' in domain ? domain : ask(domain.body);
}

function rightRules(
  entry: Entry,
  decision: Decision,
  view: RuleView,
  effects: readonly Effect[],
): readonly Rule[] {
  return [
    { level: 'V2', name: 'founded', ask: () => askFounded(view) },
    { level: 'V2', name: 'domain', ask: () => askOwnership(view, decision) },
    {
      level: 'V2',
      name: 'active',
      ask: () => withDomain(view, decision.domain, (body) => askActive(view, decision.author, body)),
    },
    { level: 'V2', name: 'mandate', ask: () => askMandate(view, decision, entry.at) },
    { level: 'V2', name: 'agent', ask: () => askByAgent(entry, decision, view) },
    ...(decision.caretaker === undefined
      ? []
      : [{ level: 'V2', name: 'caretaker', ask: () => askNotStructural(effects) } as const]),
    ...(decision.delegation === undefined
      ? []
      : ([
          {
            level: 'V2',
            name: 'delegate',
            ask: () => askDelegateDecides(view, decision, effects, entry.at),
          },
          { level: 'V3', name: 'direct-acts', ask: () => askDirectActs(view, decision) },
        ] as const)),
    { level: 'V2', name: 'scope', ask: () => askScope(view, decision.domain, effects, entry.at) },
    {
      level: 'V2',
      name: 'limits',
      ask: () =>
        decision.result === 'adopted'
          ? withDomain(view, decision.domain, (body) => askAllLimits(entry, decision, view, body, effects))
          : [],
    },
  ];
}

function processRules(entry: Entry, decision: Decision, view: RuleView): readonly Rule[] {
  const onDomain = (ask: (body: DomainBody) => Answer) => () => withDomain(view, decision.domain, ask);
  return [
    {
      level: 'V3',
      name: 'rung',
      ask: onDomain((body) =>
        body.rung === 'delegation' || body.rung === 'consultation'
          ? []
          : refuse('wrong-rung', { rung: body.rung }),
      ),
    },
    { level: 'V3', name: 'proposal', ask: () => askProposal(view, decision, entry.at) },
    {
      level: 'V3',
      name: 'consulted',
      ask: onDomain((body) => askConsulted(view, decision, body, entry.at)),
    },
    {
      level: 'V3',
      name: 'announced',
      ask: onDomain((body) => askAnnounced(view, decision, body, entry.at)),
    },
    {
      level: 'V3',
      name: 'proposer',
      ask: onDomain((body) => askProposers(view, decision, body)),
    },
    { level: 'V3', name: 'conflict', ask: onDomain((body) => askUninvolved(view, decision, body)) },
    {
      level: 'V3',
      name: 'alternatives',
      ask: onDomain((body) =>
        body.weight === 'full' && decision.alternatives.length === 0 ? refuse('alternatives-missing') : [],
      ),
    },
    { level: 'V3', name: 'dates', ask: onDomain((body) => askDates(decision, body, entry.at)) },
  ];
}

/** The named domain is in force and the claimed role owns it. Spec §6. */
function askOwnership(view: RuleView, decision: Decision): Answer {
  const domain = domainInForce(view, decision.domain);
  if ('code' in domain) return domain;
  const { owner } = domain.body;
  const owns = owner.kind === 'role' && owner.subject === decision.role.subject;
  return owns || holdsSeat(view, domain.body, decision.mandate.id) ? domain.proofs : refuse('no-right');
}

/** A delegate acts for the holder: what keeps one of them from deciding keeps both. Spec §15. */
function decidersOf({ author, delegation }: Decision): readonly Author[] {
  return delegation === undefined ? [author] : [author, delegation.from];
}

function askProposers(view: RuleView, decision: Decision, body: DomainBody): Answer {
  const asked = decidersOf(decision).map((person) => askProposer(view, decision, body, person));
  return asked.find((said) => 'code' in said) ?? asked[0] ?? [];
}

function askUninvolved(view: RuleView, decision: Decision, domain: DomainBody): Answer {
  const { binding, proposal } = decision;
  const state = proposal === undefined ? null : stateOf(view, proposal.subject, 'proposal');
  return askConflict(view, decidersOf(decision), { binding, domain, state });
}

/** Asked of everybody: a human's decision says nothing of an agent. Spec §13, [R-13.10]. */
function askByAgent(entry: Entry, decision: Decision, view: RuleView): Answer {
  const said = askAgent(view, decision, entry.at);
  if ('code' in said) return said;
  const decides = withDomain(view, decision.domain, (body) => askAgentDecides(view, entry, decision, body));
  return 'code' in decides ? decides : [...said, ...decides];
}

function askAllLimits(
  entry: Entry,
  decision: Decision,
  view: RuleView,
  body: DomainBody,
  effects: readonly Effect[],
): Answer {
  const name = usageThread(decision.domain.subject);
  const usage = { name, state: () => stateOf(view, name, 'usage') };
  const limits = decision.caretaker === true ? caretakerLimits(body.limits) : body.limits;
  const open = signersOf(view, body) === 2 ? askMaxOpen(body.maxOpen, usage, entry.at) : [];
  return 'code' in open ? open : askLimits(limits, effects, usage, entry.at);
}

function askOwnConstraints(entry: Entry, decision: Decision, view: RuleView): Answer {
  const opening = openingOf(view, decision.proposal?.subject);
  const act = actOfDecision(entry, decision, opening, view);
  return askConstraints(view, act, constraintsAsked(view, opening, entry.at));
}

/**
 * It is looked at again in time, and it holds from now on: what it does, it does with its entry. Spec §6,
 * [R-6.10a].
 */
function askDates(decision: Decision, body: DomainBody, at: Millis): Answer {
  const latest = at + body.reviewAfterSeconds * SECOND;
  const reviewAt = millis(decision.reviewAt);
  if (!(reviewAt > at && reviewAt <= latest))
    return refuse('review-missing', { latest: formatMillis(latest) });
  const { effectiveAt, expiresAt } = decision;
  if (effectiveAt !== undefined && millis(effectiveAt) > at) return refuse('too-early', { effectiveAt });
  if (effectiveAt !== undefined && millis(effectiveAt) < at) return refuse('too-late', { effectiveAt });
  return expiresAt !== undefined && millis(expiresAt) <= at ? refuse('too-late', { expiresAt }) : [];
}

function signersOf(view: RuleView, body: DomainBody): 1 | 2 {
  return ladderOf(view, body).delegation?.signers ?? 1;
}

function millis(time: string): Millis {
  return parseTime(time) ?? Number.NaN; // the schema has checked the text
}
