import type { Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { amountText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Client } from '../../client/client.ts';
import {
  domainSchema,
  homeSchema,
  type ResourceShown,
  registerSchema,
  resourcesSchema,
} from '../../client/views.ts';
import { systemRandom } from '../../random.ts';
import { isCalled, parseAmount } from '../amounts.ts';
import { assertCanAgree } from '../ask.ts';
import { addExample } from '../examples.ts';
import { commandLine, nextCommand } from '../invocation.ts';
import { domainNamed } from '../operations.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember, withServer } from '../session.ts';
import { readResource, resourceLines } from '../show-resource.ts';
import { addSigningOptions, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { wholeNumber } from '../values.ts';
import { decidedLines } from './decide.ts';

interface AddOptions extends SigningOptions {
  readonly kind: string;
  readonly unit: string;
  readonly quantity?: string;
  readonly slots?: string;
  readonly reason?: string;
  readonly steward?: string;
  readonly askers: string;
}

const KINDS = ['money', 'space', 'tool', 'compute', 'hours', 'goods', 'other'];
const ASKERS = ['anyone', 'peers', 'members'];
/** Domains that are looked through for a steward; in a larger register one is named. */
const DOMAINS_LOOKED_AT = 50;

export function addResourceCommand(cli: Cli): void {
  const resource = cli.program.command('resource').description('what the commons has and can share');
  const add = resource
    .command('add')
    .description('put a resource into force: drafts it, and decides that it is adopted')
    .argument('<name>', 'how people call it')
    .requiredOption('--kind <kind>', KINDS.join(', '))
    .requiredOption('--unit <unit>', 'the smallest unit it is counted in, such as "EUR cent" or minute')
    .option('--quantity <count>', 'how many of these units there are to give away, each once')
    .option('--slots <count>', 'in place of --quantity: how many there are to lend, each to one at a time')
    .option('--reason <words>', 'why (default: that the commons has it)')
    .option('--steward <domain>', 'the domain that looks after it (default: the one that owns giving)')
    .option('--askers <who>', `who may ask for it: ${ASKERS.join(', ')}`, 'peers');
  addSigningOptions(add).action((name: string, options: AddOptions) => addResource(cli, name, options));
  addExample(
    add,
    'resource add Work --kind hours --unit minute --quantity 6000',
    'resource add Fund --kind money --unit "EUR cent" --quantity 100000',
    'resource add Hall --kind space --unit hall --slots 1',
  );

  const list = resource.command('list').description('resources in force, and how much of each is left');
  addServerOptions(list).action((options: ServerOptions) => listResources(cli, options));
  addExample(list, 'resource list');

  const show = resource
    .command('show')
    .description('one resource: what of it is left; of what is lent, who has it when, and what is free')
    .argument('<name>', 'its name, or its subject');
  addServerOptions(show).action((name: string, options: ServerOptions) => showResource(cli, name, options));
  addExample(show, 'resource show Hall');
}

async function addResource(cli: Cli, name: string, options: AddOptions): Promise<void> {
  const output = cli.output(options);
  const capacity = capacityFrom(options);
  const { quantity } = capacity;
  assertOneOf(options.kind, '--kind', KINDS);
  assertOneOf(options.askers, '--askers', ASKERS);
  if (name.trim() === '' || options.unit.trim() === '')
    throw new UsageError('A resource needs a name and a unit.');
  assertCanAgree(options);
  await withMember(options, output, async (session) => {
    const { client } = session;
    const home = await client.read('/commons', homeSchema);
    const namesakes = await namesakesOf(name, client);
    for (const known of namesakes) output.say(namesakeNote(known));
    const subject = systemRandom.subject();
    const drafted = await signAndLog(session, options, 'resource', {
      subject,
      kind: options.kind,
      name: { [Object.keys(home.name)[0] ?? 'en']: name },
      unit: options.unit,
      capacity,
      steward: await stewardFrom(options, client),
      askers: options.askers,
    });
    const adopted = await signAndLog(session, options, 'decision', {
      operations: [{ op: 'adopt', adopts: { type: 'resource', subject, id: drafted.id } }],
      reason: { say: options.reason ?? `We have ${amountText(quantity, options.unit)} of ${name}.` },
      alternatives: [],
    });
    const called = namesakes.length === 0 && isPlainName(name) ? name : subject;
    const sameName = namesakes.map((known) => known.subject);
    output.result({ subject, resource: drafted, decision: adopted, sameName }, () => [
      `“${name}”: ${amountText(quantity, options.unit)}${capacity.model === 'slots' ? ', to lend for a time' : ''}.`,
      ...decidedLines(adopted, options, [
        capacity.model === 'slots'
          ? `Lend it: ${nextCommand(options, `decide --give "1 of ${called}" --during "…" --to "…" --reason "…"`)}`
          : `Give from it: ${nextCommand(options, `decide --give "1 of ${called}" --to "…" --reason "…"`)}`,
      ]),
    ]);
  });
}

/** What is given away is counted, and what is lent is there again afterwards. Spec §7 [R-7.1], [R-7.6]. */
function capacityFrom({ quantity, slots }: AddOptions) {
  if (slots !== undefined && quantity === undefined)
    return { model: 'slots', quantity: wholeNumber(slots, '--slots', 0) };
  if (quantity !== undefined && slots === undefined)
    return { model: 'stock', quantity: wholeNumber(quantity, '--quantity', 0) };
  throw new UsageError(
    'Say how much there is: --quantity of what is given away for good, or --slots of what is lent for a time.',
  );
}

/** Resources in force that bear the name already: only their subjects tell them apart then. */
async function namesakesOf(name: string, client: Client): Promise<readonly ResourceShown[]> {
  const { resources } = await client.read('/resources', resourcesSchema);
  return resources.filter((known) => isCalled(known, name));
}

function namesakeNote({ name, kind, capacity, unit, subject }: ResourceShown): string {
  return `Note: “${anyLanguage(name)}” is the name of a resource in force already (${kind}, ${amountText(capacity, unit)}, subject ${subject}). With two of one name, each is named by its subject.`;
}

/** Whether an amount can name it as it stands, in double quotes. */
function isPlainName(name: string): boolean {
  return !/["$`\\!]/.test(name) && parseAmount(`1 of ${name}`, 'name').name === name;
}

async function listResources(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read('/resources', resourcesSchema);
    const rows = answer.resources.map(({ name, kind, available, capacity, held, unit, subject }) => [
      anyLanguage(name),
      kind,
      `${amountText(available, unit)} of ${amountText(capacity, unit)}`,
      amountText(held, unit),
      unit,
      subject,
    ]);
    output.result(answer, () =>
      rows.length === 0
        ? [`There is none yet: ${commandLine('resource add --help')}`]
        : tableLines(['resource', 'kind', 'left', 'held', 'unit', 'subject'], rows),
    );
  });
}

async function showResource(cli: Cli, name: string, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await readResource(client, name);
    output.result(answer, () => resourceLines(answer));
  });
}

async function stewardFrom({ steward }: AddOptions, client: Client): Promise<Subject> {
  if (steward !== undefined) return domainNamed(steward, client);
  const { domains } = await client.read(`/register?limit=${DOMAINS_LOOKED_AT}`, registerSchema);
  for (const { subject } of domains) {
    const { body } = await client.read(`/domains/${subject}`, domainSchema);
    if (body.scope.effects.includes('transfer')) return subject;
  }
  throw new ProtocolError(
    'not-found',
    'No domain was found that owns giving: name the one that looks after the resource by --steward.',
  );
}

function assertOneOf(text: string, name: string, allowed: readonly string[]): void {
  if (!allowed.includes(text))
    throw new UsageError(`${name} takes one of ${allowed.join(', ')}, not “${text}”.`);
}
