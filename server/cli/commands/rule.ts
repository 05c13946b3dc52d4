import { Argument } from 'commander';
import { readLogged } from '../../client/log.ts';
import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';

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
    .option('--propose', 'put it forward instead of deciding it: where a circle owns the domain');
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
    const about = document.type === 'challenge' || document.type === 'ruling-request';
    const decision = about ? document.decision.id : on;
    const operations = [{ op: 'rule', on, decision, ruling, text }];
    const proposes = options.propose === true || (SETTLING.has(ruling) && document.type !== 'emergency-act');
    const logged = proposes
      ? await signAndLog(session, options, 'proposal', { operations, driver: text })
      : await signAndLog(session, options, 'decision', { operations, reason: text });
    output.result(logged, () => loggedLines(logged));
  });
}
