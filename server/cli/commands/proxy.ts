import type { Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Client } from '../../client/client.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { meetingNamed } from '../meeting-named.ts';
import { proposalNamed } from '../proposal-named.ts';
import { personNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { moment } from '../values.ts';

interface ProxyOptions extends SigningOptions {
  readonly until?: string;
  readonly circle?: string;
  readonly vote?: string;
  readonly meeting?: string;
}

export function addProxyCommand(cli: Cli): void {
  const command = cli.program
    .command('proxy')
    .description('let somebody answer in your name when a circle votes; what you answer yourself wins')
    .argument('<person>', 'who holds it, by name or subject')
    .option('--until <time>', 'when it ends: a day, a time, or a span from now as 30d; a year at the most')
    .option('--circle <subject>', 'the circle that votes, by its subject')
    .option('--vote <proposal>', 'or the circle that is asked about this proposal')
    .option('--meeting <meeting>', 'or for one meeting of its circle: for what is dealt with there');
  addSigningOptions(command).action((person: string, options: ProxyOptions) => proxy(cli, person, options));
  addExample(command, 'proxy Ben --vote ID --until 30d', 'proxy Ben --meeting ID');
}

async function proxy(cli: Cli, person: string, options: ProxyOptions): Promise<void> {
  const output = cli.output(options);
  const { circle, vote, meeting, until } = options;
  if ([circle, vote, meeting].filter((one) => one !== undefined).length !== 1)
    throw new UsageError('Say for which circle: --circle, --vote or --meeting, one of the three.');
  if (until === undefined && meeting === undefined)
    throw new UsageError('Say when it ends: --until; only for a meeting that goes without saying.');
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'proxy', {
      to: await personNamed(session.client, person),
      ...(until === undefined ? {} : { endsAt: moment(until, '--until', Date.now()) }),
      ...(meeting === undefined ? {} : { meeting: (await meetingNamed(session.client, meeting)).subject }),
      ...(circle === undefined ? {} : { circle }),
      ...(vote === undefined ? {} : { circle: await circleAsked(session.client, vote) }),
    });
    output.result(logged, () =>
      loggedLines(logged, [`To take it back: ${commandLine(`withdraw ${logged.short}`)}`]),
    );
  });
}

/** Whoever is asked about a proposal: what is signed names the circle, not the vote. */
async function circleAsked(client: Client, vote: string): Promise<Subject> {
  const { id, asked } = await proposalNamed(client, vote);
  if (asked === null) throw new ProtocolError('conflict', 'Nobody is asked about this proposal yet.', { id });
  return asked.circle;
}
