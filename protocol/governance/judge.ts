import { judgeAcceptance, judgeCommonsWithdrawal, judgeRejection, judgeTerms } from '../agreement/judge.ts';
import { judgeEvent } from '../agreement/judge-event.ts';
import { judgeForeign } from '../agreement/judge-foreign.ts';
import { judgeQuestion } from '../agreement/judge-question.ts';
import { judgeLapse, judgeSeal } from '../agreement/judge-registrar.ts';
import { judgeTermination } from '../agreement/judge-termination.ts';
import { isScid } from '../ids.ts';
import { judgeAgentControl } from './agents/judge-agent-control.ts';
import { judgeDeposit } from './deposits/judge-deposit.ts';
import { judgeEmergencyAct } from './emergencies/judge-emergency.ts';
import { definedBy } from './fold/kind.ts';
import { judgeDraft, judgeMandate, judgeSetPage } from './judge-draft.ts';
import { judgeCharter, judgeConfirmation, judgeIdentity } from './judge-founding.ts';
import { judgeOwnWithdrawal } from './judge-own-withdrawal.ts';
import { judgeParticipant } from './judge-participant.ts';
import { judgeProposal } from './judge-proposal.ts';
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
import {
  judgeAction,
  judgeChallenge,
  judgeCompletion,
  judgeRulingRequest,
} from './lifecycle/judge-aftermath.ts';
import { judgeAnswerLink } from './links/judge-answer-link.ts';
import { judgeLinkWord } from './links/judge-link-word.ts';
import { judgeHandling, judgeMatter } from './matters/judge-matter.ts';
import { judgeDisavowal } from './meetings/judge-disavowal.ts';
import { judgeMeeting } from './meetings/judge-meeting.ts';
import { judgeMinutes } from './meetings/judge-minutes.ts';
import { judgeErasure, judgeErasureAcknowledgement } from './privacy/judge-erasure.ts';
import { judgeCall, judgeCallAnswer } from './roles/judge-call.ts';
import { judgeSubDelegation } from './roles/judge-delegation.ts';
import { judgeHandover, judgeHandoverAcceptance } from './roles/judge-handover.ts';
import { judgeRecusal } from './roles/judge-recusal.ts';
import { judgeClaim } from './seats/claims.ts';
import { judgeApproval, judgeCandidacy, judgeNomination } from './seats/judge-selection.ts';
import { judgeSupport } from './seats/judge-support.ts';
import { COUNTED, judgeBy, refuse, type Verdict } from './verdict.ts';
import type { Entry, RuleView } from './view.ts';
import { judgeProxy } from './votes/judge-proxy.ts';
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
    case 'question':
    case 'answer':
      return isForeign(entry, view)
        ? judgeForeign(entry, document, view)
        : judgeQuestion(entry, document, view);
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
    case 'deposit':
    case 'deposit-list':
      return judgeDeposit(document, view);
    case 'heads':
    case 'notice':
    case 'description':
      return COUNTED; // without authority: what they say is checked where it is used
  }
}

function isForeign(entry: Entry, view: RuleView): boolean {
  return entry.document.commons !== view.home;
}
