import type { Command } from 'commander';
import type { JsonObject } from '../../protocol/canonical.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../protocol/time.ts';
import type { Client } from '../client/client.ts';
import { roleNamed, termNamed } from './role-named.ts';
import { UsageError } from './usage-error.ts';
import { moment, wholeNumber } from './values.ts';

/** What is to be decided about who holds a role, as options. */
export interface SeatOptions {
  readonly select?: string;
  readonly seats?: string;
  readonly from?: string;
  readonly recall?: string;
  readonly suspend?: string;
  readonly suspendUntil?: string;
}

export function addSeatOptions(command: Command): Command {
  return command
    .option('--select <role>', 'select people for a role, by name or subject')
    .option('--seats <number>', 'how many people (default: 1)')
    .option('--from <time>', 'when their term begins (default: as soon as seats are free)')
    .option('--recall <term>', 'end a term early, by its id or as Treasurer/Ana')
    .option('--suspend <term>', 'let a term rest to protect somebody, for 14 days at most')
    .option('--suspend-until <time>', 'how long it rests (default: 13 days)');
}

/** @throws {UsageError} for half of something. */
export async function seatOperations(options: SeatOptions, client: Client): Promise<JsonObject[]> {
  const { select, seats, from, recall, suspend, suspendUntil } = options;
  if (select === undefined && (seats !== undefined || from !== undefined))
    throw new UsageError('--seats and --from go with --select.');
  if (suspend === undefined && suspendUntil !== undefined)
    throw new UsageError('--suspend-until goes with --suspend.');
  const now = Date.now();
  return [
    ...(select === undefined ? [] : [await selection(select, seats, from, client, now)]),
    ...(recall === undefined ? [] : [{ op: 'recall', ...(await termNamed(client, recall)) }]),
    ...(suspend === undefined
      ? []
      : [
          {
            op: 'suspend',
            ...(await termNamed(client, suspend)),
            until: moment(suspendUntil ?? SUSPENDED, '--suspend-until', now),
          },
        ]),
  ];
}

/** A day short of what is allowed: clocks differ. */
const SUSPENDED = '13d';
/** Time for nominations, and for second thoughts. */
const NOMINATE_SECONDS = 7 * DAY_SECONDS;
const CHANGE_SECONDS = 3 * DAY_SECONDS;
/** Where the role must not be without anybody, and is. */
const URGENT = { nominateSeconds: 2 * DAY_SECONDS, changeSeconds: DAY_SECONDS };

async function selection(
  name: string,
  seats: string | undefined,
  from: string | undefined,
  client: Client,
  now: number,
): Promise<JsonObject> {
  const { subject, id, selection: method, termSeconds, freeFrom, silent } = await roleNamed(client, name);
  if (seats !== undefined && from === undefined)
    throw new UsageError('Several people begin together: say when, with --from.');
  const startsAt = from === undefined ? freeFrom : moment(from, '--from', now);
  return {
    op: 'select',
    role: { subject, id },
    seats: seats === undefined ? 1 : wholeNumber(seats, '--seats', 1),
    method,
    startsAt,
    endsAt: formatMillis(Date.parse(startsAt) + termSeconds * SECOND),
    ...(silent === null ? { nominateSeconds: NOMINATE_SECONDS, changeSeconds: CHANGE_SECONDS } : URGENT),
  };
}
