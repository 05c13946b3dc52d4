import { Option } from 'commander';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { circle as circleType } from '../../../protocol/documents/circle.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { anyLanguage } from '../../any-language.ts';
import { type CircleShown, circlesSchema } from '../../client/circle-views.ts';
import type { Client } from '../../client/client.ts';
import { systemRandom } from '../../random.ts';
import {
  type AdoptOptions,
  addAdoptOptions,
  draftAndAdopt,
  endThing,
  fieldsInForce,
} from '../adopt-thing.ts';
import { circleNamed, peopleNamed } from '../circle-named.ts';
import { addExample } from '../examples.ts';
import { addFieldOptions, type FieldOptions, fieldsFrom, inLanguage } from '../field-options.ts';
import { nextCommand } from '../invocation.ts';
import { roleNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import {
  addServerOptions,
  type MemberSession,
  type ServerOptions,
  withMember,
  withServer,
} from '../session.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { collect, spanSeconds } from '../values.ts';

interface CircleOptions extends AdoptOptions, FieldOptions {
  readonly name?: string;
  readonly aim?: string;
  readonly kind?: string;
  readonly member?: readonly string[];
  readonly parent?: string;
  readonly retiresAfter?: string;
  readonly representative?: string;
  readonly resting?: boolean;
  readonly active?: boolean;
}

const PARENT = 'the circle that it belongs to';
const RETIRES = 'so long without quorum, and what it decides falls to the circle above, as 180d';

export function addCircleCommand(cli: Cli): void {
  const circle = cli.program
    .command('circle')
    .description('circles: who decides together, who comes in, who goes');
  const list = circle.command('list').description('circles in force and who is in them, and everybody here');
  addServerOptions(list).action((options: ServerOptions) => listCircles(cli, options));
  addExample(list, 'circle list');

  const found = circle
    .command('found')
    .description('found a circle')
    .argument('<name>', 'how people call it')
    .requiredOption('--aim <words>', 'what it is for')
    .option('--member <person>', 'somebody in it, by name or subject; repeatable (default: you)', collect)
    .addOption(kindOption().default('circle'))
    .option('--parent <circle>', PARENT)
    .option('--retires-after <span>', RETIRES);
  addAdoptOptions(addFieldOptions(found)).action((name: string, options: CircleOptions) =>
    foundCircle(cli, name, options),
  );
  addExample(
    found,
    'circle found Garden --aim "We grow food." --member Ana --member Ben --reason "It takes a few."',
  );

  for (const act of ['join', 'leave'] as const) {
    const command = circle
      .command(act)
      .description(act === 'join' ? 'put people into a circle' : 'take people out of a circle')
      .argument('<circle>', 'its name or subject')
      .argument('<people...>', 'who, by name or subject');
    addAdoptOptions(command).action((name: string, people: readonly string[], options: AdoptOptions) =>
      changeMembers(cli, act, name, people, options),
    );
    addExample(
      command,
      `circle ${act} Everyone Cem --reason "${act === 'join' ? 'He asked us.' : 'He has moved away.'}"`,
    );
  }

  const change = circle
    .command('change')
    .description('change what a circle says of itself; what is not said stays')
    .argument('<circle>', 'its name or subject')
    .option('--name <name>', 'how people call it')
    .option('--aim <words>', 'what it is for')
    .addOption(kindOption())
    .option('--parent <circle>', PARENT)
    .option('--representative <role>', 'the role whose holder speaks for it where others decide about it')
    .option('--retires-after <span>', RETIRES)
    .option('--resting', 'it rests')
    .option('--active', 'it no longer rests');
  addAdoptOptions(addFieldOptions(change)).action((name: string, options: CircleOptions) =>
    changeCircle(cli, name, options),
  );
  addExample(change, 'circle change Garden --aim "We grow food and herbs." --reason "Herbs are easy."');

  const end = circle.command('end').description('end a circle').argument('<circle>', 'its name or subject');
  addAdoptOptions(end).action((name: string, options: AdoptOptions) => endCircle(cli, name, options));
  addExample(end, 'circle end Garden --reason "The garden is gone."');
}

async function listCircles(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read('/circles', circlesSchema);
    const rows = answer.circles.map(({ name, members, status, retires, subject }) => [
      anyLanguage(name),
      members.map((member) => member.name).join(', '),
      standing(status, retires),
      subject,
    ]);
    const outside = answer.people.filter(({ circles, status }) => circles.length === 0 && status !== 'left');
    output.result(answer, () => [
      ...(rows.length === 0
        ? ['No circle is in force yet.']
        : tableLines(['circle', 'members', '', 'subject'], rows)),
      ...(outside.length === 0
        ? []
        : [
            '',
            `In no circle yet: ${outside.map(({ name }) => name).join(', ')}`,
            `Put somebody into one: ${nextCommand(options, 'circle join "…" "…" --reason "…"')}`,
          ]),
    ]);
  });
}

