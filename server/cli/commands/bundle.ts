import { documentIdSchema } from '../../../protocol/ids.ts';
import { bundleBytes, parseBundle } from '../../../protocol/verify/bundle.ts';
import { withhold } from '../../../protocol/verify/withhold.ts';
import { documentOrNegotiation } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine, shellWord } from '../invocation.ts';
import { partNamed, textsOf } from '../part-names.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withServer } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { collect, userPath } from '../values.ts';
import { writeWhole } from '../write-whole.ts';

interface BundleOptions extends ServerOptions {
  readonly output?: string;
  readonly withhold?: readonly string[];
  readonly texts?: boolean;
  readonly log?: string;
}

export function addBundleCommand(cli: Cli): void {
  const command = cli.program
    .command('bundle')
    .description('take all evidence of a decision or agreement home in one file')
    .argument('<id>', 'id of a document, or name of a negotiation; a beginning of at least 8 characters does')
    .option('-o, --output <file>', 'where to write it (default: standard output)');
  command
    .option(
      '--withhold <name>',
      'leave a document out, by its id, a beginning of that or its name, or a text, as text:HASH; its place stays; repeatable',
      collect,
    )
    .option(
      '--log <commons>',
      'of a document of this commons, by its SCID, as the server follows its log: with what was left there for it',
    )
    .option('--no-texts', 'leave all texts out: nothing that is verified needs them');
  addServerOptions(command).action((id: string, options: BundleOptions) => bundle(cli, id, options));
  addExample(command, 'bundle ID -o decision.json', 'bundle ID --withhold ID -o for-a-stranger.json');
}

async function bundle(cli: Cli, id: string, options: BundleOptions): Promise<void> {
  const output = cli.output(options);
  const file = options.output;
  if (file === undefined && process.stdout.isTTY === true) {
    throw new UsageError('A bundle is long: say where to write it, as -o decision.json.');
  }
  await withServer(options, output, async ({ client }) => {
    const { log } = options;
    const target = log === undefined ? await documentOrNegotiation(client, id) : wholeId(id);
    const query = log === undefined ? '' : `?log=${encodeURIComponent(log)}`;
    output.progress('The server gathers the evidence …');
    const whole = parseBundle(await client.getBytes(`/bundles/${encodeURIComponent(target)}${query}`));
    const hidden = (options.withhold ?? []).map((name) => partNamed(whole, name));
    const bundle = withhold(whole, options.texts === false ? [...hidden, ...textsOf(whole)] : hidden);
    const bytes = bundleBytes(bundle);
    const { logs, target: about } = bundle;
    if (file === undefined || file === '-') {
      output.result(JSON.parse(new TextDecoder().decode(bytes)), () => [new TextDecoder().decode(bytes)]);
      return;
    }
    await writeWhole(file, bytes);
    const entries = logs.reduce((sum, log) => sum + log.entries.length, 0);
    const written = { file: userPath(file), bytes: bytes.length, target: about, logs: logs.length, entries };
    output.result(written, () => [
      `${file}: ${bytes.length} bytes, ${entries} entries of ${logs.length === 1 ? 'one log' : `${logs.length} logs`}.`,
      `Verify it anywhere, without network: ${commandLine(`verify ${shellWord(file)}`)}`,
    ]);
  });
}

/** The log of another commons is not searched for beginnings. @throws {UsageError} */
function wholeId(text: string): string {
  const id = documentIdSchema.safeParse(text.startsWith('ni:') ? text : `ni:///sha-256;${text}`);
  if (id.success) return id.data;
  throw new UsageError('With --log the document is named by its whole id.', { id: text.slice(0, 128) });
}
