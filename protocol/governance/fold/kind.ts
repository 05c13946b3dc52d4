import type { ThreadName } from '../../documents/define.ts';
import type { FolkmootDocument } from '../../documents/document.ts';
import type { ThreadState } from '../state.ts';

/** A thread and what kind of thread a document makes it, if it is the first of its kind there. */
export interface Defines {
  readonly name: ThreadName;
  readonly kind: ThreadState['kind'];
}

/**
 * The thread that a document belongs to by its own nature. Spec §4.
 *
 * Any document can name a thread that does not exist yet; such a mention opens no state. Only a document that defines
 * the thread does, so that nobody can occupy a subject with something else.
 */
export function definedBy(document: FolkmootDocument): Defines | null {
  switch (document.type) {
    case 'circle':
    case 'mandate':
    case 'domain':
    case 'constraint':
      return { name: document.subject, kind: 'thing' };
    case 'role':
    case 'budget':
    case 'resource':
      return { name: document.subject, kind: document.type };
    case 'participant':
      return { name: document.subject, kind: 'participant' };
    case 'set':
      return { name: document.subject, kind: 'set' };
    case 'proposal':
      return { name: document.subject, kind: 'proposal' };
    case 'decision':
      return document.proposal === undefined ? { name: document.subject, kind: 'decision' } : null;
    case 'delegation':
      return { name: document.subject, kind: 'delegation' };
    case 'meeting':
      return { name: document.subject, kind: 'meeting' };
    case 'matter':
      return { name: document.subject, kind: 'matter' };
    case 'emergency-act':
      return { name: document.subject, kind: 'emergency' };
    case 'claim':
      return { name: document.seat, kind: 'seat' };
    case 'terms':
      return { name: document.subject, kind: 'negotiation' };
    case 'charter':
    case 'confirmation':
    case 'identity':
    case 'advice':
    case 'agent-control':
    case 'response':
    case 'objection':
    case 'objection-check':
    case 'objection-test':
    case 'call':
    case 'call-answer':
    case 'handling':
    case 'handover':
    case 'handover-acceptance':
    case 'recusal':
    case 'referral':
    case 'tally':
    case 'proxy':
    case 'challenge':
    case 'ruling-request':
    case 'action':
    case 'completion':
    case 'nomination':
    case 'candidacy':
    case 'approval':
    case 'support':
    case 'minutes':
    case 'disavowal':
    case 'answer-link':
    case 'link-word':
    case 'opening':
    case 'outcome':
    case 'acceptance':
    case 'rejection':
    case 'withdrawal':
    case 'seal':
    case 'lapse':
    case 'event':
    case 'termination':
    case 'question':
    case 'answer':
    case 'erasure':
    case 'erasure-acknowledgement':
    case 'deposit':
    case 'deposit-list':
    case 'heads':
    case 'notice':
    case 'description':
      return null;
  }
}
