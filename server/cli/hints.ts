import type { ProtocolError } from '../../protocol/problem.ts';
import { commandLine } from './invocation.ts';

/** What to say besides, by the code of what would not count. */
const HINTS: Readonly<Record<string, string>> = {
  'agent-unstated':
    'Say it: --model NAME --model-version VERSION --inputs FILE, of propose, decide and advise; the hash of the file is signed.',
  'advice-unanswered':
    'Answer it: --answer "ID adopted|partly|not-adopted why" to each of those who were asked, --answer-others "…" to all others together.',
  'alternatives-missing': 'Say which other way was looked at: --alternative "…"',
};

/** What to do about a problem, where there is something; null where its sentence says all. */
export function hintFor({ type, extensions }: ProtocolError): string | null {
  if (typeof extensions.code === 'string' && extensions.code in HINTS) return HINTS[extensions.code] ?? null;
  switch (type) {
    case 'not-founded':
      return `Found one: ${commandLine('init --name "Our commons" --founder "Your name"')}`;
    case 'unauthenticated':
      return extensions.reason === 'created-in-future' || extensions.reason === 'expired'
        ? 'The clock of this device and that of the server differ: set this one right, and try again.'
        : makeYourselfKnown();
    case 'invitation-required':
      return makeYourselfKnown();
    case 'address-refused':
      return 'For a commons in your own network, start the server with FOLKMOOT_PRIVATE_PEERS=<its exact origin>.';
    case 'unavailable':
      return 'server' in extensions ? 'Start it with `npm start`, or name another one by --server.' : null;
    default:
      return null;
  }
}

function makeYourselfKnown(): string {
  return `Make yourself known: ${commandLine('login --help')}`;
}
