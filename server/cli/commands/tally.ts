import { addExample } from '../examples.ts';
import { proposalNamed } from '../proposal-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { wholeNumber } from '../values.ts';

interface TallyOptions extends SigningOptions {
  readonly for: string;
  readonly against: string;
  readonly abstained: string;
}

export function addTallyCommand(cli: Cli): void {
  const command = cli.program
    .command('tally')
    .description('as a teller: say what was counted of a secret vote; two tellers who say the same decide it')
    .argument('<proposal>', 'its id, or at least 8 characters of its beginning')
    .requiredOption('--for <count>', 'ballots for it')
    .requiredOption('--against <count>', 'ballots against it')
    .option('--abstained <count>', 'ballots that say neither', '0');
  addSigningOptions(command).action((proposal: string, options: TallyOptions) =>
    tally(cli, proposal, options),
  );
  addExample(command, 'tally ID --for 12 --against 5 --abstained 1');
}

async function tally(cli: Cli, name: string, options: TallyOptions): Promise<void> {
  const output = cli.output(options);
  const counts = {
    yes: wholeNumber(options.for, '--for', 0),
    no: wholeNumber(options.against, '--against', 0),
    abstain: wholeNumber(options.abstained, '--abstained', 0),
  };
  await withMember(options, output, async (session) => {
    const { subject } = await proposalNamed(session.client, name);
    const logged = await signAndLog(session, options, 'tally', { proposal: subject, counts });
    const { unmet } = await proposalNamed(session.client, subject);
    const next = unmet.includes('tally')
      ? 'It is decided once another teller says the same.'
      : 'Two tellers say the same: it is decided.';
    output.result(logged, () => loggedLines(logged, [next]));
  });
}
