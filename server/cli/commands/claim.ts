import * as z from 'zod';
import { subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import { type RoleShown, rolesSchema } from '../../client/role-views.ts';
import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { domainNamed } from '../operations.ts';
import { roleNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { type MemberSession, withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { moment } from '../values.ts';

interface ClaimOptions extends SigningOptions {
  readonly role?: string;
  readonly as?: string;
  readonly until?: string;
  readonly evidence: string;
}

/** A year, unless said otherwise. */
const TERM_DAYS = 365;

/** `GET /domains/:subject`, as far as its seats go. */
const seatsSchema = z.looseObject({
  owner: z.looseObject({
    kind: z.string(),
    people: z.array(z.looseObject({ subject: subjectSchema, name: z.string(), claimed: z.boolean() })),
  }),
});

export function addClaimCommand(cli: Cli): void {
  const command = cli.program
    .command('claim')
    .description('say that an unclaimed seat of an imported register is yours, and sign a term in it')
    .argument('<domain>', 'a domain that names the seat, by title or subject')
    .option(
      '--role <role>',
      'the role in which you hold it, by name or subject (default: one with a free seat)',
    )
    .requiredOption('--evidence <words>', 'how others can see that it is you')
    .option('--as <name>', 'the name in the register, or the seat’s subject (default: the only one)')
    .option('--until <time>', 'when your term ends: a day, a time, or a span from now (default: 365d)');
  addSigningOptions(command).action((domain: string, options: ClaimOptions) => claim(cli, domain, options));
  addExample(command, 'claim "PUMP DRIVER" --role Maintainer --evidence "My key signed release 4."');
}

async function claim(cli: Cli, name: string, options: ClaimOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const domain = await domainNamed(name, session.client);
    const seat = await seatOf(session, domain, options.as);
    const { subject, id } = await roleFor(session, options.role);
    const now = Date.now();
    const term = await signAndLog(session, options, 'mandate', {
      role: { subject, id },
      holder: session.member.author,
      seat,
      startsAt: formatMillis(Math.floor(now / SECOND) * SECOND),
      endsAt:
        options.until === undefined
          ? formatMillis(Math.floor(now / SECOND) * SECOND + TERM_DAYS * DAY_SECONDS * SECOND)
          : moment(options.until, '--until', now),
    });
    const logged = await signAndLog(session, options, 'claim', {
      domain,
      seat,
      mandate: term.id,
      evidence: { say: options.evidence },
    });
    output.result({ ...logged, term: term.id }, () =>
      loggedLines(logged, [
        `Whoever grants roles says whether it is yours: ${commandLine(`decide --adopt ${shortId(term.id)} --reason "…"`)}`,
      ]),
    );
  });
}

/** A role whose seats are all taken has none for whoever claims: told before anything is signed. */
async function roleFor({ client }: MemberSession, name: string | undefined): Promise<RoleShown> {
  const isFree = ({ terms, seats }: RoleShown) => terms.length < seats;
  const { roles } = await client.read('/roles', rolesSchema);
  const role = name === undefined ? (roles.find(isFree) ?? roles[0]) : await roleNamed(client, name);
  if (role === undefined)
    throw new ProtocolError('not-found', 'No role is in force that you could hold it in.');
  if (isFree(role)) return role;
  const title = anyLanguage(role.name);
  throw new ProtocolError(
    'conflict',
    `${role.seats === 1 ? 'The only seat' : `All ${role.seats} seats`} of “${title}” ${role.seats === 1 ? 'is' : 'are'} taken, so nobody could say yes. Whoever owns roles makes room first: ${commandLine(`role change "${title}" --seats ${role.terms.length + 1} --reason "…"`)}`,
    { role: role.subject, seats: role.seats },
  );
}

async function seatOf({ client }: MemberSession, domain: string, name: string | undefined): Promise<string> {
  const { owner } = await client.read(`/domains/${domain}`, seatsSchema);
  if (owner.kind !== 'seats') throw new UsageError('This domain has no unclaimed seats.');
  const wanted = name?.trim().toLowerCase();
  const seats = owner.people.filter(
    (person) => wanted === undefined || person.subject === wanted || person.name.toLowerCase() === wanted,
  );
  const [first, second] = seats;
  if (first !== undefined && second === undefined) return first.subject;
  throw new UsageError('Say which seat is yours, with --as.', {
    seats: owner.people.map((person) => `${person.subject} ${person.name}`),
  });
}