function standing(status: string, retires: CircleShown['retires']): string {
  if (retires === null) return status === 'resting' ? 'rests' : '';
  const day = retires.from.slice(0, 'YYYY-MM-DD'.length);
  return retires.isOver ? `retired on ${day}, without quorum` : `without quorum, retires on ${day}`;
}

async function foundCircle(cli: Cli, name: string, options: CircleOptions): Promise<void> {
  await withMember(options, cli.output(options), async (session) => {
    const { client, member } = session;
    await draftAndAdopt(session, options, 'circle', {
      subject: systemRandom.subject(),
      kind: options.kind ?? 'circle',
      name: await inLanguage(client, name),
      aim: await inLanguage(client, options.aim ?? ''),
      members:
        options.member === undefined ? [member.author] : [...(await peopleNamed(client, options.member))],
      status: 'active',
      ...retiring(options),
      ...(await belonging(client, options)),
      ...(await fieldsFrom(options)),
    });
  });
}

async function changeMembers(
  cli: Cli,
  act: 'join' | 'leave',
  name: string,
  people: readonly string[],
  options: AdoptOptions,
): Promise<void> {
  await withMember(options, cli.output(options), async (session) => {
    const { client } = session;
    const circle = await circleNamed(client, name);
    const named = await peopleNamed(client, people);
    const inside = circle.members.map(({ subject }) => subject);
    const idle = named.findIndex((person) => inside.includes(person) === (act === 'join'));
    if (idle >= 0)
      throw new ProtocolError(
        'conflict',
        `${people[idle]} is ${act === 'join' ? 'in that circle already' : 'not in that circle'}.`,
      );
    const members =
      act === 'join' ? [...inside, ...named] : inside.filter((person) => !named.includes(person));
    if (members.length === 0) throw new UsageError('Nobody would be left: end the circle in place of that.');
    const before = await fieldsInForce(client, 'circle', circle.id);
    await draftAndAdopt(session, options, 'circle', { ...before, members: [...new Set(members)] });
  });
}

async function changeCircle(cli: Cli, name: string, options: CircleOptions): Promise<void> {
  if (options.resting === true && options.active === true)
    throw new UsageError('--resting and --active do not go together.');
  await withMember(options, cli.output(options), async (session) => {
    const circle = await circleNamed(session.client, name);
    const before = await fieldsInForce(session.client, 'circle', circle.id);
    await draftAndAdopt(session, options, 'circle', { ...before, ...(await changesIn(session, options)) });
  });
}

const kindOption = () =>
  new Option('--kind <kind>', 'what kind of body it is').choices(circleType.schema.shape.kind.options);

async function belonging(client: Client, { parent }: CircleOptions): Promise<JsonObject> {
  if (parent === undefined) return {};
  const { subject, id } = await circleNamed(client, parent);
  return { parent: { subject, id } };
}

function retiring({ retiresAfter }: CircleOptions): JsonObject {
  return retiresAfter === undefined
    ? {}
    : { retiresWithoutQuorumAfterSeconds: spanSeconds(retiresAfter, '--retires-after') };
}

async function changesIn({ client }: MemberSession, options: CircleOptions): Promise<JsonObject> {
  const { name, aim, kind, representative, resting, active } = options;
  return {
    ...(name === undefined ? {} : { name: await inLanguage(client, name) }),
    ...(aim === undefined ? {} : { aim: await inLanguage(client, aim) }),
    ...(kind === undefined ? {} : { kind }),
    ...(representative === undefined
      ? {}
      : { representative: (await roleNamed(client, representative)).subject }),
    ...retiring(options),
    ...(await belonging(client, options)),
    ...(resting === true ? { status: 'resting' } : {}),
    ...(active === true ? { status: 'active' } : {}),
    ...(await fieldsFrom(options)),
  };
}

async function endCircle(cli: Cli, name: string, options: AdoptOptions): Promise<void> {
  await withMember(options, cli.output(options), async (session) =>
    endThing(session, options, 'circle', await circleNamed(session.client, name)),
  );
}
