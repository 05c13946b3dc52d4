import { ProtocolError } from '../../../protocol/problem.ts';
import { numberText } from '../../amount-text.ts';
import type { AgreementShown } from '../../client/views.ts';
import { addExample } from '../examples.ts';
import { addReportOptions, type ReportOptions, report } from '../reports.ts';
import type { Cli } from '../run-cli.ts';
import { UsageError } from '../usage-error.ts';
import { wholeNumber } from '../values.ts';

interface DeliveredOptions extends ReportOptions {
  readonly promise?: string;
}

export function addDeliveredCommand(cli: Cli): void {
  const command = cli.program
    .command('delivered')
    .description('say that we have delivered what we promised in an agreement, or a part of it')
    .argument('<negotiation>', 'its name, or a beginning of it of at least 8 characters')
    .option('--promise <number>', 'which promise, as `agreements` counts them (default: our only open one)')
    .option('--quantity <number>', 'how much, in the smallest unit (default: all that is left)');
  addReportOptions(command).action((name: string, options: DeliveredOptions) =>
    report(cli, name, options, (shown, commons) => deliveryOf(shown, commons, options)),
  );
  addExample(command, 'delivered NEGOTIATION --quantity 600 --reason "Ten hours in the first week."');
}

function deliveryOf(
  { commitments }: AgreementShown,
  commons: string,
  { promise, quantity }: DeliveredOptions,
) {
  const place =
    promise === undefined ? onlyOpen(commitments, commons) : wholeNumber(promise, '--promise', 1) - 1;
  const known = commitments[place];
  if (known === undefined || known.provider !== commons)
    throw new UsageError(`Promise ${numberText(place + 1)} is not one of ours: see \`agreements\`.`);
  const left = known.kept?.left ?? 0;
  if (left === 0 && quantity === undefined)
    throw new ProtocolError('conflict', `Nothing is left of promise ${numberText(place + 1)} to deliver.`);
  return {
    said: 'delivered',
    commitment: place,
    quantity: quantity === undefined ? left : wholeNumber(quantity, '--quantity', 1),
  } as const;
}

function onlyOpen(commitments: AgreementShown['commitments'], commons: string): number {
  const open = [...commitments.entries()].filter(
    ([, { provider, kept }]) => provider === commons && (kept?.left ?? 0) > 0,
  );
  const [first] = open;
  if (first === undefined)
    throw new ProtocolError('conflict', 'There is nothing left of our promises to deliver.');
  if (open.length > 1) throw new UsageError('Several promises of ours are open: name one by --promise.');
  return first[0];
}
