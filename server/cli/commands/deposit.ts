import { toBase64url } from '../../../protocol/bytes.ts';
import { type JsonObject, parseCanonical } from '../../../protocol/canonical.ts';
import { composeDocument, type Fields } from '../../../protocol/documents/compose.ts';
import { type DocumentTypeName, isKnownType } from '../../../protocol/documents/document.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { BATCH_BYTES_MAX } from '../../../protocol/limits.ts';
import { formatMillis } from '../../../protocol/time.ts';
import { createClient } from '../../client/create-client.ts';
import { depositedSchema } from '../../client/peer-views.ts';
import { expandFields } from '../../flows/drafts/expand.ts';
import { systemRandom } from '../../random.ts';
import { type AskOptions, askToSign, assertCanAgree } from '../ask.ts';
import { signedByPeople } from '../document-fields.ts';
import { addExample } from '../examples.ts';
import { addFieldOptions, type FieldOptions, fieldsFrom } from '../field-options.ts';
import { commandLine } from '../invocation.ts';
import type { Output } from '../output.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { originFrom, readWholeFile } from '../values.ts';

interface DepositOptions extends ServerOptions, AskOptions, FieldOptions {
  readonly with: string;
  readonly file?: string;
  readonly audience?: string;
}

export function addDepositCommand(cli: Cli): void {
  const command = cli.program
    .command('deposit')
    .description(
      'leave with another commons what the server of yours does not take: it says so in its own record',
    )
    .argument('[type]', 'a document to be made and signed here, without any server, as `act --list` names it')
    .requiredOption('--with <url>', 'the server of the commons that is to keep it')
    .option('--file <file>', 'what was signed before and not taken')
    .option('--audience <who>', 'who may read it: public, members, or circle:SUBJECT (default: members)')
    .option('--yes', 'sign without asking');
  addServerOptions(addFieldOptions(command)).action((type: string | undefined, options: DepositOptions) =>
    deposit(cli, type, options),
  );
  addExample(
    command,
    'deposit --file folkmoot-ID.json --with https://commons.example.org',
    'deposit response --fields answer.json --with https://commons.example.org',
  );
}

async function deposit(cli: Cli, type: string | undefined, options: DepositOptions): Promise<void> {
  const output = cli.output(options);
  const origin = originFrom(options.with, '--with');
  if ((type === undefined) === (options.file === undefined))
    throw new UsageError('Name either a type with its fields, or a --file with what was signed before.');
  const body =
    options.file === undefined
      ? await signHere(type ?? '', options, output)
      : parseCanonical(await readWholeFile(options.file, '--file', BATCH_BYTES_MAX), {
          bytesMax: BATCH_BYTES_MAX,
        });
  const client = createClient(origin, null);
  try {
    const answer = depositedSchema.parse(await client.post('/deposits', body));
    output.result({ ...answer, with: origin }, () => [
      answer.result === 'kept'
        ? `It is kept there since ${answer.at}: entry ${answer.index} of its log says so.`
        : `The log of your own commons has it already: entry ${answer.index}, logged ${answer.at}.`,
      `What became of it where it is decided: ${commandLine(`bundle ID --log COMMONS --server ${origin} -o evidence.json`)}`,
    ]);
  } finally {
    await client.close();
  }
}

/** Made from its fields alone: whoever is not answered is given no draft. */
async function signHere(type: string, options: DepositOptions, output: Output): Promise<JsonObject> {
  const known = typeIn(type);
  if (options.fields !== '-') assertCanAgree(options);
  return withMember(options, output, async ({ member, commons }) => {
    const wish = await fieldsFrom(options);
    const expanded = await expandFields(wish, { random: systemRandom, currentRef: async () => null });
    const { payload } = composeDocument({
      subject: systemRandom.subject(),
      audience: options.audience ?? 'members',
      ...(expanded.fields as JsonObject), // made of JSON by what expands it
      type: known,
      commons,
      author: member.author,
      issuedAt: formatMillis(Date.now()),
      salt: systemRandom.salt(),
    } as unknown as Fields<DocumentTypeName>); // composing checks every field
    output.say(new TextDecoder().decode(payload));
    await askToSign(options);
    const envelope = await signEnvelope({ payload, ...member });
    const attachments = [...expanded.attachments].map(([hash, bytes]) => [hash, toBase64url(bytes)] as const);
    return {
      attachments: Object.fromEntries(attachments),
      documents: [parseCanonical(envelope, { bytesMax: BATCH_BYTES_MAX })],
    };
  });
}

function typeIn(type: string): DocumentTypeName {
  if (isKnownType(type) && signedByPeople().includes(type)) return type;
  throw new UsageError(`No person signs a document of the type “${type}”: ${commandLine('act --list')}`, {
    expected: { type: signedByPeople() },
  });
}
