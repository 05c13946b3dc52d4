import { ADMISSION_FOUNDATIONS } from './admission-scenarios.ts';
import { FOUNDING_FOUNDATIONS } from './founding-scenarios.ts';
import { KEY_FOUNDATIONS } from './key-scenarios.ts';
import type { Foundation } from './log-file.ts';
import { THING_FOUNDATIONS } from './thing-scenarios.ts';

/** Vector files that are made of small logs. */
export const LOG_FILES: readonly {
  readonly name: string;
  readonly about: string;
  readonly foundations: readonly Foundation[];
}[] = [
  { name: '01-keys', about: 'Whose key is in force (Spec §1.8, §1.9).', foundations: KEY_FOUNDATIONS },
  {
    name: '03-admission',
    about: 'What is logged, with its threads (Spec §3.4 – §3.8).',
    foundations: ADMISSION_FOUNDATIONS,
  },
  { name: '04-founding', about: 'How a commons is founded (Spec §4.4).', foundations: FOUNDING_FOUNDATIONS },
  {
    name: '04-things',
    about: 'Things in force, and who owns what is done (Spec §4.3, §4.7, §5).',
    foundations: THING_FOUNDATIONS,
  },
];
