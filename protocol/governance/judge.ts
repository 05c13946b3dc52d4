import { judgeAcceptance, judgeCommonsWithdrawal, judgeRejection, judgeTerms } from '../agreement/judge.ts';
import { judgeEvent } from '../agreement/judge-event.ts';
import { judgeForeign } from '../agreement/judge-foreign.ts';
import { judgeLapse, judgeSeal } from '../agreement/judge-registrar.ts';
import { judgeTermination } from '../agreement/judge-termination.ts';
import type { Charter } from '../documents/charter.ts';
import type { Confirmation } from '../documents/confirmation.ts';
import type { Identity } from '../documents/identity.ts';
import type { Mandate } from '../documents/mandate.ts';
import type { SetPage } from '../documents/set.ts';
import type { Withdrawal } from '../documents/withdrawal.ts';
import { isScid, type Ref, type Subject } from '../ids.ts';
import { judgeAgentControl } from './agents/judge-agent-control.ts';
import { judgeEmergencyAct } from './emergencies/judge-emergency.ts';
import { definedBy } from './fold/kind.ts';
import { judgeParticipant } from './judge-participant.ts';
import { judgeProposal } from './judge-proposal.ts';
import { askUndecided } from './ladder/closed.ts';
import { judgeDelegation } from './ladder/delegation.ts';
import { judgeObjectionCheck } from './ladder/judge-objection-check.ts';
import { judgeOpening } from './ladder/judge-opening.ts';
import { judgeOutcome } from './ladder/judge-outcome.ts';
import {
  judgeAdvice,
  judgeObjection,
  judgeObjectionTest,
  judgeReferral,
  judgeResponse,
} from './ladder/judge-participation.ts';
import { judgeSecondSignature } from './ladder/second-signature.ts';
import {
  judgeAction,
  judgeChallenge,
  judgeCompletion,
  judgeRulingRequest,
} from './lifecycle/judge-aftermath.ts';
import { linksIn } from './links/find-link.ts';
import { judgeAnswerLink } from './links/judge-answer-link.ts';
import { judgeLinkWord } from './links/judge-link-word.ts';
import { judgeHandling, judgeMatter } from './matters/judge-matter.ts';
import { judgeAttestation } from './meetings/judge-attestation.ts';
import { judgeDisavowal } from './meetings/judge-disavowal.ts';
import { judgeMeeting } from './meetings/judge-meeting.ts';
import { judgeMinutes } from './meetings/judge-minutes.ts';
import { judgeErasure, judgeErasureAcknowledgement } from './privacy/judge-erasure.ts';
import { askHuman } from './right.ts';
import { judgeCall, judgeCallAnswer } from './roles/judge-call.ts';
import { askTakesBack, judgeSubDelegation } from './roles/judge-delegation.ts';
import { judgeHandover, judgeHandoverAcceptance } from './roles/judge-handover.ts';
import { judgeRecusal } from './roles/judge-recusal.ts';
import { judgeClaim } from './seats/claims.ts';
import { judgeApproval, judgeCandidacy, judgeNomination } from './seats/judge-selection.ts';
import { judgeSupport } from './seats/judge-support.ts';
import { COUNTED, judgeBy, refuse, type Verdict } from './verdict.ts';
import { type Entry, type RuleView, stateOf } from './view.ts';
import { askOwnProxy, judgeProxy } from './votes/judge-proxy.ts';
import { judgeTally } from './votes/judge-tally.ts';

/**
 * Whether a logged document counts, at its log position and by the threads as they stood just before it. Total: every
 * well-formed document gets a verdict. Spec §6.
 */
export function judge(entry: Entry, view: RuleView): Verdict {
  const taken = judgeBy([{ level: 'V3', name: 'subject', ask: () => askSubject(entry, view) }]);
  return taken.status === 'counted' ? judgeByType(entry, view) : taken;
}

/** Threads that one document alone can define. */
const ONCE: ReadonlySet<string> = new Set(['decision', 'delegation', 'emergency', 'matter', 'meeting']);

/** A document that defines a thread finds it undefined, or of its own kind. Spec §4. */
function askSubject(entry: Entry, view: RuleView) {
  const defines = definedBy(entry.document);
  const state = defines === null ? null : view.state(defines.name);
  if (defines === null || state === null) return [];
  const sameType = state.kind !== 'thing' || state.type === entry.document.type;
  const changes = entry.document.type === 'meeting' && entry.document.supersedes !== undefined;
  const once = !ONCE.has(state.kind) || changes;
  return state.kind === defines.kind && sameType && once ? [] : refuse('subject-taken');
}

