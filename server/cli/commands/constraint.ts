import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Client } from '../../client/client.ts';
import { constraintsSchema, homeSchema, registerSchema } from '../../client/views.ts';
import { systemRandom } from '../../random.ts';
import { assertCanAgree } from '../ask.ts';
import { CONSTRAINT_KINDS, type RuleOptions, ruleFrom } from '../constraint-rule.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { stepsOf } from '../proposal-steps.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember, withServer } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { collect } from '../values.ts';
import { rungOf } from './propose.ts';

interface ProposeOptions extends RuleOptions, SigningOptions {
  readonly value: string;
  readonly soft?: boolean;
  readonly circle?: string;
}

/** Domains that are looked through for a circle; in a larger register one is named. */
const DOMAINS_LOOKED_AT = 50;

export function addConstraintCommand(cli: Cli): void {
  const constraint = cli.program
    .command('constraint')
    .description('rules that bind every decision: values that the machine checks');
  const list = constraint.command('list').description('which rules hold, and how strictly');
  addServerOptions(list).action((options: ServerOptions) => listConstraints(cli, options));
  addExample(list, 'constraint list');

  const propose = constraint
    .command('propose')
    .description('draft such a rule, and put forward that it is adopted')
    .argument('<title>', 'how people call it')
    .requiredOption('--kind <kind>', CONSTRAINT_KINDS.join(', '))
    .requiredOption('--value <words>', 'the value that it guards, in words')
    .option(
      '--effect <kind>',
      'what it is about: transfer, agreement, change, adopt:domain, …; repeatable',
      collect,
    )
    .option('--resource <name>', 'what it is about: a resource, by name or subject')
    .option('--most <number>', 'at most so much; a share as 1/10, a ratio as 3')
    .option('--least <number>', 'at least so much; for requireRung the way of deciding')
    .option('--who <subject>', 'a circle, role or participant who has to be asked; repeatable', collect)
    .option('--days <count>', 'within, or for, so many days')
    .option('--soft', 'a decision can depart from it, for a reason and one way of deciding higher')
    .option('--circle <subject>', 'the circle whose members keep it (default: one that owns a domain)');
  addSigningOptions(propose).action((title: string, options: ProposeOptions) =>
    proposeConstraint(cli, title, options),
  );
  addExample(
    propose,
    'constraint propose "Our reserve" --kind minReserve --resource Fund --least 20000 --value "We can pay three months."',
    'constraint propose "Four eyes" --kind separateDuties --effect transfer --value "Nobody serves themself."',
  );
}

async function listConstraints(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read('/constraints', constraintsSchema);
    const rows = answer.constraints.map(({ title, words, hard, until, subject }) => [
      anyLanguage(title),
      words,
      hard ? 'without exception' : 'with a reason, one step higher',
      until === null ? '' : `changed, still holds until ${until}`,
      subject,
    ]);
    output.result(answer, () =>
      rows.length === 0
        ? [`There is none yet: ${commandLine('constraint propose --help')}`]
        : tableLines(['rule', 'what it asks', 'how strictly', '', 'subject'], rows),
    );
  });
}

async function proposeConstraint(cli: Cli, title: string, options: ProposeOptions): Promise<void> {
  const output = cli.output(options);
  if (title.trim() === '' || options.value.trim() === '')
    throw new UsageError('A rule needs a title, and --value needs words.');
  assertCanAgree(options);
  await withMember(options, output, async (session) => {
    const { client } = session;
    const rule = await ruleFrom(options, client);
    const home = await client.read('/commons', homeSchema);
    const language = Object.keys(home.name)[0] ?? 'en';
    const subject = systemRandom.subject();
    const drafted = await signAndLog(session, options, 'constraint', {
      subject,
      title: { [language]: title },
      value: { [language]: options.value },
      hard: options.soft !== true,
      rule,
    });
    const circle = await circleFor(options, client);
    const adopts = { type: 'constraint', subject, id: drafted.id, ...(circle === null ? {} : { circle }) };
    const proposed = await signAndLog(session, options, 'proposal', {
      operations: [{ op: 'adopt', adopts }],
      driver: { say: options.value },
      alternatives: [],
    });
    const rung = proposed.verdict.status === 'not-counted' ? null : await rungOf(client, proposed);
    output.result({ subject, constraint: drafted, proposal: proposed }, () =>
      loggedLines(proposed, stepsOf(options, rung, proposed.short)),
    );
  });
}

/** Named as those who keep it: some kinds take several people, and the rules look whether there are. */
async function circleFor({ circle }: ProposeOptions, client: Client): Promise<Subject | null> {
  if (circle !== undefined) {
    const subject = subjectSchema.safeParse(circle);
    if (subject.success) return subject.data;
    throw new ProtocolError('malformed', `--circle takes the subject of a circle, not “${circle}”.`);
  }
  const { domains } = await client.read(`/register?limit=${DOMAINS_LOOKED_AT}`, registerSchema);
  return domains.find(({ owner }) => owner.kind === 'circle')?.owner.subject ?? null;
}
