import { Option } from 'commander';
import { answerSchema } from '../../../protocol/documents/response.ts';
import { addClaimOptions, type ClaimOptions, claimsFrom } from '../claims.ts';
import { addExample } from '../examples.ts';
import { proposalNamed } from '../proposal-named.ts';
import { personNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';

interface RespondOptions extends SigningOptions, ClaimOptions {
  readonly reason?: string;
  readonly ground?: string;
  readonly for?: string;
}

export function addRespondCommand(cli: Cli): void {
  const command = cli.program
    .command('respond')
    .description('answer a proposal that a circle decides; a newer answer takes the place of an older one')
    .argument('<proposal>', 'its id, or at least 8 characters of its beginning')
    .argument('<answer>', answerSchema.options.join(', '))
    .option('--reason <words>', 'why; who stands aside or blocks says so')
    .addOption(
      new Option('--ground <ground>', 'what a block rests on').choices(['purpose', 'value', 'safety']),
    )
    .option('--for <person>', 'at a vote: in whose name, by a proxy of theirs');
  addClaimOptions(command, false);
  addSigningOptions(command).action((proposal: string, answer: string, options: RespondOptions) =>
    respond(cli, proposal, answer, options),
  );
  addExample(
    command,
    'respond ID consent',
    'respond ID block --ground safety --reason "The cellar floods every spring."',
  );
}

async function respond(cli: Cli, name: string, answer: string, options: RespondOptions): Promise<void> {
  const output = cli.output(options);
  const value = answerSchema.safeParse(answer);
  if (!value.success) {
    throw new UsageError(`“${answer}” is no answer; the answers are ${answerSchema.options.join(', ')}.`);
  }
  await withMember(options, output, async (session) => {
    const { subject } = await proposalNamed(session.client, name);
    const logged = await signAndLog(session, options, 'response', {
      proposal: subject,
      value: value.data,
      ...(options.reason === undefined ? {} : { text: { say: options.reason } }),
      ...(options.ground === undefined ? {} : { ground: options.ground }),
      ...(options.for === undefined ? {} : { for: await personNamed(session.client, options.for) }),
      ...(await claimsFrom(session.client, options)),
    });
    output.result(logged, () => loggedLines(logged));
  });
}