function judgeByType(entry: Entry, view: RuleView): Verdict {
  const { document } = entry;
  switch (document.type) {
    case 'terms':
      return isForeign(entry, view) ? judgeForeign(entry, document, view) : judgeTerms(entry, document, view);
    case 'acceptance':
      return isForeign(entry, view)
        ? judgeForeign(entry, document, view)
        : judgeAcceptance(entry, document, view);
    case 'rejection':
      return isForeign(entry, view)
        ? judgeForeign(entry, document, view)
        : judgeRejection(entry, document, view);
    case 'seal':
      return isForeign(entry, view) ? judgeForeign(entry, document, view) : judgeSeal(entry, document, view);
    case 'lapse':
      return isForeign(entry, view) ? judgeForeign(entry, document, view) : judgeLapse(entry, document, view);
    case 'event':
      return isForeign(entry, view) ? judgeForeign(entry, document, view) : judgeEvent(entry, document, view);
    case 'termination':
      return isForeign(entry, view)
        ? judgeForeign(entry, document, view)
        : judgeTermination(entry, document, view);
    case 'withdrawal':
      if (isForeign(entry, view)) return judgeForeign(entry, document, view);
      return isScid(document.author)
        ? judgeCommonsWithdrawal(entry, document, view)
        : judgeOwnWithdrawal(entry, document, view);
    case 'charter':
      return judgeCharter(entry, document, view);
    case 'confirmation':
      return judgeConfirmation(entry, document, view);
    case 'identity':
      return judgeIdentity(entry, document, view);
    case 'participant':
      return judgeParticipant(document, view);
    case 'circle':
    case 'role':
    case 'domain':
    case 'constraint':
    case 'budget':
    case 'resource':
      return judgeDraft(entry, view);
    case 'mandate':
      return judgeMandate(entry, document, view);
    case 'set':
      return judgeSetPage(document, view);
    case 'proposal':
      return judgeProposal(entry, document, view);
    case 'agent-control':
      return judgeAgentControl(document, view);
    case 'advice':
      return judgeAdvice(entry, document, view);
    case 'response':
      return judgeResponse(entry, document, view);
    case 'objection':
      return judgeObjection(entry, document, view);
    case 'objection-check':
      return judgeObjectionCheck(entry, document, view);
    case 'objection-test':
      return judgeObjectionTest(entry, document, view);
    case 'challenge':
      return judgeChallenge(entry, document, view);
    case 'ruling-request':
      return judgeRulingRequest(entry, document, view);
    case 'action':
      return judgeAction(entry, document, view);
    case 'completion':
      return judgeCompletion(entry, document, view);
    case 'delegation':
      return judgeSubDelegation(entry, document, view);
    case 'call':
      return judgeCall(entry, document, view);
    case 'call-answer':
      return judgeCallAnswer(entry, document, view);
    case 'handover':
      return judgeHandover(entry, document, view);
    case 'handover-acceptance':
      return judgeHandoverAcceptance(document, view);
    case 'recusal':
      return judgeRecusal(entry, document, view);
    case 'claim':
      return judgeClaim(entry, document, view);
    case 'nomination':
      return judgeNomination(entry, document, view);
    case 'candidacy':
      return judgeCandidacy(entry, document, view);
    case 'approval':
      return judgeApproval(entry, document, view);
    case 'support':
      return judgeSupport(entry, document, view);
    case 'referral':
      return judgeReferral(entry, document, view);
    case 'emergency-act':
      return judgeEmergencyAct(entry, document, view);
    case 'tally':
      return judgeTally(entry, document, view);
    case 'proxy':
      return judgeProxy(entry, document, view);
    case 'matter':
      return judgeMatter(document, view);
    case 'handling':
      return judgeHandling(entry, document, view);
    case 'meeting':
      return judgeMeeting(entry, document, view);
    case 'minutes':
      return judgeMinutes(entry, document, view);
    case 'answer-link':
      return judgeAnswerLink(entry, document, view);
    case 'link-word':
      return judgeLinkWord(entry, document, view);
    case 'disavowal':
      return judgeDisavowal(entry, document, view);
    case 'opening':
      return judgeOpening(entry, document, view);
    case 'decision':
      return judgeDelegation(entry, document, view);
    case 'outcome':
      return judgeOutcome(entry, document, view);
    case 'erasure':
      return judgeErasure(entry, document, view);
    case 'erasure-acknowledgement':
      return judgeErasureAcknowledgement(document, view);
    case 'heads':
    case 'notice':
    case 'description':
      return COUNTED; // without authority: what they say is checked where it is used
  }
}

function isForeign(entry: Entry, view: RuleView): boolean {
  return entry.document.commons !== view.home;
}

/** The first charter is entry 0 and founds; a later one is a draft of the next version. Spec §4. */
function judgeCharter(entry: Entry, document: Charter, view: RuleView): Verdict {
  if (document.supersedes !== undefined) return judgeDraft(entry, view);
  return judgeBy([
    {
      level: 'V2',
      name: 'founding',
      ask: () => {
        if (entry.index !== 0) return refuse('duplicate');
        return document.founders.some((founder) => founder.subject === document.author)
          ? []
          : refuse('not-a-founder');
      },
    },
  ]);
}

