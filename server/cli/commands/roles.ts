import { rolesSchema } from '../../client/role-views.ts';
import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
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
        : tableLines(['role', 'by', 'who', 'until', 'term'], rows, true),
    );
  });
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
