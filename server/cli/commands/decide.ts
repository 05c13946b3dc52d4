import type { JsonObject } from '../../../protocol/canonical.ts';
import { subjectSchema } from '../../../protocol/ids.ts';
import type { Client } from '../../client/client.ts';
import { readLogged } from '../../client/log.ts';
import { type AnswerOptions, consultedFrom } from '../advice-answers.ts';
import { type AgentActOptions, addAgentActOptions, agentActFrom } from '../agent-act.ts';
import { assertCanAgree } from '../ask.ts';
import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine, nextCommand } from '../invocation.ts';
import { type ActionOptions, actionsFrom, addActionOptions } from '../named-actions.ts';
import {
  addOperationOptions,
  domainFrom,
  type OperationOptions,
  operationsFrom,
  saysOperations,
} from '../operations.ts';
import { orPropose } from '../propose-hint.ts';
import type { Cli } from '../run-cli.ts';
import { type ServerOptions, withMember } from '../session.ts';
import {
  addSigningOptions,
  type Logged,
  loggedLines,
  type SigningOptions,
  signAndLog,
} from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { collect, moment } from '../values.ts';

interface DecideOptions
  extends OperationOptions,
    SigningOptions,
    AnswerOptions,
    AgentActOptions,
    ActionOptions {
  readonly reason: string;
  readonly alternative?: readonly string[];
  readonly proposal?: string;
  readonly turnDown?: boolean;
  readonly reviewAt?: string;
}

export function addDecideCommand(cli: Cli): void {
  const command = cli.program
    .command('decide')
    .description('decide what your role lets you decide alone, or with a second signature')
    .requiredOption('--reason <words>', 'why: every decision has a reason')
    .option('--alternative <words>', 'another way that was looked at; repeatable', collect)
    .option('--proposal <id>', 'decide this proposal, in place of saying what is decided')
    .option('--turn-down', 'decide against it')
    .option(
      '--answer <text>',
      'to advice of somebody who was asked: “ID adopted|partly|not-adopted why”; repeatable',
      collect,
    )
    .option(
      '--answer-others <text>',
      'to the advice of all others together: “adopted|partly|not-adopted why”',
    )
    .option(
      '--review-at <when>',
      'when it is looked at again, as 2027-05-31 or 90d (default: as the domain has it)',
    );
  addActionOptions(addAgentActOptions(addSigningOptions(addOperationOptions(command)))).action(
    (options: DecideOptions) => decide(cli, options),
  );
  addExample(
    command,
    'decide --give "120 of Work" --to "the school garden" --reason "They asked us."',
    'decide --proposal ID --reason "We can afford it."',
  );
}

async function decide(cli: Cli, options: DecideOptions): Promise<void> {
  const output = cli.output(options);
  if (options.reason.trim() === '') throw new UsageError('--reason needs words.');
  if (options.proposal !== undefined && (saysOperations(options) || options.domain !== undefined)) {
    throw new UsageError('--proposal says what is decided: leave the other options for it out.');
  }
  const reviewAt =
    options.reviewAt === undefined ? {} : { reviewAt: moment(options.reviewAt, '--review-at', Date.now()) };
  assertCanAgree(options);
  await withMember(options, output, async (session) => {
    const wish = {
      ...(await matterOf(options, session.client)),
      ...(await consultedFrom(options, session.client)),
      ...(await agentActFrom(options, session)),
      ...(await actionsFrom(session.client, options, session.profile.identity.subject, Date.now())),
      reason: { say: options.reason },
      alternatives: (options.alternative ?? []).map((words) => ({ say: words })),
      ...(options.turnDown === true ? { result: 'not-adopted' } : {}),
      ...reviewAt,
    };
    const decideIt = () => signAndLog(session, options, 'decision', wish);
    // A proposal that is there already needs no other one.
    const logged = await (options.proposal === undefined
      ? orPropose(`Put it forward, for whoever decides it: ${commandLine('propose …')}`, decideIt)
      : decideIt());
    output.result(logged, () => decidedLines(logged, options));
  });
}

/**
 * What a person reads after they decided.
 *
 * @param next what the decision makes possible, once it counts.
 */
export function decidedLines(
  logged: Logged,
  options: ServerOptions,
  next: readonly string[] = [],
): readonly string[] {
  const { verdict, short } = logged;
  return loggedLines(logged, [
    `Who decided it, by what right, and why: ${nextCommand(options, `why ${short}`)}`,
    ...(verdict.status === 'pending'
      ? [`Within 72 hours somebody else who holds the role signs too: ${commandLine(`confirm ${short}`)}`]
      : next),
  ]);
}

async function matterOf(options: DecideOptions, client: Client): Promise<JsonObject> {
  if (options.proposal === undefined) {
    return { operations: await operationsFrom(options, client), ...(await domainFrom(options, client)) };
  }
  const subject = subjectSchema.safeParse(options.proposal);
  if (subject.success) return { proposal: subject.data };
  const document = await readLogged(client, await documentNamed(client, options.proposal));
  if (document.type === 'proposal') return { proposal: document.subject };
  throw new UsageError(`“${options.proposal}” is no proposal but a document of the type ${document.type}.`);
}
