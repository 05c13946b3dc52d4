import { ProtocolError } from '../../../protocol/problem.ts';
import type { AgreementShown } from '../../client/views.ts';
import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { addReportOptions, decideOnAgreement, type ReportOptions, textOf } from '../reports.ts';
import type { Cli } from '../run-cli.ts';
import { UsageError } from '../usage-error.ts';

interface AnswerOptions extends ReportOptions {
  readonly words: string;
  readonly question?: string;
}

/** `answer`: our answer to what another party asked about terms. Spec §8. */
export function addAnswerCommand(cli: Cli): void {
  const command = cli.program
    .command('answer')
    .description('answer what another party asked about the terms of a negotiation; it binds nobody')
    .argument('<negotiation>', 'its name, or a beginning of it of at least 8 characters')
    .requiredOption('--words <words>', 'the answer, for everybody to read')
    .option('--question <id>', 'which question (default: the only one of theirs that nobody has answered)');
  addReportOptions(command, { reason: 'They asked.' }).action((name: string, options: AnswerOptions) =>
    decideOnAgreement(cli, name, options, {
      needs: 'terms',
      operationOn: (shown, commons) => ({
        op: 'answer',
        ...questionNamed(shown, commons, options.question),
        text: textOf(options.words),
      }),
      follows: 'The others are told at once.',
    }),
  );
  addExample(command, 'answer NEGOTIATION --words "Yes, all of it."');
}

function questionNamed({ questions }: AgreementShown, commons: string, name: string | undefined) {
  const meant = questions.filter(({ id, commons: by, answers }) =>
    name === undefined ? by !== commons && answers.length === 0 : id === name || shortId(id).startsWith(name),
  );
  const [first] = meant;
  if (first === undefined)
    throw new ProtocolError(
      'conflict',
      'No question about these terms waits for an answer: see `agreements`.',
    );
  if (meant.length > 1) throw new UsageError('Several questions are meant: name one by --question.');
  return { question: first.id, terms: first.terms };
}
