import { ACCEPTANCE_SCENARIOS } from './acceptance-scenarios.ts';
import { AGENT_LEAVES_SCENARIOS } from './agent-leaves-scenarios.ts';
import { AGENT_SCENARIOS } from './agent-scenarios.ts';
import { ANNOUNCED_SCENARIOS } from './announced-scenarios.ts';
import { BUDGET_SCENARIOS } from './budget-scenarios.ts';
import { CIRCLE_SCENARIOS } from './circle-scenarios.ts';
import { CLAIM_SCENARIOS } from './claim-scenarios.ts';
import { CLOSED_SCENARIOS } from './closed-scenarios.ts';
import { CONFLICT_SCENARIOS } from './conflict-scenarios.ts';
import { CONSTRAINT_SCENARIOS } from './constraint-scenarios.ts';
import { CONSULTATION_SCENARIOS } from './consultation-scenarios.ts';
import { CONTINUITY_SCENARIOS } from './continuity-scenarios.ts';
import { DELEGATION_SCENARIOS } from './delegation-scenarios.ts';
import { DEPARTURE_SCENARIOS } from './departure-scenarios.ts';
import { EMERGENCY_SCENARIOS } from './emergency-scenarios.ts';
import { END_OF_TERM_SCENARIOS } from './end-of-term-scenarios.ts';
import { ESCALATION_SCENARIOS } from './escalation-scenarios.ts';
import { FOREIGN_SCENARIOS } from './foreign-scenarios.ts';
import { HANDOVER_SCENARIOS } from './handover-scenarios.ts';
import { LIAISON_SCENARIOS } from './liaison-scenarios.ts';
import { LIFECYCLE_SCENARIOS } from './lifecycle-scenarios.ts';
import { LIMIT_SCENARIOS } from './limit-scenarios.ts';
import { LINK_SCENARIOS } from './link-scenarios.ts';
import { MATTER_SCENARIOS } from './matter-scenarios.ts';
import { MEETING_SCENARIOS } from './meeting-scenarios.ts';
import { MEETING_SEAT_SCENARIOS } from './meeting-seat-scenarios.ts';
import { NAMED_ACTION_SCENARIOS } from './named-action-scenarios.ts';
import { OBJECTION_CHECK_SCENARIOS } from './objection-check-scenarios.ts';
import { OFFER_SCENARIOS } from './offer-scenarios.ts';
import { PARENT_SCENARIOS } from './parent-scenarios.ts';
import { PRIVACY_SCENARIOS } from './privacy-scenarios.ts';
import { PROCESS_SCENARIOS } from './process-scenarios.ts';
import { PROMISE_SCENARIOS } from './promise-scenarios.ts';
import { PROVISIONAL_SCENARIOS } from './provisional-scenarios.ts';
import { QUESTION_SCENARIOS } from './question-scenarios.ts';
import { REGISTRAR_SCENARIOS } from './registrar-scenarios.ts';
import { RETIRED_SCENARIOS } from './retired-scenarios.ts';
import { RIGHT_SCENARIOS } from './right-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { SECOND_SCENARIOS } from './second-scenarios.ts';
import { SELECTED_AGAIN_SCENARIOS } from './selected-again-scenarios.ts';
import { SELECTION_SCENARIOS } from './selection-scenarios.ts';
import { SILENCE_SCENARIOS } from './silence-scenarios.ts';
import { SLOT_SCENARIOS } from './slot-scenarios.ts';
import { STOCK_SCENARIOS } from './stock-scenarios.ts';
import { TERM_SCENARIOS } from './term-scenarios.ts';
import { TERMINATION_SCENARIOS } from './termination-scenarios.ts';
import { THRESHOLD_SCENARIOS } from './threshold-scenarios.ts';
import { UNDOABLE_SCENARIOS } from './undoable-scenarios.ts';
import { VOTE_SCENARIOS } from './vote-scenarios.ts';

