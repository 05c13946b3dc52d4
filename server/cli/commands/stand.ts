import { ProtocolError } from '../../../protocol/problem.ts';
import { readLogged } from '../../client/log.ts';
import { addExample } from '../examples.ts';
import { proposalNamed } from '../proposal-named.ts';
import type { Cli } from '../run-cli.ts';
import { type MemberSession, withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';

interface StandOptions extends SigningOptions {
  readonly decline?: boolean;
  readonly words?: string;
}

export function addStandCommand(cli: Cli): void {
  const command = cli.program
    .command('stand')
    .description('say yes to a nomination, by signing the term that is to be filled; or no')
    .argument('<selection>', 'its id, or at least 8 characters of its beginning')
    .option('--decline', 'you do not stand, or not any more')
    .option('--words <words>', 'what you say to it');
  addSigningOptions(command).action((selection: string, options: StandOptions) =>
    stand(cli, selection, options),
  );
  addExample(command, 'stand ID', 'stand ID --decline');
}

async function stand(cli: Cli, name: string, options: StandOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const { subject, id } = await proposalNamed(session.client, name);
    const accepts = options.decline !== true;
    const logged = await signAndLog(session, options, 'candidacy', {
      proposal: subject,
      accepts,
      ...(accepts ? { mandate: await signTerm(session, options, id) } : {}),
      ...(options.words === undefined ? {} : { text: { say: options.words } }),
    });
    output.result(logged, () => loggedLines(logged));
  });
}

/** Nobody holds a role for which they have not signed. */
async function signTerm(session: MemberSession, options: StandOptions, selection: string): Promise<string> {
  const proposal = await readLogged(session.client, selection as never); // an id that the server gave
  const [asked] = proposal.type === 'proposal' ? proposal.binding.operations : [];
  if (asked?.op !== 'select')
    throw new ProtocolError('conflict', 'This proposal selects nobody for a role.', { id: selection });
  const { id } = await signAndLog(session, options, 'mandate', {
    role: { ...asked.role },
    holder: session.member.author,
    startsAt: asked.startsAt,
    endsAt: asked.endsAt,
  });
  return id;
}
