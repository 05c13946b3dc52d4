import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';

interface QuestionOptions extends SigningOptions {
  readonly words: string;
}

export function addQuestionCommand(cli: Cli): void {
  const command = cli.program
    .command('question')
    .description('ask what a decision means: whoever owns its domain rules on it within 72 hours')
    .argument('<decision>', 'its id, or at least 8 characters of its beginning')
    .requiredOption('--words <words>', 'the question');
  addSigningOptions(command).action((decision: string, options: QuestionOptions) =>
    question(cli, decision, options),
  );
  addExample(command, 'question ID --words "Does it hold on Sundays?"');
}

async function question(cli: Cli, name: string, options: QuestionOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'ruling-request', {
      decision: await documentNamed(session.client, name),
      question: { say: options.words },
    });
    output.result(logged, () =>
      loggedLines(logged, [
        `Whoever owns the domain answers: ${commandLine(`rule ${logged.short} interpreted --words "…"`)}`,
      ]),
    );
  });
}
