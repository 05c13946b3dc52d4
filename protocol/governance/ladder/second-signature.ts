import type { Confirmation } from '../../documents/confirmation.ts';
import type { Decision } from '../../documents/decision.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import { touchedThreads } from '../../documents/touched-threads.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { formatMillis } from '../../time.ts';
import { askBinding, askProposer, endsMatter, sameJson } from '../binding.ts';
import { signBy } from '../limits.ts';
import { askHuman, askMandate, ladderOf } from '../right.ts';
import { askConflict } from '../roles/ask-conflict.ts';
import type { Decided } from '../state.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';
import { withDomain } from './delegation.ts';

type Answer = readonly DocumentId[] | Refusal;
type SecondSignature = Confirmation & { readonly decision: NonNullable<Confirmation['decision']> };

/**
 * Judges the second signature under a pending decision. Spec §6.
 *
 * Right, scope, limits and constraints were judged with the first one; the domain's version is still the same, and the
 * operations, which take effect now, can still do so.
 */
export function judgeSecondSignature(entry: Entry, document: SecondSignature, view: RuleView): Verdict {
  const { by } = document.decision;
  const onDecision = (ask: (decision: Decision) => Answer) => () => {
    const decision = contentOf(view, document.of.id, 'decision');
    if (decision === null) return refuse('unknown-reference', { decision: document.of.id });
    const same = askSame(document, decision, view);
    return 'code' in same ? same : ask(decision);
  };
  return judgeBy([
    {
      level: 'V2',
      name: 'active',
      ask: () => withDomain(view, by.domain, () => askHuman(view, document.author)),
    },
    { level: 'V2', name: 'second-signer', ask: () => askSecondSigner(entry, document, view) },
    { level: 'V3', name: 'same-decision', ask: onDecision(() => [document.of.id]) },
    {
      level: 'V3',
      name: 'pending-decision',
      ask: onDecision((decision) => askPending(entry, document, decision, view)),
    },
    {
      level: 'V3',
      name: 'proposer',
      ask: onDecision((decision) =>
        withDomain(view, by.domain, (body) => askProposer(view, decision, body, document.author)),
      ),
    },
    {
      level: 'V3',
      name: 'conflict',
      ask: onDecision((decision) =>
        withDomain(view, by.domain, (body) => askUninvolved(document, decision, body, view)),
      ),
    },
    {
      level: 'V3',
      name: 'binding',
      ask: onDecision((decision) => askBinding(view, decision, entry.at, true)),
    },
  ]);
}

/** Whoever signs too stands aside like whoever signs first. Spec §15, [R-15.13]. */
function askUninvolved(
  { author, of }: SecondSignature,
  { binding }: Decision,
  domain: DomainBody,
  view: RuleView,
): Answer {
  return askConflict(view, [author], { binding, domain, state: stateOf(view, of.subject, 'proposal') });
}

/** A mandate for the second role that the domain names, else for the role that owns it. Spec §6 [R-6.9a]. */
function askSecondSigner(entry: Entry, document: SecondSignature, view: RuleView): Answer {
  const { by } = document.decision;
  return withDomain(view, by.domain, (body) => {
    const ownerRole = body.owner.kind === 'role' ? body.owner.subject : null;
    const { signers = 1, secondRole } = ladderOf(view, body).delegation ?? {};
    const role = secondRole ?? ownerRole;
    const reviews = signers === 1 && by.role.subject === stewardRole(view, document);
    return by.role.subject === role || reviews
      ? askMandate(view, { author: document.author, ...by }, entry.at)
      : refuse('no-right', { role });
  });
}

/** Where one signer suffices, only an agent's decision waits: then its steward may look at it too. Spec §13. */
function stewardRole(view: RuleView, { of }: SecondSignature): Subject | null {
  return contentOf(view, of.id, 'decision')?.agent?.steward.role.subject ?? null;
}

/**
 * It names the decision's thread, domain version and changed threads as they are: only so does everyone who reads one of
 * those threads see the second signature too. Asked before any of them is looked at.
 */
function askSame(document: SecondSignature, decision: Decision, view: RuleView): Answer {
  const { by, changes } = document.decision;
  const expected = touchedThreads(decision, view.home).changed;
  const thread = decision.proposal?.subject ?? decision.subject;
  if (!sameJson(expected, [...changes])) return refuse('binding-differs', { expected });
  if (document.of.subject !== thread) return refuse('binding-differs', { thread });
  return sameJson(by.domain, decision.domain) ? [document.of.id] : refuse('stale-version');
}

function askPending(entry: Entry, document: SecondSignature, decision: Decision, view: RuleView): Answer {
  const decided = decidedOf(view, document);
  if (decided === null) return refuse('unknown-reference', { decision: document.of.id });
  if (decided.status !== 'pending' || isOvertaken(entry, document, view)) return refuse('closed');
  const sameMandate = document.decision.by.mandate.subject === decision.mandate.subject;
  if (decided.author === document.author || sameMandate) return refuse('same-signer');
  const until = signBy(decided.at);
  return entry.at < until ? [decided.id] : refuse('second-signature-missing', { until: formatMillis(until) });
}

/** Whoever delegated has decided the matter themself meanwhile. Spec §15. */
function isOvertaken({ at }: Entry, { of }: SecondSignature, view: RuleView): boolean {
  const decided = stateOf(view, of.subject, 'proposal')?.decided ?? [];
  return decided.some((other) => other.id !== of.id && endsMatter(other, at));
}

function decidedOf(view: RuleView, { of }: SecondSignature): Decided | null {
  const state = view.state(of.subject);
  if (state === null || (state.kind !== 'decision' && state.kind !== 'proposal')) return null;
  return state.decided.find((decided) => decided.id === of.id) ?? null;
}
