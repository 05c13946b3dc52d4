import { ProtocolError } from '../../../protocol/problem.ts';
import { agreementSchema } from '../../client/views.ts';
import { agreementLines, SEALED } from '../agreement-lines.ts';
import { assertCanAgree } from '../ask.ts';
import { negotiationNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { decidedLines } from './decide.ts';

interface RejectOptions extends SigningOptions {
  readonly reason: string;
}

const OVER: ReadonlySet<string> = new Set([...SEALED, 'lapsed', 'rejected', 'contested']);

export function addRejectCommand(cli: Cli): void {
  const command = cli.program
    .command('reject')
    .description('decide no to the terms on the table, with a reason that the others read')
    .argument('<negotiation>', 'its name, or a beginning of it of at least 8 characters')
    .requiredOption('--reason <words>', 'why: a no without reason helps nobody');
  addSigningOptions(command).action((negotiation: string, options: RejectOptions) =>
    reject(cli, negotiation, options),
  );
  addExample(command, 'reject NEGOTIATION --reason "We have no hours left this month."');
}

async function reject(cli: Cli, name: string, options: RejectOptions): Promise<void> {
  const output = cli.output(options);
  if (options.reason.trim() === '') throw new UsageError('--reason needs words.');
  assertCanAgree(options);
  await withMember(options, output, async (session) => {
    const negotiation = await negotiationNamed(session.client, name);
    const shown = await session.client.read(`/agreements/${negotiation}`, agreementSchema);
    if (OVER.has(shown.status) || shown.terms === null) {
      throw new ProtocolError('conflict', `There is nothing to reject: the negotiation is ${shown.status}.`);
    }
    for (const line of agreementLines(shown, options)) output.say(line);
    const logged = await signAndLog(session, options, 'decision', {
      operations: [{ op: 'decline', negotiation, terms: shown.terms }],
      reason: { say: options.reason },
    });
    output.result({ negotiation, terms: shown.terms, decision: logged }, () => decidedLines(logged, options));
  });
}
