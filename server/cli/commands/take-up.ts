import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { readLogged } from '../../client/log.ts';
import { assertCanAgree } from '../ask.ts';
import { addExample } from '../examples.ts';
import { proposalNamed } from '../proposal-named.ts';
import { putForward, stepsOf } from '../proposal-steps.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { keptFields } from './amend.ts';

/** What came to no decision, and can be put forward anew. Spec §6. */
const ENDED: ReadonlySet<string> = new Set(['stalled', 'lapsed', 'default', 'not-adopted', 'withdrawn']);

interface TakeUpOptions extends SigningOptions {
  readonly reason?: string;
}

export function addTakeUpCommand(cli: Cli): void {
  const command = cli.program
    .command('take-up')
    .description(
      'put forward, as yours, what its author took back; or anew, as it was, what stalled or ended without a yes',
    )
    .argument('<proposal>', 'its id, or at least 8 characters of its beginning')
    .option('--reason <words>', 'what drives it, in other words');
  addSigningOptions(command).action((proposal: string, options: TakeUpOptions) =>
    takeUp(cli, proposal, options),
  );
  addExample(command, 'take-up ID', 'take-up ID --reason "It rains in again."');
}

async function takeUp(cli: Cli, name: string, options: TakeUpOptions): Promise<void> {
  const output = cli.output(options);
  assertCanAgree(options);
  await withMember(options, output, async (session) => {
    const { client, profile } = session;
    const { id, state } = await proposalNamed(client, name);
    const before = await readLogged(client, id);
    if (before.type !== 'proposal') throw new UsageError(`“${name}” is a ${before.type}, and no proposal.`);
    if (!ENDED.has(state))
      throw new ProtocolError('conflict', `It has not ended without a yes: it is ${state}.`, { state });
    // One's own word that it is taken back stands: one puts it forward anew.
    const goesOn = state === 'withdrawn' && before.author !== profile.identity.subject;
    const { reason } = options;
    const logged = await signAndLog(session, options, 'proposal', {
      ...(goesOn ? keptFields(before, false) : anew(before)),
      ...(reason === undefined ? {} : { driver: { say: reason } }),
    });
    const shown = await putForward(client, logged);
    output.result({ ...logged, rung: shown?.way.rung ?? null }, () =>
      loggedLines(logged, stepsOf(options, shown, logged.short)),
    );
  });
}

/** Another matter with the same content; the meeting that it waited for is over. */
function anew(before: Proposal): JsonObject {
  const { subject: _, opensIn: __, ...kept } = keptFields(before, false);
  return kept;
}
