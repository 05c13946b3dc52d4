import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';

interface TestOptions extends SigningOptions {
  readonly reason: string;
}

const WORDS = { argument: true, 'no-argument': false } as const;

export function addTestObjectionCommand(cli: Cli): void {
  const command = cli.program
    .command('test-objection')
    .description('say whether an objection makes an argument at all; not whether it is right')
    .argument('<objection>', 'its id, or at least 8 characters of its beginning')
    .argument('<word>', Object.keys(WORDS).join(' or '))
    .requiredOption('--reason <words>', 'why you find so');
  addSigningOptions(command).action((objection: string, word: string, options: TestOptions) =>
    testObjection(cli, objection, word, options),
  );
  addExample(command, 'test-objection ID no-argument --reason "It repeats a wish and names no harm."');
}

async function testObjection(cli: Cli, name: string, word: string, options: TestOptions): Promise<void> {
  const output = cli.output(options);
  if (!isWord(word)) throw new UsageError(`Say ${Object.keys(WORDS).join(' or ')}, not “${word}”.`);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'objection-test', {
      of: await documentNamed(session.client, name),
      argumentMade: WORDS[word],
      reason: { say: options.reason },
    });
    output.result(logged, () => loggedLines(logged));
  });
}

function isWord(word: string): word is keyof typeof WORDS {
  return Object.hasOwn(WORDS, word);
}
