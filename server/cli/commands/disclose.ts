import { BUNDLE_BYTES_MAX, bundleBytes, parseBundle } from '../../../protocol/verify/bundle.ts';
import { disclose } from '../../../protocol/verify/withhold.ts';
import { addExample } from '../examples.ts';
import { commandLine, shellWord } from '../invocation.ts';
import { partNamed } from '../part-names.ts';
import type { Cli } from '../run-cli.ts';
import { readWholeFile, userPath } from '../values.ts';
import { writeWhole } from '../write-whole.ts';

interface DiscloseOptions {
  readonly from: string;
  readonly output: string;
  readonly json?: boolean;
}

export function addDiscloseCommand(cli: Cli): void {
  const command = cli.program
    .command('disclose')
    .description('add to a bundle what was withheld from it, from a fuller one; offline')
    .argument('<file>', 'the bundle that lacks something')
    .argument(
      '[names...]',
      'documents by id, a beginning of that or their name, texts as text:HASH (default: all that it lacks)',
    )
    .requiredOption('--from <file>', 'a bundle of the same matter that shows it')
    .requiredOption('-o, --output <file>', 'where to write the fuller bundle')
    .option('--json', 'print one JSON value')
    .action((file: string, names: string[], options: DiscloseOptions) => run(cli, file, names, options));
  addExample(command, 'disclose decision.json ID --from whole.json -o more.json');
}

async function run(
  cli: Cli,
  file: string,
  names: readonly string[],
  options: DiscloseOptions,
): Promise<void> {
  const output = cli.output(options);
  const bundle = parseBundle(await readWholeFile(file, '<file>', BUNDLE_BYTES_MAX));
  const from = parseBundle(await readWholeFile(options.from, '--from', BUNDLE_BYTES_MAX));
  const bytes = bundleBytes(
    disclose(bundle, from, names.length === 0 ? null : names.map((name) => partNamed(from, name))),
  );
  await writeWhole(options.output, bytes);
  output.result({ file: userPath(options.output), bytes: bytes.length }, () => [
    `${options.output}: ${bytes.length} bytes.`,
    `Verify it anywhere, without network: ${commandLine(`verify ${shellWord(options.output)}`)}`,
  ]);
}
