import type { Command } from 'commander';
import { FILTER_NAMES, type Filter, parseFilter } from '../../federation/subscription/filter.ts';
import type { Client } from '../client/client.ts';
import { circleSubject } from './circle-named.ts';
import { domainNamed } from './operations.ts';

/** What of a log somebody wants, as they type it. */
export type FilterOptions = { readonly [Name in (typeof FILTER_NAMES)[number]]?: readonly string[] };

export function addFilterOptions(command: Command): Command {
  return command
    .option('--type <type...>', 'only documents of these types')
    .option('--domain <name...>', 'only what is about these domains, by title or subject')
    .option('--circle <name...>', 'only what is about these circles, by name or subject')
    .option('--effect <kind...>', 'only what would have these effects, such as transfer')
    .option('--commons <scid...>', 'only documents of these commons');
}

/**
 * The filter that the options make. Spec §19.
 *
 * @throws {ProtocolError} `malformed`, also for a type that no document has; `not-found` for a name that nobody bears;
 *   {UsageError} for one that several bear.
 */
export async function filterFrom(client: Client, options: FilterOptions): Promise<Filter> {
  const typed = Object.fromEntries(FILTER_NAMES.map((name) => [name, options[name] ?? []]));
  // What needs no server is refused without asking one.
  parseFilter({ ...typed, domain: [], circle: [] });
  return parseFilter({
    ...typed,
    domain: await Promise.all((options.domain ?? []).map((name) => domainNamed(name, client))),
    circle: await Promise.all((options.circle ?? []).map((name) => circleSubject(client, name))),
  });
}
