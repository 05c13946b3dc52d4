import { isFounders } from '../documents/confirmation.ts';
import type { ThreadName } from '../documents/define.ts';
import type { FolkmootDocument } from '../documents/document.ts';
import { depositsThread } from '../documents/thread-names.ts';

/** The thread in which a later document could undo this one. Spec §9. */
export function ownThread(document: FolkmootDocument): ThreadName {
  switch (document.type) {
    case 'decision':
      return document.proposal?.subject ?? document.subject;
    case 'outcome':
    case 'response':
    case 'objection':
    case 'advice':
    case 'opening':
    case 'recusal':
    case 'referral':
    case 'nomination':
    case 'candidacy':
    case 'approval':
    case 'support':
    case 'tally':
    case 'disavowal':
    case 'answer-link':
    case 'link-word':
      return document.proposal.subject;
    case 'minutes':
      return document.meeting.subject;
    case 'handling':
      return document.matter.subject;
    case 'charter':
    case 'identity':
    case 'description':
    case 'notice':
      return document.type;
    case 'confirmation':
      return isFounders(document) ? 'charter' : document.of.subject;
    case 'withdrawal':
    case 'objection-check':
    case 'objection-test':
      return document.of.subject;
    case 'challenge':
    case 'ruling-request':
    case 'action':
    case 'completion':
      return document.decision.subject;
    case 'call':
    case 'call-answer':
    case 'handover':
    case 'handover-acceptance':
      return document.role.subject;
    case 'claim':
      return document.seat;
    case 'deposit':
    case 'deposit-list':
      return depositsThread(document.for);
    case 'erasure':
    case 'erasure-acknowledgement':
      return 'erasures';
    case 'agent-control':
      return document.agent.subject;
    case 'proxy':
      return document.to;
    case 'participant':
    case 'circle':
    case 'role':
    case 'mandate':
    case 'domain':
    case 'constraint':
    case 'budget':
    case 'resource':
    case 'set':
    case 'proposal':
    case 'delegation':
    case 'matter':
    case 'emergency-act':
    case 'terms':
    case 'acceptance':
    case 'rejection':
    case 'seal':
    case 'lapse':
    case 'event':
    case 'termination':
    case 'question':
    case 'answer':
    case 'meeting':
    case 'heads':
      return document.subject;
  }
}
