import type { JsonValue } from '../../../protocol/canonical.ts';
import type { Client } from '../../client/client.ts';
import { type AgentActOptions, addAgentActOptions, agentActFrom } from '../agent-act.ts';
import { assertCanAgree } from '../ask.ts';
import { constraintNamed } from '../constraint-named.ts';
import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { meetingNamed } from '../meeting-named.ts';
import { type ActionOptions, actionsFrom, addActionOptions } from '../named-actions.ts';
import { addOperationOptions, domainFrom, type OperationOptions, operationsFrom } from '../operations.ts';
import { putForward, stepsOf } from '../proposal-steps.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { collect, spanSeconds } from '../values.ts';

/** From which soft rules it departs, and why. */
export interface DepartureOptions {
  readonly departs?: readonly string[];
  readonly because?: readonly string[];
}

interface ProposeOptions
  extends OperationOptions,
    SigningOptions,
    AgentActOptions,
    ActionOptions,
    DepartureOptions {
  readonly reason: string;
  readonly alternative?: readonly string[];
  readonly matter?: string;
  readonly meeting?: string;
  readonly wait?: string;
}

export function addProposeCommand(cli: Cli): void {
  const command = cli.program
    .command('propose')
    .description('put a matter forward for decision')
    .requiredOption('--reason <words>', 'what drives it: why something should be decided')
    .option('--alternative <words>', 'another way that was looked at; repeatable', collect)
    .option('--matter <id>', 'the matter that it comes of')
    .option('--departs <rule>', 'a soft rule that it does not keep, by title or subject; repeatable', collect)
    .option('--because <words>', 'why it departs from that rule; as often as --departs', collect)
    .option(
      '--meeting <meeting>',
      'a meeting in which it is to be opened, by its subject or the id of its notice',
    )
    .option('--wait <span>', 'announce what you will decide alone, and wait: 3d, 12h');
  addActionOptions(addAgentActOptions(addSigningOptions(addOperationOptions(command)))).action(
    (options: ProposeOptions) => propose(cli, options),
  );
  addExample(
    command,
    'propose --give "4000 of Fund" --to "the roofer" --reason "The roof leaks." --alternative "We mend it ourselves."',
  );
}

async function propose(cli: Cli, options: ProposeOptions): Promise<void> {
  const output = cli.output(options);
  if (options.reason.trim() === '') throw new UsageError('--reason needs words.');
  assertCanAgree(options);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'proposal', {
      operations: await operationsFrom(options, session.client),
      ...(await domainFrom(options, session.client)),
      driver: { say: options.reason },
      ...(options.matter === undefined
        ? {}
        : { matter: await documentNamed(session.client, options.matter) }),
      ...(await departuresFrom(options, session.client)),
      ...(await agentActFrom(options, session)),
      ...(await actionsFrom(session.client, options, session.profile.identity.subject, Date.now())),
      ...(options.meeting === undefined
        ? {}
        : { opensIn: (await meetingNamed(session.client, options.meeting)).subject }),
      ...(options.wait === undefined ? {} : { waitSeconds: spanSeconds(options.wait, '--wait') }),
      alternatives: (options.alternative ?? []).map((words) => ({ say: words })),
    });
    const shown = await putForward(session.client, logged);
    output.result({ ...logged, rung: shown?.way.rung ?? null }, () =>
      loggedLines(logged, stepsOf(options, shown, logged.short)),
    );
  });
}

/** Each soft rule that it departs from, with its reason. */
export async function departuresFrom(
  { departs = [], because = [] }: DepartureOptions,
  client: Client,
): Promise<{ readonly departs?: JsonValue }> {
  if (departs.length !== because.length)
    throw new UsageError('Each --departs needs a --because, and the other way round.');
  if (departs.length === 0) return {};
  return {
    departs: await Promise.all(
      departs.map(async (name, place) => ({
        constraint: (await constraintNamed(client, name)).subject,
        reason: { say: because[place] ?? '' },
      })),
    ),
  };
}
