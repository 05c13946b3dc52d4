import { anyLanguage } from '../../any-language.ts';
import { type DomainSummary, registerSchema } from '../../client/views.ts';
import { addExample } from '../examples.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withServer } from '../session.ts';
import { tableLines } from '../table.ts';
import { wholeNumber } from '../values.ts';

interface RegisterOptions extends ServerOptions {
  readonly limit: string;
  readonly offset: string;
}

/** What one answer of a server lists at the most. */
const LIMIT_MAX = 500;
/** People that one line names. */
const NAMES_SHOWN = 3;

export function addRegisterCommand(cli: Cli): void {
  const command = cli.program
    .command('register')
    .description('who decides what: the domains in force')
    .argument('[words...]', 'only domains whose title or paths contain all of these')
    .option('--limit <count>', 'domains to list', '50')
    .option('--offset <count>', 'domains to pass over', '0');
  addServerOptions(command).action((words: readonly string[], options: RegisterOptions) =>
    register(cli, words, options),
  );
  addExample(command, 'register spending');
}

async function register(cli: Cli, words: readonly string[], options: RegisterOptions): Promise<void> {
  const output = cli.output(options);
  const limit = wholeNumber(options.limit, '--limit', 1, LIMIT_MAX);
  const offset = wholeNumber(options.offset, '--offset', 0);
  await withServer(options, output, async ({ client }) => {
    const query = new URLSearchParams({ q: words.join(' '), limit: String(limit), offset: String(offset) });
    const page = await client.read(`/register?${query}`, registerSchema);
    output.result(page, () => [
      ...(page.domains.length === 0
        ? []
        : tableLines(['domain', 'decided by', 'way', 'impact'], page.domains.map(rowOf))),
      ...(page.withheld === 0 ? [] : [`${page.withheld} more are not for everybody.`]),
      `${page.found} of ${page.total} domains${page.next === null ? '' : `; more: --offset ${page.next}`}`,
    ]);
  });
}

function rowOf({ title, owner, rung, impact }: DomainSummary): readonly string[] {
  return [anyLanguage(title), ownerWords(owner), rung, impact];
}

function ownerWords({ kind, name, people }: DomainSummary['owner']): string {
  const shown = people.slice(0, NAMES_SHOWN).map((person) => person.name);
  const names = people.length > NAMES_SHOWN ? [...shown, `${people.length - NAMES_SHOWN} more`] : shown;
  if (name === null) return names.length === 0 ? `nobody (${kind})` : names.join(', ');
  return names.length === 0 ? `${anyLanguage(name)} (vacant)` : `${anyLanguage(name)}: ${names.join(', ')}`;
}