/** Vector files that hold small histories. */
export const GOVERNANCE_FILES: readonly {
  readonly name: string;
  readonly about: string;
  readonly scenarios: readonly Scenario[];
}[] = [
  {
    name: '04-provisional',
    about: 'What a charter that the members have not ratified yet leaves undone (Spec §4.4).',
    scenarios: PROVISIONAL_SCENARIOS,
  },
  { name: '05-terms', about: 'Terms in a role (Spec §5.1).', scenarios: TERM_SCENARIOS },
  { name: '05-parent', about: 'What no single domain owns (Spec §5.4).', scenarios: PARENT_SCENARIOS },
  { name: '05-retired', about: 'A circle without quorum (Spec §5.4).', scenarios: RETIRED_SCENARIOS },
  { name: '06-right', about: 'Who had the right to decide (Spec §6.3).', scenarios: RIGHT_SCENARIOS },
  {
    name: '06-process',
    about: 'What a decision must say and name (Spec §6.4).',
    scenarios: PROCESS_SCENARIOS,
  },
  { name: '06-limits', about: 'What limits leave (Spec §6.5).', scenarios: LIMIT_SCENARIOS },
  { name: '06-second', about: 'A second signature (Spec §6.6).', scenarios: SECOND_SCENARIOS },
  { name: '06-circle', about: 'What a circle decides (Spec §§6.7–6.13).', scenarios: CIRCLE_SCENARIOS },
  {
    name: '06-thresholds',
    about: 'Thresholds and quorums, just reached and just missed (Spec §§6.9–6.12).',
    scenarios: THRESHOLD_SCENARIOS,
  },
  {
    name: '06-closed',
    about: 'What comes too late, and what an opening froze (Spec §§6.4, 6.9, 6.10, 6.13, 14.4).',
    scenarios: CLOSED_SCENARIOS,
  },
  {
    name: '06-consultation',
    about: 'What a role decides after asking (Spec §6.8).',
    scenarios: CONSULTATION_SCENARIOS,
  },
  {
    name: '06-escalation',
    about: 'What happens by itself where nobody said yes in time (Spec §6.14).',
    scenarios: ESCALATION_SCENARIOS,
  },
  {
    name: '06-silence',
    about: 'What a log that says nothing changes (Spec §6.14).',
    scenarios: SILENCE_SCENARIOS,
  },
  {
    name: '06-lifecycle',
    about: 'What comes after a decision (Spec §6.15).',
    scenarios: LIFECYCLE_SCENARIOS,
  },
  {
    name: '06-objection-checks',
    about: 'What of an objection the rules themselves can tell (Spec §6.19).',
    scenarios: OBJECTION_CHECK_SCENARIOS,
  },
  {
    name: '06-matters',
    about: 'Issues before they are proposals (Spec §6.18).',
    scenarios: MATTER_SCENARIOS,
  },
  {
    name: '06-named-actions',
    about: 'What a decision names that is to be done (Spec §6.15).',
    scenarios: NAMED_ACTION_SCENARIOS,
  },
  {
    name: '06-undoable',
    about: 'What nobody can decide, and what was said and cannot be done (Spec §§6.4, 6.13).',
    scenarios: UNDOABLE_SCENARIOS,
  },
  {
    name: '06-announced',
    about: 'What is announced and waits before somebody decides it alone (Spec §6.17).',
    scenarios: ANNOUNCED_SCENARIOS,
  },
  {
    name: '07-resources',
    about: 'The account of a stock (Spec §7).',
    scenarios: STOCK_SCENARIOS,
  },
  { name: '07-slots', about: 'Who has a thing when (Spec §7.4).', scenarios: SLOT_SCENARIOS },
  { name: '08-offers', about: 'Offers, counter-offers, refusals (Spec §8.2).', scenarios: OFFER_SCENARIOS },
  {
    name: '08-acceptances',
    about: 'A yes, and a yes taken back (Spec §8.3).',
    scenarios: ACCEPTANCE_SCENARIOS,
  },
  {
    name: '08-registrar',
    about: 'Seals and lapses (Spec §8.4).',
    scenarios: REGISTRAR_SCENARIOS,
  },
  {
    name: '08-promises',
    about: 'How far what was agreed is kept (Spec §8.7).',
    scenarios: PROMISE_SCENARIOS,
  },
  {
    name: '08-questions',
    about: 'What is asked and answered about terms (Spec §8.9).',
    scenarios: QUESTION_SCENARIOS,
  },
  {
    name: '08-terminations',
    about: 'How what was agreed ends before it is kept (Spec §8.8).',
    scenarios: TERMINATION_SCENARIOS,
  },
  {
    name: '08-foreign',
    about: 'What other commons have said (Spec §8.5).',
    scenarios: FOREIGN_SCENARIOS,
  },
  {
    name: '12-constraints',
    about: 'Values that the machine checks (Spec §12).',
    scenarios: [...CONSTRAINT_SCENARIOS, ...DEPARTURE_SCENARIOS],
  },
  {
    name: '13-agents',
    about: 'What agents may do, and who answers for them (Spec §13).',
    scenarios: [...AGENT_SCENARIOS, ...AGENT_LEAVES_SCENARIOS],
  },
  {
    name: '14-meetings',
    about: 'What is decided in a room (Spec §14).',
    scenarios: [...MEETING_SCENARIOS, ...MEETING_SEAT_SCENARIOS],
  },
  {
    name: '14-links',
    about: 'What is said by a one-time link (Spec §14.7).',
    scenarios: LINK_SCENARIOS,
  },
  {
    name: '15-delegation',
    about: 'What the holder of a term lets somebody else decide (Spec §15.1).',
    scenarios: DELEGATION_SCENARIOS,
  },
  {
    name: '15-conflicts',
    about: 'Who stands aside, and who must (Spec §15.2).',
    scenarios: CONFLICT_SCENARIOS,
  },
  {
    name: '15-selection',
    about: 'How people come to a role, are recalled from it and rest in it (Spec §§15.7–15.9).',
    scenarios: [...SELECTION_SCENARIOS, ...SELECTED_AGAIN_SCENARIOS],
  },
  {
    name: '16-privacy',
    about: 'What is erased, by whom, and what has to stay (Spec §16).',
    scenarios: PRIVACY_SCENARIOS,
  },
  {
    name: '17-votes',
    about: 'Notice, secret votes, proxies (Spec §§17.1–17.3).',
    scenarios: VOTE_SCENARIOS,
  },
  {
    name: '15-handover',
    about:
      'How a role is handed over, from whom it is kept apart, and who speaks for whom (Spec §§15.3, 15.4, 15.6).',
    scenarios: HANDOVER_SCENARIOS,
  },
  {
    name: '15-end-of-term',
    about: 'What holds when a term ends (Spec §15.5).',
    scenarios: END_OF_TERM_SCENARIOS,
  },
  {
    name: '15-liaisons',
    about: 'Who drafts offers in the name of a commons (Spec §15.6).',
    scenarios: LIAISON_SCENARIOS,
  },
  {
    name: '15-claims',
    about: 'Seats of a register, who claims them and who decides by them (Spec §15.11).',
    scenarios: CLAIM_SCENARIOS,
  },
  {
    name: '15-budgets',
    about: 'What is set aside, and what is drawn on it (Spec §15.12).',
    scenarios: BUDGET_SCENARIOS,
  },
  {
    name: '15-continuity',
    about: 'A role that must not fall silent (Spec §15.10).',
    scenarios: CONTINUITY_SCENARIOS,
  },
  {
    name: '17-emergencies',
    about: 'Vetoes, and acts in an emergency (Spec §§17.4–17.5).',
    scenarios: EMERGENCY_SCENARIOS,
  },
];
