import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { proposalNamed } from '../proposal-named.ts';
import { personNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';

interface NominateOptions extends SigningOptions {
  readonly reason: string;
}

export function addNominateCommand(cli: Cli): void {
  const command = cli.program
    .command('nominate')
    .description('say whom you would see in a role, and why; a newer word replaces an older one')
    .argument('<selection>', 'its id, or at least 8 characters of its beginning')
    .argument('<person>', 'who, by name or subject')
    .requiredOption('--reason <words>', 'why');
  addSigningOptions(command).action((selection: string, person: string, options: NominateOptions) =>
    nominate(cli, selection, person, options),
  );
  addExample(command, 'nominate ID Cem --reason "He asks before he acts."');
}

async function nominate(cli: Cli, name: string, person: string, options: NominateOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const { client } = session;
    const { subject, id } = await proposalNamed(client, name);
    const logged = await signAndLog(session, options, 'nomination', {
      proposal: subject,
      nominee: await personNamed(client, person),
      reason: { say: options.reason },
    });
    output.result(logged, () =>
      loggedLines(logged, [`They say whether they stand: ${commandLine(`stand ${shortId(id)}`)}`]),
    );
  });
}
