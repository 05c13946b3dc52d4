import { type Command, Option } from 'commander';
import * as z from 'zod';
import type { JsonObject, JsonValue } from '../../../protocol/canonical.ts';
import { domainFields } from '../../../protocol/documents/domain-fields.ts';
import { refSchema, type Subject } from '../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../protocol/time.ts';
import type { Client } from '../../client/client.ts';
import { systemRandom } from '../../random.ts';
import {
  type AdoptOptions,
  addAdoptOptions,
  draftAndAdopt,
  endThing,
  fieldsInForce,
} from '../adopt-thing.ts';
import { circleNamed } from '../circle-named.ts';
import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { addFieldOptions, type FieldOptions, fieldsFrom, inLanguage } from '../field-options.ts';
import { domainNamed } from '../operations.ts';
import { bodyNamed, roleNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { collect, spanSeconds, wholeNumber } from '../values.ts';

interface DomainOptions extends AdoptOptions, FieldOptions {
  readonly title?: string;
  readonly effect?: readonly string[];
  readonly path?: readonly string[];
  readonly circle?: string;
  readonly role?: string;
  readonly rung?: string;
  readonly open?: string;
  readonly deadline?: string;
  readonly signers?: string;
  readonly limit?: readonly string[];
  readonly noLimits?: boolean;
  readonly disclosure?: string;
  readonly impact?: string;
  readonly reversibility?: string;
  readonly timeline?: string;
  readonly rationale?: string;
  readonly affected?: readonly string[];
  readonly knows?: readonly string[];
}

/** `GET /domains/:subject`, as far as changing one needs it. */
const sourceSchema = z.looseObject({ source: z.looseObject({ kind: z.string(), id: z.string() }) });

const LIMIT = /^([\w:*,]+)\s+(amount|count)\s+(?:(\d+)\s+each)?\s*(?:(\d+)\s+in\s+(\d{1,4}[dh]))?$/;
const LIMIT_FORM =
  '“EFFECTS amount|count N each N in 30d”, such as "transfer,agreement amount 1000 each 5000 in 30d"';
/** Until it is decided, and until the matter has ended, where nothing else is said. */
const OPEN_SECONDS = 10 * DAY_SECONDS;
const DEADLINE_SECONDS = 60 * DAY_SECONDS;

export function addDomainCommand(cli: Cli): void {
  const domain = cli.program
    .command('domain')
    .description(
      'decision domains: what is decided, by whom, how, within which limits; `register` lists them',
    );
  const add = domain
    .command('add')
    .description('say who decides what')
    .argument('<title>', 'how people call it');
  domainOptions(add).action((title: string, options: DomainOptions) => addDomain(cli, title, options));
  addExample(
    add,
    'domain add Garden --effect change --path "garden/" --circle Everyone --rung consent --rationale "We eat from it." --reason "Nobody was asked."',
  );
  const change = domain
    .command('change')
    .description('change a domain; what is not said stays')
    .argument('<domain>', 'its title or subject')
    .option('--title <title>', 'how people call it');
  domainOptions(change).action((name: string, options: DomainOptions) => changeDomain(cli, name, options));
  addExample(
    change,
    'domain change "Sharing and spending" --limit "transfer amount 2000 each 9000 in 30d" --reason "Prices rose."',
    'domain change "Changes to what we look after" --rung consent --circle Everyone --reason "It is everybody’s matter."',
  );
  const end = domain.command('end').description('end a domain').argument('<domain>', 'its title or subject');
  addAdoptOptions(end).action((name: string, options: AdoptOptions) =>
    withMember(options, cli.output(options), async (session) =>
      endThing(session, options, 'domain', await domainInForce(session.client, name)),
    ),
  );
  addExample(end, 'domain end Garden --reason "The garden is gone."');
}

function domainOptions(command: Command): Command {
  command
    .option(
      '--effect <kind>',
      'what it owns: transfer, agreement, change, adopt:role, …; repeatable',
      collect,
    )
    .option('--path <pattern>', 'paths that its changes are about, as "garden/"; repeatable', collect)
    .option('--circle <circle>', 'the circle that owns it, by name or subject')
    .option('--role <role>', 'or the role that owns it')
    .addOption(new Option('--rung <way>', 'how it decides').choices(domainFields.rung.options))
    .option('--signers <count>', 'of delegation: how many sign, 1 or 2')
    .option('--open <span>', 'how long a matter is open, as 10d')
    .option('--deadline <span>', 'when it has ended at the latest, as 60d')
    .option('--limit <words>', `a limit in place of those that there are: ${LIMIT_FORM}; repeatable`, collect)
    .option('--no-limits', 'without limits')
    .addOption(
      new Option('--disclosure <who>', 'who reads what is said in its matters').choices(
        domainFields.disclosure.options,
      ),
    )
    .addOption(new Option('--impact <impact>', 'how much hangs on it').choices(domainFields.impact.options))
    .addOption(
      new Option('--reversibility <how>', 'whether what it decides can be undone').choices(
        domainFields.reversibility.options,
      ),
    )
    .addOption(
      new Option('--timeline <span>', 'how fast it has to be').choices(domainFields.timeline.options),
    )
    .option(
      '--affected <who>',
      'a circle, role or person that it concerns and who is asked; repeatable',
      collect,
    )
    .option('--knows <who>', 'a circle, role or person who knows about it and is asked; repeatable', collect)
    .option('--rationale <words>', 'why it is decided so');
  return addAdoptOptions(addFieldOptions(command));
}

async function addDomain(cli: Cli, title: string, options: DomainOptions): Promise<void> {
  const { effect, circle, role, rationale } = options;
  if (effect === undefined || rationale === undefined || (circle === undefined) === (role === undefined))
    throw new UsageError('A new domain needs --effect, --rationale, and an owner: --circle or --role.');
  await withMember(options, cli.output(options), async ({ client, ...session }) => {
    const fields = {
      ...{ affected: [], knowledge: [], impact: 'low', reversibility: 'costly', timeline: 'days' },
      ...{ rung: 'delegation', parameters: {}, limits: [], humanReserved: false },
      ...{ reviewAfterSeconds: 180 * DAY_SECONDS, disclosure: 'public', weight: 'light', status: 'active' },
    };
    await draftAndAdopt({ client, ...session }, options, 'domain', {
      ...fields,
      subject: systemRandom.subject(),
      ...(await saidOf(
        client,
        { rung: circle === undefined ? 'delegation' : 'consent', ...options, title },
        fields,
      )),
    });
  });
}

async function changeDomain(cli: Cli, name: string, options: DomainOptions): Promise<void> {
  await withMember(options, cli.output(options), async (session) => {
    const { id } = await domainInForce(session.client, name);
    const before = await fieldsInForce(session.client, 'domain', id);
    const said = await saidOf(session.client, options, before);
    await draftAndAdopt(session, options, 'domain', { ...before, ...said });
  });
}

/** @throws {UsageError} for one line of an imported list: the list is adopted as a whole. */
async function domainInForce(client: Client, name: string) {
  const subject = await domainNamed(name, client);
  const { source } = await client.read(`/domains/${subject}`, sourceSchema);
  if (source.kind !== 'document')
    throw new UsageError(
      'This domain is one line of an imported list, which is changed by importing it anew.',
    );
  return { subject, id: await documentNamed(client, source.id) };
}

async function saidOf(client: Client, options: DomainOptions, before: JsonObject): Promise<JsonObject> {
  const { title, effect, path, limit, disclosure, rationale, affected, knows } = options;
  const limits = options.noLimits === true ? [] : limit?.map(limitFrom);
  const scope = (before.scope ?? {}) as JsonObject; // a domain's own
  return {
    ...(title === undefined ? {} : { title: await inLanguage(client, title) }),
    ...(effect === undefined && path === undefined
      ? {}
      : {
          scope: {
            ...scope,
            ...(effect === undefined ? {} : { effects: [...effect] }),
            ...(path === undefined ? {} : { paths: [...path] }),
          },
        }),
    ...(await ownerFrom(client, options)),
    ...wayFrom(options, before),
    ...(limits === undefined ? {} : { limits }),
    ...(disclosure === undefined ? {} : { disclosure }),
    ...weightFrom(options),
    ...(affected === undefined ? {} : { affected: await bodiesNamed(client, affected) }),
    ...(knows === undefined ? {} : { knowledge: await bodiesNamed(client, knows) }),
    ...(rationale === undefined ? {} : { rationale: await inLanguage(client, rationale) }),
    ...(await fieldsFrom(options)),
  };
}

/** How much hangs on what it decides. */
function weightFrom({ impact, reversibility, timeline }: DomainOptions): JsonObject {
  return {
    ...(impact === undefined ? {} : { impact }),
    ...(reversibility === undefined ? {} : { reversibility }),
    ...(timeline === undefined ? {} : { timeline }),
  };
}

function bodiesNamed(client: Client, names: readonly string[]): Promise<Subject[]> {
  return Promise.all(names.map((name) => bodyNamed(client, name)));
}

async function ownerFrom(client: Client, { circle, role }: DomainOptions): Promise<JsonObject> {
  if (circle !== undefined && role !== undefined)
    throw new UsageError('A domain has one owner: --circle or --role.');
  if (circle === undefined && role === undefined) return {};
  const named =
    circle === undefined ? await roleNamed(client, role ?? '') : await circleNamed(client, circle);
  const { subject, id } = refSchema.parse({ subject: named.subject, id: named.id });
  return { owner: { kind: circle === undefined ? 'role' : 'circle', subject, id } };
}

/** How it is decided, with what the way needs; parameters of the same way stay. */
function wayFrom({ rung, signers, open, deadline }: DomainOptions, before: JsonObject): JsonObject {
  const way = rung ?? before.rung;
  if (typeof way !== 'string' || [rung, signers, open, deadline].every((one) => one === undefined)) return {};
  const known = ((before.parameters ?? {}) as JsonObject)[way] as JsonObject | undefined; // a domain's own
  const openSeconds = open === undefined ? undefined : spanSeconds(open, '--open');
  const deadlineSeconds = deadline === undefined ? undefined : spanSeconds(deadline, '--deadline');
  const times = {
    ...(openSeconds === undefined
      ? {}
      : way === 'consultation'
        ? { askSeconds: openSeconds }
        : { openSeconds }),
    ...(deadlineSeconds === undefined || way === 'vote' ? {} : { deadlineSeconds }),
  };
  const parameters: JsonValue = {
    ...(WAYS[way] ?? {}),
    ...known,
    ...(way === 'delegation' ? {} : times),
    ...(way === 'delegation' && signers !== undefined
      ? { signers: wholeNumber(signers, '--signers', 1, 2) }
      : {}),
  };
  return { rung: way, parameters: { [way]: parameters } };
}

/** What each way is set up with, where nothing else is said. */
const WAYS: Readonly<Record<string, JsonObject>> = {
  delegation: { signers: 1, proposerMayDecide: true },
  consultation: {
    askSeconds: 7 * DAY_SECONDS,
    extendSeconds: 3 * DAY_SECONDS,
    deadlineSeconds: DEADLINE_SECONDS,
  },
  consent: { openSeconds: OPEN_SECONDS, quorum: 'two-thirds', deadlineSeconds: DEADLINE_SECONDS },
  consensus: {
    openSeconds: 14 * DAY_SECONDS,
    deadlineSeconds: DEADLINE_SECONDS,
    quorum: { num: 3, den: 4 },
    standAsidesMost: { num: 1, den: 4 },
    agree: { num: 1, den: 2, cmp: 'gt', base: 'roster' },
  },
  vote: {
    openSeconds: OPEN_SECONDS,
    quorum: { num: 1, den: 2 },
    threshold: { num: 1, den: 2, cmp: 'gt', base: 'decisive' },
  },
};

function limitFrom(text: string): JsonObject {
  const [, effects = '', measure = '', each, most, span] = LIMIT.exec(text.trim()) ?? [];
  if (effects === '' || (each === undefined && most === undefined))
    throw new UsageError(`--limit takes ${LIMIT_FORM}, not “${text}”.`);
  return {
    effects: effects.split(','),
    measure,
    ...(each === undefined ? {} : { perDecision: Number(each) }),
    ...(most === undefined || span === undefined
      ? {}
      : { perPeriod: { most: Number(most), seconds: spanSeconds(span, '--limit') } }),
  };
}
