import { type AgentActOptions, addAgentActOptions, agentActFrom } from '../agent-act.ts';
import { addExample } from '../examples.ts';
import { proposalNamed } from '../proposal-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { collect } from '../values.ts';

const STANCES = ['for', 'against', 'neutral'];

interface AdviseOptions extends SigningOptions, AgentActOptions {
  readonly words: string;
  readonly alternative?: readonly string[];
}

export function addAdviseCommand(cli: Cli): void {
  const command = cli.program
    .command('advise')
    .description('give advice on a proposal; a newer one takes the place of an older one')
    .argument('<proposal>', 'its id, or at least 8 characters of its beginning')
    .argument('<stance>', STANCES.join(', '))
    .requiredOption('--words <words>', 'the advice')
    .option('--alternative <words>', 'another way that was looked at; repeatable', collect);
  addAgentActOptions(addSigningOptions(command)).action(
    (proposal: string, stance: string, options: AdviseOptions) => advise(cli, proposal, stance, options),
  );
  addExample(command, 'advise ID against --words "The pipes come first: they leak already."');
}

async function advise(cli: Cli, name: string, stance: string, options: AdviseOptions): Promise<void> {
  const output = cli.output(options);
  if (!STANCES.includes(stance)) throw new UsageError(`Say ${STANCES.join(', ')}, not “${stance}”.`);
  await withMember(options, output, async (session) => {
    const { subject } = await proposalNamed(session.client, name);
    const logged = await signAndLog(session, options, 'advice', {
      proposal: subject,
      stance,
      text: { say: options.words },
      ...(options.alternative === undefined
        ? {}
        : { alternatives: options.alternative.map((words) => ({ say: words })) }),
      ...(await agentActFrom(options, session)),
    });
    output.result(logged, () => loggedLines(logged));
  });
}
