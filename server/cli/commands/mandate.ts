import { formatMillis, SECOND } from '../../../protocol/time.ts';
import { systemRandom } from '../../random.ts';
import { type AdoptOptions, addAdoptOptions, draftAndAdopt, endThing } from '../adopt-thing.ts';
import { participantNamed } from '../circle-named.ts';
import { addExample } from '../examples.ts';
import { addFieldOptions, type FieldOptions, fieldsFrom } from '../field-options.ts';
import { roleNamed, termNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { moment } from '../values.ts';

interface GiveOptions extends AdoptOptions, FieldOptions {
  readonly role: string;
  readonly from?: string;
  readonly until?: string;
  readonly alternate?: string;
}

export function addMandateCommand(cli: Cli): void {
  const mandate = cli.program
    .command('mandate')
    .description('terms in roles: who holds one until when; `propose --select` lets people be nominated');
  const give = mandate
    .command('give')
    .description('give somebody a term in a role')
    .argument('<person>', 'who, by name or subject')
    .requiredOption('--role <role>', 'the role, by name or subject')
    .option('--from <time>', 'when it begins: a day, a time, or a span from now (default: now)')
    .option('--until <time>', 'when it ends (default: after a whole term of the role)')
    .option('--alternate <person>', 'who stands in for them');
  addAdoptOptions(addFieldOptions(give)).action((person: string, options: GiveOptions) =>
    giveMandate(cli, person, options),
  );
  addExample(give, 'mandate give Ben --role Treasurer --until 180d --reason "He knows the books."');

  const end = mandate
    .command('end')
    .description('end a term in a role')
    .argument('<term>', 'its id, or as Treasurer/Ana');
  addAdoptOptions(end).action((term: string, options: AdoptOptions) =>
    withMember(options, cli.output(options), async (session) => {
      const { mandate: ref, role } = await termNamed(session.client, term);
      await endThing(session, options, 'mandate', ref, { role });
    }),
  );
  addExample(end, 'mandate end Treasurer/Ben --reason "He has moved away."');
}

async function giveMandate(cli: Cli, person: string, options: GiveOptions): Promise<void> {
  await withMember(options, cli.output(options), async (session) => {
    const { client } = session;
    const role = await roleNamed(client, options.role);
    const now = Math.floor(Date.now() / SECOND) * SECOND;
    const startsAt = options.from === undefined ? formatMillis(now) : moment(options.from, '--from', now);
    const { alternate } = options;
    await draftAndAdopt(session, options, 'mandate', {
      subject: systemRandom.subject(),
      role: { subject: role.subject, id: role.id },
      holder: (await participantNamed(client, person)).subject,
      startsAt,
      endsAt:
        options.until === undefined
          ? formatMillis(Date.parse(startsAt) + role.termSeconds * SECOND)
          : moment(options.until, '--until', now),
      ...(alternate === undefined ? {} : { alternate: (await participantNamed(client, alternate)).subject }),
      ...(await fieldsFrom(options)),
    });
  });
}
