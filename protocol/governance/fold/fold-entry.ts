import { foldNegotiation } from '../../agreement/fold.ts';
import { isFounders } from '../../documents/confirmation.ts';
import type { ThreadName } from '../../documents/define.ts';
import { foldErasures } from '../privacy/fold-erasures.ts';
import type { ThreadState } from '../state.ts';
import type { Verdict } from '../verdict.ts';
import type { Entry, RuleView } from '../view.ts';
import { foldDecision, foldProposal, foldUsage } from './decided.ts';
import { foldDelegation } from './delegation.ts';
import { foldEmergency } from './emergency.ts';
import {
  foldCharter,
  foldIdentity,
  foldParticipant,
  openCharter,
  openConstraints,
  openFounder,
  openRegister,
} from './founding.ts';
import { definedBy } from './kind.ts';
import { foldMatter } from './matters.ts';
import { foldMeeting, openMeeting } from './meetings.ts';
import { foldConstraints, foldRegister } from './register.ts';
import { foldSeat } from './seats.ts';
import { appliedBy, type Step } from './step.ts';
import { foldBudget, foldResource, foldRole, foldSet, foldThing } from './things.ts';

/**
 * One thread that an entry changes, as it stands after it. Spec §4.
 *
 * A thread's state is a function of its entries and their verdicts alone. What does not count leaves a thread as it
 * was, but for what must be remembered of it: a refused decision.
 *
 * @returns null where the thread is still undefined.
 * @throws {MissingEvidence} where the record at hand has a hole.
 */
export function foldEntry(
  name: ThreadName,
  entry: Entry,
  verdict: Verdict,
  view: RuleView,
): ThreadState | null {
  const step: Step = { name, entry, verdict, view, applied: appliedBy(entry, verdict, view) };
  const before = view.state(name);
  if (before === null) return open(step);
  return opensFounder(step) && before.kind !== 'participant' ? openFounder(step) : fold(before, step);
}

/** The charter has named the founders: whatever others log under a founder's subject before, it is theirs. Spec §4. */
function opensFounder({ name, entry, verdict }: Step): boolean {
  const { document } = entry;
  const isFounding = document.type === 'confirmation' && isFounders(document);
  return isFounding && document.author === name && verdict.status === 'counted';
}

function fold(before: ThreadState, step: Step): ThreadState | null {
  switch (before.kind) {
    case 'charter':
      return foldCharter(before, step);
    case 'identity':
      return foldIdentity(before, step);
    case 'participant':
      return foldParticipant(before, step);
    case 'thing':
      return foldThing(before, step);
    case 'role':
      return foldRole(before, step);
    case 'resource':
      return foldResource(before, step);
    case 'budget':
      return foldBudget(before, step);
    case 'set':
      return foldSet(before, step);
    case 'register':
      return foldRegister(before, step);
    case 'constraints':
      return foldConstraints(before, step);
    case 'usage':
      return foldUsage(before, step);
    case 'proposal':
      return foldProposal(before, step);
    case 'decision':
      return foldDecision(before, step);
    case 'negotiation':
      return foldNegotiation(before, step);
    case 'emergency':
      return foldEmergency(before, step);
    case 'delegation':
      return foldDelegation(before, step);
    case 'meeting':
      return foldMeeting(before, step);
    case 'matter':
      return foldMatter(before, step);
    case 'seat':
      return foldSeat(before, step);
    case 'erasures':
      return foldErasures(before, step);
    case 'plain':
      return { kind: 'plain', latest: step.entry.id };
  }
}

/** A thread without state: opened by the document that defines it, by its fixed name, or not at all yet. */
function open(step: Step): ThreadState | null {
  const { document, id } = step.entry;
  if (document.type === 'charter' && step.verdict.status === 'counted') return openByCharter(step, document);
  if (opensFounder(step)) return openFounder(step);
  if (step.name.startsWith('usage:')) return foldUsage(null, step);
  if (step.name === 'identity') return foldIdentity(null, step);
  if (step.name === 'description' || step.name === 'notice') return { kind: 'plain', latest: id };
  if (step.name === 'erasures') return foldErasures(null, step);
  const defines = definedBy(document);
  return defines?.name === step.name ? openDefined(defines.kind, step) : null;
}

function openByCharter(step: Step, document: Parameters<typeof openCharter>[1]): ThreadState | null {
  switch (step.name) {
    case 'charter':
      return openCharter(step, document);
    case 'register':
      return openRegister(document);
    case 'constraints':
      return openConstraints(document);
    default:
      return openFounder(step);
  }
}

function openDefined(kind: ThreadState['kind'], step: Step): ThreadState | null {
  switch (kind) {
    // A decision is remembered even where it does not count: so that people see why.
    case 'decision':
      return foldDecision(null, step);
    case 'thing':
      return step.verdict.status === 'counted' ? foldThing(null, step) : null;
    case 'role':
      return step.verdict.status === 'counted' ? foldRole(null, step) : null;
    case 'budget':
      return step.verdict.status === 'counted' ? foldBudget(null, step) : null;
    case 'resource':
      return step.verdict.status === 'counted' ? foldResource(null, step) : null;
    case 'set':
      return step.verdict.status === 'counted' ? foldSet(null, step) : null;
    case 'participant':
      return foldParticipant(null, step);
    case 'proposal':
      return step.verdict.status === 'counted' ? foldProposal(null, step) : null;
    case 'negotiation':
      return step.verdict.status === 'counted' ? foldNegotiation(null, step) : null;
    case 'delegation':
      return step.verdict.status === 'counted' ? foldDelegation(null, step) : null;
    case 'meeting':
      return step.verdict.status === 'counted' ? openMeeting(step) : null;
    case 'matter':
      return foldMatter(null, step);
    case 'emergency':
      return foldEmergency(null, step);
    case 'seat':
      return step.verdict.status === 'counted' ? foldSeat(null, step) : null;
    case 'charter':
    case 'identity':
    case 'register':
    case 'constraints':
    case 'usage':
    case 'erasures':
    case 'plain':
      return null;
  }
}
