import * as z from 'zod';
import { anyLanguage } from '../../any-language.ts';
import { addExample } from '../examples.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withServer } from '../session.ts';
import { UsageError } from '../usage-error.ts';

const textsSchema = z.record(z.string(), z.string());

/** `GET /register/path` */
const pathSchema = z.looseObject({
  path: z.string(),
  withheld: z.int(),
  owners: z.array(
    z.looseObject({
      subject: z.string(),
      title: textsSchema,
      rung: z.string(),
      status: z.string(),
      specificity: z.array(z.number()),
      owner: z.looseObject({
        kind: z.enum(['circle', 'role', 'seats', 'none']),
        name: textsSchema.nullable(),
        people: z.array(z.looseObject({ name: z.string(), email: z.string().nullable() })),
      }),
    }),
  ),
});
type PathAnswer = z.infer<typeof pathSchema>;
type PathOwner = PathAnswer['owners'][number];

export function addWhoCommand(cli: Cli): void {
  const command = cli.program
    .command('who')
    .description('who decides about a path: every domain that covers it, the most specific first')
    .argument('<path>', 'as the register writes paths: relative, with slashes; it need not exist')
    .addHelpText(
      'after',
      '\nThe first domain decides. Where several are equally specific, none of them decides alone.',
    );
  addServerOptions(command).action((path: string, options: ServerOptions) => who(cli, path, options));
  addExample(command, 'who tools/power/bandsaw.md');
}

async function who(cli: Cli, path: string, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  const asked = pathFrom(path);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read(`/register/path?path=${encodeURIComponent(asked)}`, pathSchema);
    output.result(answer, () => whoLines(answer));
  });
}

/**
 * A path as a shell completes it, as the register writes it.
 *
 * @throws {UsageError} for what means something on this machine, where the register knows nothing of this machine.
 */
function pathFrom(typed: string): string {
  const path = typed.replace(/^(\.\/+)+/, '');
  if (path.startsWith('/')) {
    throw new UsageError(
      `“${typed}” begins at the root of this machine; the register's paths are relative, such as ${path.replace(/^\/+/, '') || 'docs/guide.md'}.`,
    );
  }
  if (path.length > 1 && path.endsWith('/')) {
    throw new UsageError(`“${typed}” is a folder: ask about a path in it, such as ${path}README.md.`);
  }
  return path;
}

/** The answer as a person reads it. */
export function whoLines({ path, owners, withheld }: PathAnswer): readonly string[] {
  if (withheld > 0) {
    return [
      `Of the domains that cover ${path}, ${withheld} are not for everybody: which one decides is not shown here.`,
      ...owners.flatMap((owner, place) => ['', ...ownerLines(owner, place + 1)]),
    ];
  }
  if (owners.length === 0) return [`Nobody decides about ${path}: no domain covers it.`];
  const equals = owners.filter((owner) => sameSpecificity(owner, owners[0])).length;
  return [
    equals === 1
      ? `Who decides about ${path}, the most specific first:`
      : `The first ${equals} domains cover ${path} equally: none of them decides alone.`,
    ...owners.flatMap((owner, place) => ['', ...ownerLines(owner, place + 1)]),
  ];
}

function ownerLines({ title, status, rung, owner }: PathOwner, place: number): readonly string[] {
  const head = `${place}. ${anyLanguage(title)} (${status}, by ${rung})`;
  if (owner.kind === 'none') return [head, '   nobody looks after it'];
  const people = owner.people.map(({ name, email }) =>
    email === null || email === name ? name : `${name} <${email}>`,
  );
  const as = owner.name === null ? '' : `${anyLanguage(owner.name)}: `;
  return [head, ...(people.length === 0 ? ['nobody holds it now'] : people).map((line) => `   ${as}${line}`)];
}

function sameSpecificity(a: PathOwner, b: PathOwner | undefined): boolean {
  return a.specificity.every((value, place) => value === b?.specificity[place]);
}
