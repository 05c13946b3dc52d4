import * as z from 'zod';
import { documentIdSchema, subjectSchema } from '../../../protocol/ids.ts';
import { anyLanguage } from '../../any-language.ts';
import { documentNamed, shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { bodyNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember, withServer } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { tableLines } from '../table.ts';

/** `GET /matters` */
const mattersSchema = z.looseObject({
  matters: z.array(
    z.looseObject({
      id: documentIdSchema,
      subject: subjectSchema,
      by: z.string(),
      what: z.string().nullable(),
      state: z.string(),
      with: z.looseObject({ name: z.record(z.string(), z.string()) }),
    }),
  ),
});

interface RaiseOptions extends SigningOptions {
  readonly to: string;
}
interface ReferOptions extends SigningOptions {
  readonly to: string;
  readonly reason: string;
}
interface CloseOptions extends SigningOptions {
  readonly reason: string;
}

const WHOSE = 'a role or a person, by name; a circle by its subject';
const MATTER = 'its id, or at least 8 characters of its beginning';

export function addMatterCommand(cli: Cli): void {
  const matter = cli.program
    .command('matter')
    .description('issues before they are proposals: raise one, hand it on, close it');
  const list = matter.command('list').description('all of them, and what became of each');
  addServerOptions(list).action((options: ServerOptions) => listMatters(cli, options));
  addExample(list, 'matter list');
  const raise = matter
    .command('raise')
    .description('raise one with whom you take it to be the matter of')
    .argument('<words>', 'what it is about')
    .requiredOption('--to <whose>', WHOSE);
  addSigningOptions(raise).action((words: string, options: RaiseOptions) => raiseMatter(cli, words, options));
  addExample(raise, 'matter raise "The gate does not close." --to Coordinator');
  const refer = matter
    .command('refer')
    .description('hand on what is not your matter: handed on twice it goes up by itself')
    .argument('<matter>', MATTER)
    .requiredOption('--to <whose>', WHOSE)
    .requiredOption('--reason <words>', 'why');
  addSigningOptions(refer).action((name: string, options: ReferOptions) =>
    handle(cli, name, options, { act: 'refer', to: options.to }),
  );
  addExample(refer, 'matter refer ID --to Coordinator --reason "It is about the garden."');
  const close = matter
    .command('close')
    .description('say why nothing more comes of it')
    .argument('<matter>', MATTER)
    .requiredOption('--reason <words>', 'why');
  addSigningOptions(close).action((name: string, options: CloseOptions) =>
    handle(cli, name, options, { act: 'close' }),
  );
  addExample(close, 'matter close ID --reason "It closes again."');
}

async function listMatters(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read('/matters', mattersSchema);
    const rows = answer.matters.map(({ id, state, by, what, with: whose }) => [
      shortId(id),
      state,
      anyLanguage(whose.name),
      by,
      what ?? '(not shown here)',
    ]);
    output.result(answer, () =>
      rows.length === 0
        ? ['Nothing was raised yet.']
        : tableLines(['id', 'state', 'with', 'raised by', 'what'], rows, true),
    );
  });
}

async function raiseMatter(cli: Cli, words: string, options: RaiseOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'matter', {
      what: { say: words },
      to: await bodyNamed(session.client, options.to),
    });
    output.result(logged, () => loggedLines(logged, [`Where it is: ${commandLine('matter list')}`]));
  });
}

async function handle(
  cli: Cli,
  name: string,
  options: ReferOptions | CloseOptions,
  act: { readonly act: 'refer'; readonly to: string } | { readonly act: 'close' },
): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'handling', {
      matter: await documentNamed(session.client, name),
      ...act,
      ...(act.act === 'refer' ? { to: await bodyNamed(session.client, act.to) } : {}),
      reason: { say: options.reason },
    });
    output.result(logged, () => loggedLines(logged));
  });
}
