import { Argument } from 'commander';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Client } from '../../client/client.ts';
import { readLogged } from '../../client/log.ts';
import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { putForward, stepsOf } from '../proposal-steps.ts';
import { ruledOn } from '../ruled-on.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { decidedLines } from './decide.ts';

const RULINGS = ['interpreted', 'kept', 'upheld', 'remanded', 'reversed', 'vetoed', 'ratified'];
/** A challenge is settled one rung up: by a circle, that is, and so by way of a proposal. */
const SETTLING: ReadonlySet<string> = new Set(['upheld', 'remanded', 'reversed', 'vetoed']);

interface RuleOptions extends SigningOptions {
  readonly words: string;
  readonly propose?: true;
}

export function addRuleCommand(cli: Cli): void {
  const command = cli.program
    .command('rule')
    .description(
      'give a word on a decision, on a question about it or a challenge of it, or on an act in an emergency',
    )
    .argument(
      '<id>',
      'the question, the challenge, the decision that is kept or vetoed, or the act in an emergency',
    )
    .addArgument(new Argument('<ruling>', 'the word').choices(RULINGS))
    .requiredOption('--words <words>', 'what it means, or why')
    .option(
      '--propose',
      'put it forward though you could decide it: what a circle owns is put forward anyway',
    );
  addSigningOptions(command).action((id: string, ruling: string, options: RuleOptions) =>
    rule(cli, id, ruling, options),
  );
  addExample(
    command,
    'rule ID interpreted --words "Also on Sundays."',
    'rule ID reversed --words "They were right."',
  );
}

async function rule(cli: Cli, name: string, ruling: string, options: RuleOptions): Promise<void> {
  const output = cli.output(options);
  const text = { say: options.words };
  await withMember(options, output, async (session) => {
    const on = await documentNamed(session.client, name);
    const document = await readLogged(session.client, on);
    const operations = [{ op: 'rule', on, decision: ruledOn(document, on), ruling, text }];
    const settles = SETTLING.has(ruling) && document.type !== 'emergency-act';
    const alone = { operations, reason: text };
    if (options.propose !== true && !settles && !(await isPutForward(session.client, alone))) {
      const decided = await signAndLog(session, options, 'decision', alone);
      output.result(decided, () => decidedLines(decided, options));
      return;
    }
    const proposed = await signAndLog(session, options, 'proposal', { operations, driver: text });
    const shown = await putForward(session.client, proposed);
    output.result(proposed, () => loggedLines(proposed, stepsOf(options, shown, proposed.short)));
  });
}

/** What is said of a decision that has to be put forward first: a circle decides it, or others are asked before. */
const PUT_FORWARD: ReadonlySet<unknown> = new Set(['wrong-rung', 'not-open']);

/** Whether nobody could decide it just so: a circle owns the domain, it fell to one, or a role asks before it decides. */
async function isPutForward(client: Client, wish: JsonObject): Promise<boolean> {
  try {
    const { verdict } = await client.draft('decision', wish);
    return verdict.status === 'not-counted' && PUT_FORWARD.has(verdict.code);
  } catch (error) {
    if (error instanceof ProtocolError && PUT_FORWARD.has(error.extensions.code)) return true;
    throw error;
  }
}
