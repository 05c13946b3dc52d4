import * as z from 'zod';
import { documentIdSchema } from '../../../protocol/ids.ts';
import { formatMillis, SECOND } from '../../../protocol/time.ts';
import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { domainNamed } from '../operations.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember, withServer } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { tableLines } from '../table.ts';
import { pastMoment } from '../values.ts';

/** `GET /emergencies` */
const emergenciesSchema = z.looseObject({
  emergencies: z.array(
    z.looseObject({
      id: documentIdSchema,
      by: z.string(),
      at: z.string(),
      did: z.string().nullable(),
      standing: z.string(),
      until: z.string(),
    }),
  ),
});

interface ReportOptions extends SigningOptions {
  readonly harm: string;
  readonly did: string;
  readonly at: string;
  readonly domain: string;
}

export function addEmergencyCommand(cli: Cli): void {
  const emergency = cli.program
    .command('emergency')
    .description('what members did outside their right to avert harm');
  const list = emergency.command('list').description('all of them, and what became of each');
  addServerOptions(list).action((options: ServerOptions) => listEmergencies(cli, options));
  addExample(list, 'emergency list');
  const report = emergency
    .command('report')
    .description(
      'report within a day what you did; whoever decides there ratifies or reverses it within seven',
    )
    .requiredOption('--harm <words>', 'the harm that you averted')
    .requiredOption('--did <words>', 'what you did')
    .requiredOption('--at <time>', 'when: a time, or how long ago as 2h')
    .requiredOption('--domain <name>', 'whose matter it was: the domain, by title or subject');
  addSigningOptions(report).action((options: ReportOptions) => reportEmergency(cli, options));
  addExample(
    report,
    'emergency report --harm "The cellar was filling." --did "I shut the valve." --at 2h --domain "House"',
  );
}

async function listEmergencies(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read('/emergencies', emergenciesSchema);
    const rows = answer.emergencies.map(({ id, standing, until, by, did }) => [
      shortId(id),
      standing === 'reported' ? `to be ratified until ${until}` : standing,
      by,
      did ?? '(not shown here)',
    ]);
    output.result(answer, () =>
      rows.length === 0 ? ['There has been none.'] : tableLines(['id', 'standing', 'by', 'what'], rows, true),
    );
  });
}

async function reportEmergency(cli: Cli, options: ReportOptions): Promise<void> {
  const output = cli.output(options);
  const actedAt = formatMillis(Math.floor(pastMoment(options.at, '--at', Date.now()) / SECOND) * SECOND);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'emergency-act', {
      domain: await domainNamed(options.domain, session.client),
      actedAt,
      harm: { say: options.harm },
      did: { say: options.did },
    });
    output.result(logged, () =>
      loggedLines(logged, [
        `Whoever decides there rules on it: ${commandLine(`rule ${logged.short} ratified --words "…"`)}`,
      ]),
    );
  });
}
