import { addExample } from '../examples.ts';
import { proposalNamed } from '../proposal-named.ts';
import { personNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';

interface ApproveOptions extends SigningOptions {
  readonly none?: boolean;
}

export function addApproveCommand(cli: Cli): void {
  const command = cli.program
    .command('approve')
    .description('your ballot for a role: everybody of whom you approve; a newer one replaces an older one')
    .argument('<selection>', 'its id, or at least 8 characters of its beginning')
    .argument('[people...]', 'who, by name or subject')
    .option('--none', 'none of these');
  addSigningOptions(command).action((selection: string, people: string[], options: ApproveOptions) =>
    approve(cli, selection, people, options),
  );
  addExample(command, 'approve ID Cem Dia', 'approve ID --none');
}

async function approve(
  cli: Cli,
  name: string,
  people: readonly string[],
  options: ApproveOptions,
): Promise<void> {
  const output = cli.output(options);
  if ((people.length === 0) !== (options.none === true))
    throw new UsageError('Name everybody of whom you approve, or say --none.');
  await withMember(options, output, async (session) => {
    const { client } = session;
    const { subject } = await proposalNamed(client, name);
    const approves: string[] = [];
    for (const person of people) approves.push(await personNamed(client, person));
    const logged = await signAndLog(session, options, 'approval', { proposal: subject, approves });
    output.result(logged, () => loggedLines(logged));
  });
}
