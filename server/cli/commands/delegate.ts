import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Client } from '../../client/client.ts';
import { resourcesSchema } from '../../client/views.ts';
import { AMOUNT_FORM, amountIn, parseAmount } from '../amounts.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { domainNamed } from '../operations.ts';
import { personNamed, roleNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { collect, moment } from '../values.ts';

interface DelegateOptions extends SigningOptions {
  readonly until: string;
  readonly role?: string;
  readonly domain?: readonly string[];
  readonly most?: readonly string[];
  readonly reason?: string;
}

export function addDelegateCommand(cli: Cli): void {
  const command = cli.program
    .command('delegate')
    .description('let somebody else decide for you by a role that you hold, until a day')
    .argument('<person>', 'who, by name or subject')
    .requiredOption('--until <when>', 'until when, as 2027-05-31 or 14d; never longer than your term')
    .option('--role <name>', 'by which role, where you hold several')
    .option(
      '--domain <name>',
      'only in this domain; repeatable (default: all that the role decides)',
      collect,
    )
    .option('--most <amount>', `the most that one decision gives, as ${AMOUNT_FORM}; repeatable`, collect)
    .option('--reason <words>', 'why');
  addSigningOptions(command).action((person: string, options: DelegateOptions) =>
    delegate(cli, person, options),
  );
  addExample(command, 'delegate Cem --until 14d --most "500 of Fund"');
}

async function delegate(cli: Cli, person: string, options: DelegateOptions): Promise<void> {
  const output = cli.output(options);
  const endsAt = moment(options.until, '--until', Date.now());
  await withMember(options, output, async (session) => {
    const { client } = session;
    const { role, domain, reason } = options;
    const logged = await signAndLog(session, options, 'delegation', {
      to: await personNamed(client, person),
      endsAt,
      limits: await limitsFrom(options, client),
      ...(role === undefined ? {} : { role: (await roleNamed(client, role)).subject }),
      ...(domain === undefined
        ? {}
        : { domains: await Promise.all(domain.map((name) => domainNamed(name, client))) }),
      ...(reason === undefined ? {} : { reason: { say: reason } }),
    });
    output.result(logged, () =>
      loggedLines(logged, [`To take it back: ${commandLine(`withdraw ${logged.short}`)}`]),
    );
  });
}

async function limitsFrom({ most = [] }: DelegateOptions, client: Client): Promise<JsonObject[]> {
  if (most.length === 0) return [];
  const { resources } = await client.read('/resources', resourcesSchema);
  return most.map((text) => {
    const { resource, quantity } = amountIn(parseAmount(text, '--most'), resources, 'ours');
    const about = { effects: ['transfer', 'agreement'], resource: resource.subject };
    return { ...about, measure: 'amount', perDecision: quantity };
  });
}
