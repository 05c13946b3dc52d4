import { type Command, Option } from 'commander';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { role as roleType } from '../../../protocol/documents/role.ts';
import { DAY_SECONDS } from '../../../protocol/time.ts';
import { systemRandom } from '../../random.ts';
import {
  type AdoptOptions,
  addAdoptOptions,
  draftAndAdopt,
  endThing,
  fieldsInForce,
} from '../adopt-thing.ts';
import { circleNamed } from '../circle-named.ts';
import { addExample } from '../examples.ts';
import { addFieldOptions, type FieldOptions, fieldsFrom, inLanguage } from '../field-options.ts';
import { domainNamed } from '../operations.ts';
import { roleNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { type MemberSession, withMember } from '../session.ts';
import { collect, spanSeconds, wholeNumber } from '../values.ts';

interface RoleOptions extends AdoptOptions, FieldOptions {
  readonly name?: string;
  readonly circle?: string;
  readonly purpose?: string;
  readonly decides?: readonly string[];
  readonly seats?: string;
  readonly term?: string;
  readonly terms?: string;
  readonly selection?: string;
  readonly weight?: string;
}

/** Seats of one role: more is a circle. */
const SEATS_MAX = 1000;

export function addRoleCommand(cli: Cli): void {
  const role = cli.program
    .command('role')
    .description('roles: what somebody looks after for a time; `roles` lists them, `mandate` fills them');
  const add = role.command('add').description('describe a new role').argument('<name>', 'how people call it');
  roleOptions(add.requiredOption('--purpose <words>', 'what it is for'), false);
  add.action((name: string, options: RoleOptions) => addRole(cli, name, options));
  addExample(
    add,
    'role add Treasurer --circle Everyone --purpose "Keeps the books." --reason "Somebody has to."',
  );

  const change = role
    .command('change')
    .description('change a role; what is not said stays')
    .argument('<role>', 'its name or subject');
  roleOptions(change.option('--purpose <words>', 'what it is for'), true);
  change.action((name: string, options: RoleOptions) => changeRole(cli, name, options));
  addExample(change, 'role change Coordinator --seats 3 --reason "There is too much to do."');

  const end = role.command('end').description('end a role').argument('<role>', 'its name or subject');
  addAdoptOptions(end).action((name: string, options: AdoptOptions) =>
    withMember(options, cli.output(options), async (session) =>
      endThing(session, options, 'role', await roleNamed(session.client, name)),
    ),
  );
  addExample(end, 'role end Treasurer --reason "The circle does it together."');
}

function roleOptions(command: Command, isChange: boolean): Command {
  if (isChange) command.option('--name <name>', 'how people call it');
  command
    .option('--circle <circle>', 'the circle that it serves, by name or subject (default: Everyone)')
    .option('--decides <domain>', 'a domain that it decides, by title or subject; repeatable', collect)
    .option('--seats <count>', 'how many people at most (default: 1)')
    .option('--term <span>', 'how long a term is, as 365d (default: a year)')
    .option('--terms <count>', 'how many terms in a row (default: 2)')
    .addOption(
      new Option('--selection <way>', 'how its holders are chosen (default: consent)').choices(
        roleType.schema.shape.selection.options,
      ),
    )
    .addOption(
      new Option('--weight <weight>', 'how it is handed over (default: light)').choices(
        roleType.schema.shape.weight.unwrap().options,
      ),
    );
  return addAdoptOptions(addFieldOptions(command));
}

async function addRole(cli: Cli, name: string, options: RoleOptions): Promise<void> {
  await withMember(options, cli.output(options), async (session) => {
    await draftAndAdopt(session, options, 'role', {
      subject: systemRandom.subject(),
      name: await inLanguage(session.client, name),
      decides: [],
      accountabilities: [],
      seats: { min: 1, max: 1 },
      termSeconds: 365 * DAY_SECONDS,
      maxConsecutiveTerms: 2,
      selection: 'consent',
      separateFrom: [],
      alternates: true,
      continuity: false,
      weight: 'light',
      ...(await saidOf(session, { circle: 'Everyone', ...options })),
    });
  });
}

async function changeRole(cli: Cli, name: string, options: RoleOptions): Promise<void> {
  await withMember(options, cli.output(options), async (session) => {
    const { id } = await roleNamed(session.client, name);
    const before = await fieldsInForce(session.client, 'role', id);
    await draftAndAdopt(session, options, 'role', { ...before, ...(await saidOf(session, options)) });
  });
}

async function saidOf({ client }: MemberSession, options: RoleOptions): Promise<JsonObject> {
  const { name, circle, purpose, decides, seats, term, terms, selection, weight } = options;
  const serves = circle === undefined ? null : await circleNamed(client, circle);
  return {
    ...(name === undefined ? {} : { name: await inLanguage(client, name) }),
    ...(serves === null ? {} : { circle: { subject: serves.subject, id: serves.id } }),
    ...(purpose === undefined ? {} : { purpose: await inLanguage(client, purpose) }),
    ...(decides === undefined
      ? {}
      : { decides: await Promise.all(decides.map((domain) => domainNamed(domain, client))) }),
    ...(seats === undefined ? {} : { seats: { min: 1, max: wholeNumber(seats, '--seats', 1, SEATS_MAX) } }),
    ...(term === undefined ? {} : { termSeconds: spanSeconds(term, '--term') }),
    ...(terms === undefined ? {} : { maxConsecutiveTerms: wholeNumber(terms, '--terms', 1) }),
    ...(selection === undefined ? {} : { selection }),
    ...(weight === undefined ? {} : { weight }),
    ...(await fieldsFrom(options)),
  };
}