/** Each other founder confirms the charter once; a second signer a decision; whoever was there, minutes. Spec §4. */
function judgeConfirmation(entry: Entry, document: Confirmation, view: RuleView): Verdict {
  if (document.minutes !== undefined) {
    return judgeAttestation(entry, { ...document, minutes: document.minutes }, view);
  }
  if (document.decision !== undefined) {
    return judgeSecondSignature(entry, { ...document, decision: document.decision }, view);
  }
  return judgeBy([
    {
      level: 'V2',
      name: 'founder',
      ask: () => {
        const charter = stateOf(view, 'charter', 'charter');
        if (charter === null || charter.founding !== document.of.id) return refuse('unknown-reference');
        if (view.content(charter.founding).subject !== document.of.subject)
          return refuse('unknown-reference');
        const isFounder = charter.founders.some((founder) => founder.subject === document.author);
        const confirmed = charter.confirmed.some((subject) => subject === document.author);
        return isFounder && !confirmed ? [charter.founding] : refuse('not-a-founder');
      },
    },
  ]);
}

/** The line verifies as the next version of the DID, and a document key that it lists has signed. Spec §1. */
function judgeIdentity(entry: Entry, document: Identity, view: RuleView): Verdict {
  return judgeBy([
    {
      level: 'V2',
      name: 'did-version',
      ask: () => {
        const facts = view.didVersion(entry.id);
        const before = stateOf(view, 'identity', 'identity')?.versions.length ?? 0;
        if (facts === null || facts.number !== before + 1 || document.version !== facts.number) {
          return refuse('did-invalid');
        }
        return facts.documentKeys.includes(entry.key) ? [] : refuse('did-invalid');
      },
    },
  ]);
}

/** A draft has no force; any active human may log one. */
function judgeDraft(entry: Entry, view: RuleView): Verdict {
  return judgeBy([{ level: 'V2', name: 'active', ask: () => askHuman(view, entry.document.author) }]);
}

/** A draft of a term is of somebody who takes part: nobody else could sign by it. Spec §4 [R-4.14a]. */
function judgeMandate(entry: Entry, { holder, alternate }: Mandate, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, entry.document.author) },
    {
      level: 'V2',
      name: 'holder',
      ask: () => {
        if (!takesPart(view, holder)) return refuse('unknown-reference', { holder });
        return alternate === undefined || takesPart(view, alternate)
          ? []
          : refuse('unknown-reference', { alternate });
      },
    },
  ]);
}

/** A founder who has not confirmed the charter yet is a participant once they have. */
function takesPart(view: RuleView, who: Subject): boolean {
  if (stateOf(view, who, 'participant') !== null) return true;
  return stateOf(view, 'charter', 'charter')?.founders.some(({ subject }) => subject === who) === true;
}

/** A page by whoever began the set. Spec §4. */
function judgeSetPage(document: SetPage, view: RuleView): Verdict {
  return judgeBy([
    {
      level: 'V2',
      name: 'active',
      ask: () => (isScid(document.author) ? [] : askHuman(view, document.author)),
    },
    {
      level: 'V3',
      name: 'same-author',
      ask: () => {
        const known = stateOf(view, document.subject, 'set');
        return known === null || known.author === document.author ? [] : refuse('not-author');
      },
    },
  ]);
}

/**
 * A person takes back their own proposal, by its current version, or an objection of theirs. Spec §4.
 *
 * A response is not withdrawn: a newer one replaces it. What others tried and what did not count has no say.
 */
function judgeOwnWithdrawal(entry: Entry, document: Withdrawal, view: RuleView): Verdict {
  return judgeBy([
    {
      level: 'V3',
      name: 'own-act',
      ask: () => {
        const delegation = stateOf(view, document.of.subject, 'delegation');
        if (delegation !== null) return askTakesBack(document, delegation);
        const state = stateOf(view, document.of.subject, 'proposal');
        const { id } = document.of;
        if (stateOf(view, document.of.subject, 'participant') !== null)
          return askOwnProxy(view, document.of.subject, id, document.author);
        const version = state?.versions.find((other) => other.id === id);
        const objection = state?.objections.find((other) => other.id === id);
        const act = version ?? objection ?? linkOf(view, document.of);
        if (state === null || act === undefined) return refuse('unknown-reference');
        if (act.author !== document.author) return refuse('not-author');
        const over = askUndecided(view, document.of.subject, state, entry.at);
        if (over !== null) return over;
        const current = state.versions.at(-1)?.id;
        if (version !== undefined && version.id !== current)
          return refuse('stale-version', { current: current ?? null });
        const isOver = 'endedBy' in act && act.endedBy !== null;
        return isOver ? refuse('duplicate') : [act.id];
      },
    },
    {
      level: 'V3',
      name: 'releases',
      // Only a commons holds resources, and only its word follows from a decision.
      ask: () =>
        (document.releases ?? []).length === 0 && document.basis === undefined ? [] : refuse('contradictory'),
    },
  ]);
}

/** A link that was handed out by mistake opens nothing any more. Spec §14. */
function linkOf(view: RuleView, { subject, id }: Ref) {
  const found = linksIn(view.entries(subject)).find((other) => other.id === id);
  return found === undefined
    ? undefined
    : { id, author: found.link.author, endedBy: found.withdrawnBy ?? found.usedBy };
}
