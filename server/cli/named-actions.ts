import type { Command } from 'commander';
import type { JsonValue } from '../../protocol/canonical.ts';
import type { Subject } from '../../protocol/ids.ts';
import type { Client } from '../client/client.ts';
import { peopleNamed } from './circle-named.ts';
import { UsageError } from './usage-error.ts';
import { collect, moment } from './values.ts';

/** What is to be done for a decision, as options. */
export interface ActionOptions {
  readonly action?: readonly string[];
  readonly owner?: readonly string[];
  readonly due?: readonly string[];
  readonly noneBecause?: string;
}

export function addActionOptions(command: Command): Command {
  return command
    .option('--action <words>', 'what is to be done for it; repeatable', collect)
    .option(
      '--owner <person>',
      'who does that, by name or subject (default: you); as often as --action, or never',
      collect,
    )
    .option('--due <when>', 'until when, as 2027-05-31 or 14d; as often as --action', collect)
    .option('--none-because <words>', 'why nothing is to be done for it');
}

/** @throws {UsageError} where an action has no date, or there is one and none. */
export async function actionsFrom(
  client: Client,
  { action = [], owner = [], due = [], noneBecause }: ActionOptions,
  self: Subject,
  now: number,
): Promise<{ readonly actions?: JsonValue }> {
  if (noneBecause !== undefined) {
    if (action.length > 0)
      throw new UsageError('--none-because says that there is no --action: leave one of them out.');
    return { actions: { none: { say: noneBecause } } };
  }
  if (due.length !== action.length)
    throw new UsageError('Each --action needs a --due, and the other way round.');
  if (owner.length > 0 && owner.length !== action.length)
    throw new UsageError('Where one --action has an --owner, each has.');
  if (action.length === 0) return {};
  const owners = await peopleNamed(client, owner);
  const named = action.map((words, place) => ({
    what: { say: words },
    owner: owners[place] ?? self,
    dueAt: moment(due[place] ?? '', '--due', now),
  }));
  return { actions: { named } };
}
