import { Option } from 'commander';
import type { ConstraintRule } from '../../../protocol/documents/constraint.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Client } from '../../client/client.ts';
import { constraintsSchema, homeSchema, registerSchema } from '../../client/views.ts';
import { systemRandom } from '../../random.ts';
import {
  type AdoptOptions,
  addAdoptOptions,
  draftAndAdopt,
  endThing,
  fieldsInForce,
} from '../adopt-thing.ts';
import { assertCanAgree } from '../ask.ts';
import { circleSubject } from '../circle-named.ts';
import { constraintNamed } from '../constraint-named.ts';
import {
  addRuleOptions,
  CONSTRAINT_KINDS,
  type RuleOptions,
  ruleFrom,
  saysRule,
} from '../constraint-rule.ts';
import { addExample } from '../examples.ts';
import { inLanguage } from '../field-options.ts';
import { commandLine } from '../invocation.ts';
import { putForward, stepsOf } from '../proposal-steps.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember, withServer } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';

interface ProposeOptions extends RuleOptions, SigningOptions {
  readonly kind: string;
  readonly value: string;
  readonly soft?: boolean;
  readonly circle?: string;
}

interface ChangeOptions extends RuleOptions, AdoptOptions {
  readonly title?: string;
  readonly value?: string;
  readonly soft?: boolean;
  readonly hard?: boolean;
  readonly circle?: string;
}

const CIRCLE = 'the circle whose members keep it, by name or subject (default: one that owns a domain)';

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
    .requiredOption('--value <words>', 'the value that it guards, in words');
  addRuleOptions(propose)
    .option('--soft', 'a decision can depart from it, for a reason and one way of deciding higher')
    .option('--circle <circle>', CIRCLE);
  addSigningOptions(propose).action((title: string, options: ProposeOptions) =>
    proposeConstraint(cli, title, options),
  );
  addExample(
    propose,
    'constraint propose "Our reserve" --kind minReserve --resource Fund --least 20000 --value "We can pay three months."',
    'constraint propose "Four eyes" --kind separateDuties --effect transfer --value "Nobody serves themself."',
  );

  const change = constraint
    .command('change')
    .description('change such a rule; what is not said stays, and the old one still binds for a while')
    .argument('<rule>', 'its title or subject')
    .option('--title <words>', 'how people call it')
    .option('--value <words>', 'the value that it guards, in words')
    .option('--kind <kind>', `what it asks, from anew: ${CONSTRAINT_KINDS.join(', ')}`);
  addRuleOptions(change)
    .addOption(new Option('--soft', 'a decision can depart from it from now on').conflicts('hard'))
    .option('--hard', 'no decision departs from it from now on')
    .option('--circle <circle>', CIRCLE);
  addAdoptOptions(change).action((name: string, options: ChangeOptions) =>
    changeConstraint(cli, name, options),
  );
  addExample(change, 'constraint change "Our reserve" --least 30000 --reason "Winters are dear." --propose');

  const end = constraint
    .command('end')
    .description('end such a rule; it still binds for a while')
    .argument('<rule>', 'its title or subject');
  addAdoptOptions(end).action((name: string, options: AdoptOptions) =>
    withMember(options, cli.output(options), async (session) =>
      endThing(session, options, 'constraint', await constraintNamed(session.client, name)),
    ),
  );
  addExample(end, 'constraint end "Our reserve" --reason "The fund is closed." --propose');
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

async function changeConstraint(cli: Cli, name: string, options: ChangeOptions): Promise<void> {
  const { title, value, soft, hard } = options;
  await withMember(options, cli.output(options), async (session) => {
    const { client } = session;
    const { id } = await constraintNamed(client, name);
    const before = await fieldsInForce(client, 'constraint', id);
    const rule = before.rule as ConstraintRule; // a constraint's own
    const circle = await circleFor(options, client);
    await draftAndAdopt(
      session,
      options,
      'constraint',
      {
        ...before,
        ...(title === undefined ? {} : { title: await inLanguage(client, title) }),
        ...(value === undefined ? {} : { value: await inLanguage(client, value) }),
        ...(soft === true || hard === true ? { hard: hard === true } : {}),
        ...(saysRule(options) ? { rule: await ruleFrom(options, client, rule) } : {}),
      },
      circle === null ? {} : { circle },
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
    const shown = await putForward(client, proposed);
    output.result({ subject, constraint: drafted, proposal: proposed }, () =>
      loggedLines(proposed, stepsOf(options, shown, proposed.short)),
    );
  });
}

/** Named as those who keep it: some kinds take several people, and the rules look whether there are. */
async function circleFor({ circle }: { readonly circle?: string }, client: Client): Promise<Subject | null> {
  if (circle !== undefined) return circleSubject(client, circle);
  const { domains } = await client.read(`/register?limit=${DOMAINS_LOOKED_AT}`, registerSchema);
  return domains.find(({ owner }) => owner.kind === 'circle')?.owner.subject ?? null;
}
