import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import type { Client } from '../../client/client.ts';
import { readLogged } from '../../client/log.ts';
import { ownFields } from '../adopt-thing.ts';
import { assertCanAgree } from '../ask.ts';
import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { type ActionOptions, actionsFrom, addActionOptions } from '../named-actions.ts';
import {
  addOperationOptions,
  domainFrom,
  type OperationOptions,
  operationsFrom,
  saysOperations,
} from '../operations.ts';
import { proposalNamed } from '../proposal-named.ts';
import { putForward, stepsOf } from '../proposal-steps.ts';
import type { Cli } from '../run-cli.ts';
import { type MemberSession, withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { collect } from '../values.ts';
import { type DepartureOptions, departuresFrom } from './propose.ts';

interface AmendOptions extends OperationOptions, SigningOptions, ActionOptions, DepartureOptions {
  readonly reason?: string;
  readonly explain?: readonly string[];
  readonly alternative?: readonly string[];
  readonly integrates?: readonly string[];
}

export function addAmendCommand(cli: Cli): void {
  const command = cli.program
    .command('amend')
    .description(
      'put forward your proposal in another version: what is not said stays; where it decides something else, all answer anew',
    )
    .argument('<proposal>', 'its id, or at least 8 characters of its beginning')
    .option(
      '--integrates <objection>',
      'an objection that this version takes up, by its id: an offer to its author; repeatable',
      collect,
    )
    .option(
      '--explain <words>',
      'one more explanation, which changes nothing of what is decided; repeatable',
      collect,
    )
    .option('--reason <words>', 'what drives it, in other words')
    .option('--alternative <words>', 'one more way that was looked at; repeatable', collect)
    .option('--departs <rule>', 'a soft rule that it does not keep, by title or subject; repeatable', collect)
    .option('--because <words>', 'why it departs from that rule; as often as --departs', collect);
  addActionOptions(addSigningOptions(addOperationOptions(command))).action(
    (proposal: string, options: AmendOptions) => amend(cli, proposal, options),
  );
  addExample(
    command,
    'amend ID --explain "The roofer can come in May."',
    'amend ID --text "We meet on Mondays." --integrates OBJECTION',
  );
}

async function amend(cli: Cli, name: string, options: AmendOptions): Promise<void> {
  const output = cli.output(options);
  assertCanAgree(options);
  await withMember(options, output, async (session) => {
    const { client } = session;
    const shown = await proposalNamed(client, name);
    const before = await readLogged(client, shown.id);
    if (before.type !== 'proposal') throw new UsageError(`“${name}” is a ${before.type}, and no proposal.`);
    const logged = await signAndLog(session, options, 'proposal', {
      ...keptFields(before, saysOperations(options)),
      ...(await saidAnew(session, options, before)),
    });
    const now = await putForward(client, logged);
    output.result({ ...logged, rung: now?.way.rung ?? null }, () =>
      loggedLines(logged, stepsOf(options, now, logged.short)),
    );
  });
}

/** What a version takes up is an offer of its own; of the rest each is meant as it stands by now. */
export function keptFields(before: Proposal, isDecidedAnew: boolean): JsonObject {
  const { integrates: _, binding: __, domain: ___, ...own } = ownFields(before);
  const { domain, matter, opensIn } = before;
  return {
    ...own,
    ...(isDecidedAnew ? {} : { binding: before.binding as JsonObject, domain: domain.subject }),
    ...(matter === undefined ? {} : { matter: matter.subject }),
    ...(opensIn === undefined ? {} : { opensIn: opensIn.subject }),
  };
}

async function saidAnew(
  { client, profile }: MemberSession,
  options: AmendOptions,
  before: Proposal,
): Promise<JsonObject> {
  const { reason, explain = [], alternative = [], integrates = [] } = options;
  return {
    ...(saysOperations(options) ? await decidedAnew(options, client, before) : {}),
    ...(reason === undefined ? {} : { driver: { say: reason } }),
    ...(explain.length === 0 ? {} : { explanation: [...before.explanation, ...explain.map(inWords)] }),
    ...(alternative.length === 0
      ? {}
      : { alternatives: [...before.alternatives, ...alternative.map(inWords)] }),
    ...(integrates.length === 0
      ? {}
      : { integrates: await Promise.all(integrates.map((id) => documentNamed(client, id))) }),
    ...(await departuresFrom(options, client)),
    ...(await actionsFrom(client, options, profile.identity.subject, Date.now())),
  };
}

/** The domain follows from what is decided, unless one is named; a text has no effect, so it stays where it was. */
async function decidedAnew(options: AmendOptions, client: Client, before: Proposal): Promise<JsonObject> {
  const named = options.text === undefined ? options : { domain: before.domain.subject, ...options };
  return {
    operations: [...(await operationsFrom(named, client))],
    ...(await domainFrom(named, client)),
  };
}

function inWords(words: string): JsonObject {
  return { say: words };
}
