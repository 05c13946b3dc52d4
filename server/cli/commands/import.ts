import { basename } from 'node:path';
import type { Command } from 'commander';
import { countText } from '../../amount-text.ts';
import type { Imported, ImportPlan, ImportProgress } from '../../importers/import-register.ts';
import { importRegister } from '../../importers/import-register.ts';
import { REGISTER_BYTES_MAX } from '../../importers/maintainers-lines.ts';
import { EXAMPLE_REGISTER, registerIn } from '../../importers/read-register.ts';
import { systemRandom } from '../../random.ts';
import { askToSign, assertCanAgree } from '../ask.ts';
import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { nextCommand } from '../invocation.ts';
import type { Output } from '../output.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { readUserFile } from '../values.ts';

/** Warnings that a person reads; the rest is in `--json`. */
const WARNINGS_SHOWN_MAX = 10;

const HELP = `
Each section becomes a domain: F: and N: are its paths, X: what is excluded, S: its status. Whoever stands under M: owns
it by an unclaimed seat, for two years; whoever stands under R: is named as knowing about it. All sections are adopted
together, by one decision of yours. Lists, trees, links and content patterns (L T W B C P Q K) have no place in a domain
and are left out.

Names and addresses never enter the log, which is for ever: they lie in a private table, from which they can be erased.
--names says who sees them there. Its default is public, as such a file is public itself.

A file that is in force already is refused; with --again it takes the place of the earlier import.`;

interface ImportOptions extends ServerOptions {
  readonly example?: boolean;
  readonly again?: boolean;
  readonly names: string;
  readonly yes?: boolean;
}

export function addImportCommand(cli: Cli): void {
  const group = cli.program.command('import').description('take over what is written down elsewhere');
  const command: Command = group
    .command('maintainers')
    .description(
      'adopt a register in the form of the Linux kernel’s MAINTAINERS file: who looks after which paths',
    )
    .argument('[file]', 'the register; - is standard input')
    .option('--example', 'take our own example, the register of an invented workshop')
    .option('--names <who>', 'who sees names and addresses: public or members', 'public')
    .option('--again', 'take the place of the version that is in force')
    .option('--yes', 'sign without asking');
  addServerOptions(command).action((file: string | undefined, options: ImportOptions) =>
    importMaintainers(cli, file, options),
  );
  addExample(command, 'import maintainers MAINTAINERS', 'import maintainers --example').addHelpText(
    'after',
    HELP,
  );
}

async function importMaintainers(cli: Cli, file: string | undefined, options: ImportOptions): Promise<void> {
  const output = cli.output(options);
  const names = namesFrom(options.names);
  const { bytes, shown, source } = await readSource(file, options);
  registerIn(bytes, shown); // before anybody is asked to agree: a file that is none is told first
  assertCanAgree(options);
  await withMember(options, output, async ({ client, member }) => {
    let started = performance.now();
    const imported = await importRegister({
      client,
      author: member.author,
      bytes,
      shown,
      source,
      names,
      again: options.again === true,
      now: Date.now,
      subject: systemRandom.subject,
      salt: systemRandom.salt,
      onProgress: (progress) => output.progress(progressLine(progress)),
      agree: async (plan) => {
        const asked = performance.now();
        await agree(plan, shown, options, output);
        started += performance.now() - asked; // a person's thinking is no part of the import
      },
    });
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const { status, code } = imported.verdict;
    output.result({ ...imported, verdict: { status, code }, names, seconds }, () => [
      ...importedLines(imported, names, options),
      `It took ${seconds} seconds.`,
    ]);
  });
}

async function readSource(file: string | undefined, { example }: ImportOptions) {
  if ((file === undefined) === (example !== true)) {
    throw new UsageError('Name one register: a file, or --example for our own.');
  }
  if (file === undefined) {
    const bytes = await readUserFile(EXAMPLE_REGISTER, 'import', REGISTER_BYTES_MAX);
    return { bytes, shown: 'The example', source: 'of an invented workshop (our example)' };
  }
  if (file === '-') {
    return {
      bytes: await readUserFile('-', 'import', REGISTER_BYTES_MAX),
      shown: 'Standard input',
      source: 'from standard input',
    };
  }
  return {
    bytes: await readUserFile(file, 'import', REGISTER_BYTES_MAX),
    shown: file,
    source: basename(file),
  };
}

function namesFrom(text: string): 'public' | 'members' {
  if (text === 'public' || text === 'members') return text;
  throw new UsageError(`--names takes public or members, not “${text}”.`);
}

async function agree(plan: ImportPlan, shown: string, options: ImportOptions, output: Output): Promise<void> {
  const { domains, people, replaces } = plan;
  output.say(`${shown}: ${domains} domains, ${people} people. You adopt all of them by one decision.`);
  if (replaces !== null) {
    const { kept, added, gone } = replaces;
    output.say(
      `It takes the place of the earlier import: ${kept} domains stay, ${added} are new, ${gone} are gone.`,
    );
  }
  await askToSign(options);
}

function progressLine({ step, done, of }: ImportProgress): string {
  switch (step) {
    case 'reading':
      return 'Reading the register …';
    case 'comparing':
      return 'Comparing it with what is in force …';
    case 'pages':
      return `Logging pages: ${done} of ${of} …`;
    case 'people':
      return `Writing names to the private table: ${done} of ${of} …`;
    case 'decision':
      return 'Deciding …';
  }
}

function importedLines(
  imported: Imported,
  names: 'public' | 'members',
  options: ImportOptions,
): readonly string[] {
  const { domains, people, seats, pages, leftOut, warnings, decision, verdict } = imported;
  const shown = warnings.slice(0, WARNINGS_SHOWN_MAX);
  return [
    verdict.status === 'pending'
      ? `${domains} domains wait for a second signature, in 72 hours at most: ${nextCommand(options, `confirm ${shortId(decision)}`)}`
      : `${domains} domains are in force, by one decision over ${pages === 1 ? '1 page' : `${pages} pages`}. Who decided that, and why: ${nextCommand(options, `why ${shortId(decision)}`)}`,
    `${people} people are named; ${seats} of them own domains, by seats that are unclaimed and end in two years.`,
    names === 'public'
      ? 'Their names are shown to everybody, and are not in the log.'
      : 'Their names are shown to members alone, and are not in the log.',
    `Left out: ${leftOut.lists} mailing lists, ${leftOut.trees} trees, ${leftOut.links} links, ${leftOut.contentPatterns} content patterns.`,
    ...(warnings.length === 0
      ? []
      : [`${countText(warnings.length, 'thing')} in the file could not be taken just so:`]),
    ...shown.map(({ line, detail }) => `  line ${line}: ${detail}`),
    ...(warnings.length > shown.length ? ['  … --json shows all of them.'] : []),
    `Ask who decides about a path: ${nextCommand(options, 'who PATH')}`,
  ];
}
