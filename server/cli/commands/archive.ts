import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { countText } from '../../amount-text.ts';
import type { ArchiveFile } from '../../flows/archive/archive-files.ts';
import { addExample } from '../examples.ts';
import { commandLine, shellWord } from '../invocation.ts';
import { addFolderOptions, onOwnFolder } from '../own-identity.ts';
import type { Cli } from '../run-cli.ts';
import { UsageError } from '../usage-error.ts';
import { userPath } from '../values.ts';

interface ArchiveOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly members?: boolean;
}

export function addArchiveCommand(cli: Cli): void {
  const command = cli.program
    .command('archive')
    .description(
      'write the whole signed record as plain files: any web server can serve them, and anybody verify them',
    )
    .argument('<folder>', 'a new or empty folder')
    .option('--members', 'also what members alone may read: keep such an archive among them');
  addFolderOptions(command).action((folder: string, options: ArchiveOptions) =>
    archive(cli, folder, options),
  );
  addExample(command, 'archive ~/archive');
}

async function archive(cli: Cli, folder: string, options: ArchiveOptions): Promise<void> {
  const output = cli.output(options);
  const root = userPath(folder);
  await assertEmpty(root, folder);
  await onOwnFolder(options, output, async ({ context }) => {
    const [{ archiveFiles }, { publicOnly }, page] = await Promise.all([
      import('../../flows/archive/archive-files.ts'),
      import('../../flows/acts/export-bundle.ts'),
      import('../archive-page-files.ts'),
    ]);
    const mayRead = options.members === true ? () => true : publicOnly;
    let files = 0;
    const write = async (file: ArchiveFile) => {
      await writeInto(root, file);
      files++;
    };
    for await (const file of archiveFiles(context, mayRead)) await write(file);
    for (const file of await page.pageFiles(context, mayRead)) await write(file);
    const commons = await context.commons();
    output.result({ folder: root, commons, files }, () => [
      `The record of ${commons} is in ${folder}: ${countText(files, 'file')}.`,
      options.members === true
        ? 'It holds what members alone may read: do not publish it.'
        : 'It holds what everybody may read; of the rest there are hashes.',
      `Anybody can check it: ${commandLine(`verify ${shellWord(folder)}`)}`,
      `Any web server can serve it; ${join(folder, 'index.html')} is its page.`,
    ]);
  });
}

/** Nothing of anybody's is written over, and no file of another archive stays between these. */
async function assertEmpty(root: string, folder: string): Promise<void> {
  try {
    await mkdir(root, { recursive: true });
    if ((await readdir(root)).length === 0) return;
  } catch (cause) {
    throw new UsageError(`The folder ${folder} cannot be made or read.`, {}, { cause });
  }
  throw new UsageError(`The folder ${folder} is not empty: an archive goes into one of its own.`);
}

async function writeInto(root: string, { path, content }: ArchiveFile): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
