import { formatMillis, SECOND } from '../../../protocol/time.ts';
import { amountText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Client } from '../../client/client.ts';
import { homeSchema, resourcesSchema } from '../../client/views.ts';
import { systemRandom } from '../../random.ts';
import { AMOUNT_FORM, amountIn, parseAmount } from '../amounts.ts';
import { addExample } from '../examples.ts';
import { commandLine, nextCommand } from '../invocation.ts';
import { domainNamed } from '../operations.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember, withServer } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { moment } from '../values.ts';

interface AddOptions extends SigningOptions {
  readonly of: string;
  readonly domain?: string;
  readonly circle?: string;
  readonly until: string;
  readonly reason: string;
}

export function addBudgetCommand(cli: Cli): void {
  const budget = cli.program.command('budget').description('what is set aside of a resource, for whom');
  const add = budget
    .command('add')
    .description(
      'set so much of a resource aside, for a circle or a domain, for a time: drafts it, and decides',
    )
    .argument('<title>', 'how people call it')
    .requiredOption('--of <amount>', `how much of what, as ${AMOUNT_FORM}`)
    .requiredOption('--until <time>', 'when it ends: a day, a time, or a span from now as 90d')
    .requiredOption('--reason <words>', 'why')
    .option('--domain <name>', 'the domain that may draw on it, by title or subject')
    .option('--circle <subject>', 'or the circle, by its subject');
  addSigningOptions(add).action((title: string, options: AddOptions) => addBudget(cli, title, options));
  addExample(
    add,
    'budget add Spring --of "6000 of Work" --domain "Sharing and spending" --until 90d --reason "The garden."',
  );
  const list = budget.command('list').description('budgets in force, and how much of each is left');
  addServerOptions(list).action((options: ServerOptions) => listBudgets(cli, options));
  addExample(list, 'budget list');
}

async function addBudget(cli: Cli, title: string, options: AddOptions): Promise<void> {
  const output = cli.output(options);
  const { circle, domain } = options;
  if ((circle === undefined) === (domain === undefined))
    throw new UsageError('Say for whom: --domain or --circle, one of the two.');
  await withMember(options, output, async (session) => {
    const { client } = session;
    const { resources } = await client.read('/resources', resourcesSchema);
    const { resource, quantity } = amountIn(parseAmount(options.of, '--of'), resources, 'ours');
    const home = await client.read('/commons', homeSchema);
    const subject = systemRandom.subject();
    const now = Math.floor(Date.now() / SECOND) * SECOND;
    const drafted = await signAndLog(session, options, 'budget', {
      subject,
      title: { [Object.keys(home.name)[0] ?? 'en']: title },
      resource: { subject: resource.subject, id: resource.id },
      quantity,
      for: await drawers(client, circle, domain),
      period: { startsAt: formatMillis(now), endsAt: moment(options.until, '--until', now) },
    });
    const decided = await signAndLog(session, options, 'decision', {
      operations: [{ op: 'adopt', adopts: { type: 'budget', subject, id: drafted.id } }],
      reason: { say: options.reason },
      alternatives: [],
    });
    output.result({ subject, budget: drafted, decision: decided }, () =>
      loggedLines(decided, [
        `Draw on it: ${nextCommand(options, `decide --give "1 of …" --to "…" --budget ${subject} --reason "…"`)}`,
      ]),
    );
  });
}

async function drawers(client: Client, circle: string | undefined, domain: string | undefined) {
  return circle === undefined
    ? { kind: 'domain', subject: await domainNamed(domain ?? '', client) }
    : { kind: 'circle', subject: circle };
}

async function listBudgets(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const { budgets } = await client.read('/resources', resourcesSchema);
    const rows = budgets.map(({ title, left, quantity, unit, endsAt, subject }) => [
      anyLanguage(title),
      `${amountText(left, unit)} of ${amountText(quantity, unit)}`,
      endsAt,
      subject,
    ]);
    output.result({ budgets }, () =>
      rows.length === 0
        ? [`There is none yet: ${commandLine('budget add --help')}`]
        : tableLines(['budget', 'left', 'until', 'subject'], rows),
    );
  });
}
