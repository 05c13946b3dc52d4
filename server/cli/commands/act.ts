import type { JsonObject, JsonValue } from '../../../protocol/canonical.ts';
import { namesSchema, paragraphsSchema, textSchema } from '../../../protocol/documents/common.ts';
import { type DocumentTypeName, isKnownType } from '../../../protocol/documents/document.ts';
import { documentIdSchema } from '../../../protocol/ids.ts';
import { assertCanAgree } from '../ask.ts';
import { fieldsOf, schemaAt, signedByPeople } from '../document-fields.ts';
import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { addFieldOptions, type FieldOptions, fieldsFrom, inLanguage, jsonOrWords } from '../field-options.ts';
import { commandLine } from '../invocation.ts';
import type { Cli } from '../run-cli.ts';
import { type MemberSession, withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { versionOf } from '../version-of.ts';

interface ActOptions extends SigningOptions, FieldOptions {
  readonly list?: boolean;
  readonly from?: string;
}

export function addActCommand(cli: Cli): void {
  const command = cli.program
    .command('act')
    .description('sign any document that a person can sign, for whatever has no command of its own')
    .argument('[type]', 'its type, as `act --list` names it')
    .option(
      '--from <version>',
      'another version of it, by id, or the one in force by the name of a role or domain: what is not said stays',
    )
    .option('--list', 'name the types and their fields; with a type, those of that one');
  addSigningOptions(addFieldOptions(command)).action((type: string | undefined, options: ActOptions) =>
    act(cli, type, options),
  );
  addExample(
    command,
    'act --list',
    'act recusal --field proposal=ID --field "reason=He is my brother."',
    'act proposal --fields proposal.json',
    'act role --from Coordinator --fields change.json',
  );
}

async function act(cli: Cli, type: string | undefined, options: ActOptions): Promise<void> {
  const output = cli.output(options);
  if (options.list === true) {
    const types = (type === undefined ? signedByPeople() : [typeIn(type)]).map((name) => ({
      type: name,
      fields: fieldsOf(name),
    }));
    output.result({ types }, () => [
      ...types.flatMap(({ type: name, fields }) => [
        name,
        ...fields.map((field) => `  ${field.name}${field.optional ? '?' : ''}: ${field.takes}`),
      ]),
      '',
      'Words are attached by themselves; a subject stands for the version in force. What follows from the log, such as the',
      'domain or your mandate, is filled in where it is left out. Decisions and proposals take `operations` in place of `binding`.',
    ]);
    return;
  }
  if (type === undefined) throw new UsageError('Say which type: `act --list` names them.');
  const known = typeIn(type);
  if (options.fields !== '-') assertCanAgree(options);
  await withMember(options, output, async (session) => {
    const before = options.from === undefined ? {} : await versionOf(session.client, known, options.from);
    const wish = { ...before, ...(await wishFrom(session, known, options)) };
    const logged = await signAndLog(session, options, known, wish);
    output.result(logged, () => loggedLines(logged));
  });
}

function typeIn(type: string): DocumentTypeName {
  const people = signedByPeople();
  if (isKnownType(type) && people.includes(type)) return type;
  throw new UsageError(
    isKnownType(type)
      ? `A ${type} is signed by the commons itself, and by no person.`
      : `No document type is called “${type}”: ${commandLine('act --list')}`,
    { expected: { type: people } },
  );
}

/** What was typed, in the form that the field takes: words are attached, ids are found by their beginning. */
async function wishFrom(
  { client }: MemberSession,
  type: DocumentTypeName,
  options: FieldOptions,
): Promise<JsonObject> {
  const language = Object.keys(await inLanguage(client, 'x'))[0] ?? 'en';
  const wish = await fieldsFrom(options, (name, text) => meant(type, name, text, language));
  const found = await Promise.all(
    Object.entries(wish).map(async ([name, value]) => {
      const isId = schemaAt(type, [name]) === documentIdSchema && typeof value === 'string';
      return [name, isId ? await documentNamed(client, value) : value] as const;
    }),
  );
  return Object.fromEntries(found);
}

function meant(type: DocumentTypeName, name: string, text: string, language: string): JsonValue {
  const schema = schemaAt(type, name.split('.'));
  const value = jsonOrWords(text);
  if (typeof value === 'object' && value !== null) return value;
  if (schema === textSchema) return { say: text };
  if (schema === namesSchema || schema === paragraphsSchema) return { [language]: text };
  return schema !== null && schema._zod.def.type === 'string' ? text : value;
}
