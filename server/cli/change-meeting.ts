import type { Command } from 'commander';
import { addExample } from './examples.ts';
import { meetingNamed } from './meeting-named.ts';
import { proposalNamed } from './proposal-named.ts';
import { personNamed } from './role-named.ts';
import type { Cli } from './run-cli.ts';
import { withMember } from './session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from './sign-and-log.ts';
import { collect, moment } from './values.ts';

interface ChangeOptions extends SigningOptions {
  readonly at?: string;
  readonly where?: string;
  readonly ledBy?: string;
  readonly minutesBy?: string;
  readonly proposal?: readonly string[];
  readonly about?: readonly string[];
}

interface CallOffOptions extends SigningOptions {
  readonly because: string;
}

/** A meeting that was called is changed or called off by whoever called it or leads it. Spec §14. */
export function addChangeCommands(cli: Cli, meeting: Command): void {
  const change = meeting
    .command('change')
    .description('change a meeting that is to come; another time or place is announced anew')
    .argument('<meeting>', 'its subject, or the id of its notice')
    .option('--at <time>', 'when it begins: a time, or a span from now as 4d')
    .option('--where <words>', 'where it is')
    .option('--led-by <person>', 'who leads it')
    .option('--minutes-by <person>', 'who takes the minutes')
    .option('--proposal <id>', 'the agenda anew: a proposal; repeatable', collect)
    .option('--about <words>', 'the agenda anew: something else; repeatable', collect);
  addSigningOptions(change).action((name: string, options: ChangeOptions) =>
    changeMeeting(cli, name, options),
  );
  addExample(change, 'meeting change SUBJECT --at 6d --minutes-by Cem');

  const off = meeting
    .command('call-off')
    .description('call a meeting off; what waited for it is opened when it was to begin')
    .argument('<meeting>', 'its subject, or the id of its notice')
    .requiredOption('--because <words>', 'why');
  addSigningOptions(off).action((name: string, options: CallOffOptions) => callOff(cli, name, options));
  addExample(off, 'meeting call-off SUBJECT --because "The hall is flooded."');
}

async function changeMeeting(cli: Cli, name: string, options: ChangeOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const { client } = session;
    const { at, where, ledBy, minutesBy, proposal = [], about = [] } = options;
    const proposals = await Promise.all(proposal.map((text) => proposalNamed(client, text)));
    const agenda = [
      ...proposals.map(({ subject }) => ({ proposal: subject })),
      ...about.map((words) => ({ about: { say: words } })),
    ];
    const logged = await signAndLog(session, options, 'meeting', {
      subject: (await meetingNamed(client, name)).subject,
      ...(at === undefined ? {} : { startsAt: moment(at, '--at', Date.now()) }),
      ...(where === undefined ? {} : { place: { say: where } }),
      ...(ledBy === undefined ? {} : { facilitator: await personNamed(client, ledBy) }),
      ...(minutesBy === undefined ? {} : { minuteTaker: await personNamed(client, minutesBy) }),
      ...(agenda.length === 0 ? {} : { agenda }),
    });
    output.result(logged, () => loggedLines(logged));
  });
}

async function callOff(cli: Cli, name: string, options: CallOffOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'meeting', {
      subject: (await meetingNamed(session.client, name)).subject,
      calledOff: { say: options.because },
    });
    output.result(logged, () => loggedLines(logged));
  });
}
