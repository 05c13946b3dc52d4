import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { roleNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { moment } from '../values.ts';

interface CallOptions extends SigningOptions {
  readonly words: string;
  readonly until?: string;
}

interface AnswerOptions extends SigningOptions {
  readonly words?: string;
}

export function addCallCommand(cli: Cli): void {
  const call = cli.program.command('call').description('look for people who would take on a role');
  const open = call
    .command('open')
    .description('ask who would; only if nobody comes somebody goes on beyond the most terms in a row')
    .argument('<role>', 'by name or subject')
    .requiredOption('--words <words>', 'what you say to them')
    .option('--until <when>', 'until when, as 2027-05-31 or 14d (default: seven days, which is the least)');
  addSigningOptions(open).action((role: string, options: CallOptions) => callOut(cli, role, options));
  addExample(open, 'call open Treasurer --words "Who looks after the fund next year?"');
  const answer = call
    .command('answer')
    .description('say that you would')
    .argument('<call>', 'its id, or at least 8 characters of its beginning')
    .option('--words <words>', 'what you say to it');
  addSigningOptions(answer).action((id: string, options: AnswerOptions) => answerTo(cli, id, options));
  addExample(answer, 'call answer ID');
}

async function callOut(cli: Cli, name: string, options: CallOptions): Promise<void> {
  const output = cli.output(options);
  const { until, words } = options;
  const closes = until === undefined ? {} : { closesAt: moment(until, '--until', Date.now()) };
  await withMember(options, output, async (session) => {
    const { subject } = await roleNamed(session.client, name);
    const logged = await signAndLog(session, options, 'call', {
      role: subject,
      text: { say: words },
      ...closes,
    });
    output.result(logged, () =>
      loggedLines(logged, [`Whoever would: ${commandLine(`call answer ${logged.short}`)}`]),
    );
  });
}

async function answerTo(cli: Cli, name: string, options: AnswerOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'call-answer', {
      call: await documentNamed(session.client, name),
      ...(options.words === undefined ? {} : { text: { say: options.words } }),
    });
    output.result(logged, () => loggedLines(logged));
  });
}
