import { ProtocolError } from '../../../protocol/problem.ts';
import type { AgreementShown } from '../../client/views.ts';
import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { addReportOptions, type ReportOptions, report } from '../reports.ts';
import type { Cli } from '../run-cli.ts';
import { UsageError } from '../usage-error.ts';
import { wholeNumber } from '../values.ts';

interface ReceivedOptions extends ReportOptions {
  readonly delivery?: string;
}

export function addReceivedCommand(cli: Cli): void {
  const command = cli.program
    .command('received')
    .description('say what has come of a delivery: less than all of it is a claim that the other reads')
    .argument('<negotiation>', 'its name, or a beginning of it of at least 8 characters')
    .option('--delivery <id>', 'which delivery (default: the only one that has no answer)')
    .option('--quantity <number>', 'how much has come, in the smallest unit (default: all of it)');
  addReportOptions(command).action((name: string, options: ReceivedOptions) =>
    report(cli, name, options, (shown, commons) => receiptOf(shown, commons, options)),
  );
  addExample(command, 'received NEGOTIATION --quantity 500 --reason "One and a half hours did not come."');
}

function receiptOf(shown: AgreementShown, commons: string, { delivery, quantity }: ReceivedOptions) {
  const { commitment, id, quantity: delivered } = deliveryNamed(shown, commons, delivery);
  return {
    said: 'received',
    commitment,
    quantity: quantity === undefined ? delivered : wholeNumber(quantity, '--quantity', 0),
    of: id,
  } as const;
}

/** The delivery to us that is named, or the only one that nobody has answered. */
function deliveryNamed({ commitments }: AgreementShown, commons: string, name: string | undefined) {
  const ours = [...commitments.entries()].flatMap(([commitment, { receiver, kept }]) =>
    receiver === commons ? (kept?.deliveries ?? []).map((one) => ({ commitment, ...one })) : [],
  );
  const meant = ours.filter(({ id, received }) =>
    name === undefined ? received === null : id === name || shortId(id) === name,
  );
  const [first] = meant;
  if (first !== undefined && meant.length === 1) return first;
  if (meant.length > 1) throw new UsageError('Several deliveries have no answer: name one by --delivery.');
  throw new ProtocolError(
    'not-found',
    name === undefined
      ? 'No delivery waits for our word. That more has come of one that has it, say with --delivery.'
      : 'There is no such delivery to us.',
  );
}
