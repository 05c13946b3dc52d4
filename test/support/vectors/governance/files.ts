import { LIMIT_SCENARIOS } from './limit-scenarios.ts';
import { PROCESS_SCENARIOS } from './process-scenarios.ts';
import { RIGHT_SCENARIOS } from './right-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { SECOND_SCENARIOS } from './second-scenarios.ts';
import { TERM_SCENARIOS } from './term-scenarios.ts';

/** Vector files that hold small histories. */
export const GOVERNANCE_FILES: readonly {
  readonly name: string;
  readonly about: string;
  readonly scenarios: readonly Scenario[];
}[] = [
  { name: '05-terms', about: 'Terms in a role (Spec §5.1).', scenarios: TERM_SCENARIOS },
  { name: '06-right', about: 'Who had the right to decide (Spec §6.3).', scenarios: RIGHT_SCENARIOS },
  {
    name: '06-process',
    about: 'What a decision must say and name (Spec §6.4).',
    scenarios: PROCESS_SCENARIOS,
  },
  { name: '06-limits', about: 'What limits leave (Spec §6.5).', scenarios: LIMIT_SCENARIOS },
  { name: '06-second', about: 'A second signature (Spec §6.6).', scenarios: SECOND_SCENARIOS },
];
