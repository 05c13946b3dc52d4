import { anyLanguage } from '../../any-language.ts';
import { type RoleShown, rolesSchema } from '../../client/role-views.ts';
import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { nextCommand } from '../invocation.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withServer } from '../session.ts';
import { tableLines } from '../table.ts';

export function addRolesCommand(cli: Cli): void {
  const command = cli.program
    .command('roles')
    .description('who holds which role until when, and how somebody comes to it');
  addServerOptions(command).action((options: ServerOptions) => roles(cli, options));
  addExample(command, 'roles');
}

async function roles(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read('/roles', rolesSchema);
    const rows = answer.roles.flatMap(({ name, selection, terms, vacant }) => {
      const title = Object.values(name)[0] ?? '';
      if (terms.length === 0)
        return [[title, selection, vacant ? 'nobody: its circle decides' : 'nobody', '', '']];
      return terms.map(({ holder, endsAt, suspendedUntil, state, id }) => [
        title,
        selection,
        `${holder.name}${noteOf(state, suspendedUntil)}`,
        endsAt,
        shortId(id),
      ]);
    });
    output.result(answer, () =>
      rows.length === 0
        ? ['No role is in force yet.']
        : [
            ...tableLines(['role', 'by', 'who', 'until', 'term'], rows, true),
            ...answer.roles.flatMap(({ name, speaksWith }) =>
              speaksWith === null ? [] : [`${Object.values(name)[0]} speaks with ${speaksWith.name}.`],
            ),
            ...answer.roles.flatMap(({ name, speaksIn }) =>
              speaksIn === null
                ? []
                : [
                    `${anyLanguage(name)} speaks in ${anyLanguage(speaksIn.name)}${speaksIn.asked ? '' : ', which does not list it among its liaisons: so it is not asked there'}.`,
                  ],
            ),
            ...answer.roles.flatMap((role) => claimLines(role, options)),
            ...answer.roles.flatMap((role) => silentLines(role, options)),
          ],
    );
  });
}

/** Who says that an unclaimed seat is theirs, and what is typed by whoever grants roles. Spec §15 [R-15.67]. */
function claimLines({ name, claims }: RoleShown, options: ServerOptions): readonly string[] {
  return claims.flatMap(({ by, seat, domain, term, evidence }) => [
    '',
    `${by.name} claims the seat of “${seat.name}”${domain === null ? '' : ` under “${anyLanguage(domain.title)}”`}, as ${anyLanguage(name)}: ${evidence ?? '(not shown here)'}`,
    `Whoever grants roles says that it is theirs: ${nextCommand(options, `decide --adopt ${shortId(term)} --reason "…"`)}`,
  ]);
}

/** A role that must not be without anybody: what is due, and what is typed for it. Spec §15 [R-15.60]. */
function silentLines(
  { name, subject, silent, vacant }: RoleShown,
  options: ServerOptions,
): readonly string[] {
  if (silent === null) return [];
  const { since, conveneBy, outcomeBy, convened, returnsAt } = silent;
  const title = Object.values(name)[0] ?? subject;
  return [
    '',
    `${title} is silent since ${since}, and must not be.`,
    `Those whom it serves come together by ${conveneBy}${convened ? ' (they have)' : ''}, and somebody holds it by ${outcomeBy}.`,
    `${vacant ? 'What it decides is' : 'Otherwise what it decides is'} its circle’s from ${returnsAt} on, until somebody does.`,
    ...(convened || vacant
      ? []
      : [
          `Any of them calls a meeting: ${nextCommand(options, `meeting call --at 2d --silent ${subject} --about "…"`)}`,
        ]),
  ];
}

const NOTES: Readonly<Record<string, string>> = {
  'to-come': ' (to come)',
  'handover-open': ' (waits for the handover)',
  caretaker: ' (looks after it)',
  over: ' (has ended)',
};

function noteOf(state: string, suspendedUntil: string | null): string {
  return suspendedUntil === null ? (NOTES[state] ?? '') : ` (suspended until ${suspendedUntil})`;
}
