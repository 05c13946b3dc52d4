import type { Command } from 'commander';
import type { JsonObject, JsonValue } from '../../protocol/canonical.ts';
import { DOCUMENT_BYTES_MAX } from '../../protocol/limits.ts';
import type { Client } from '../client/client.ts';
import { homeSchema } from '../client/views.ts';
import { UsageError } from './usage-error.ts';
import { collect, readWholeFile } from './values.ts';

/** Fields of a document as they stand in the schema, for whatever has no option of its own. */
export interface FieldOptions {
  readonly fields?: string;
  readonly field?: readonly string[];
}

export function addFieldOptions(command: Command): Command {
  return command
    .option('--fields <file>', 'further fields as a JSON object, see `act --list`; - is standard input')
    .option(
      '--field <name=value>',
      'one further field, its value words or JSON; a.b=… is inside of a; repeatable',
      collect,
    );
}

/**
 * Options → fields of a document.
 *
 * @param meant what a text that was typed means for the field; by default JSON where it is some, else words.
 * @throws {UsageError}
 */
export async function fieldsFrom(
  { fields, field = [] }: FieldOptions,
  meant: (name: string, text: string) => JsonValue = (_, text) => jsonOrWords(text),
): Promise<JsonObject> {
  let whole: JsonObject = fields === undefined ? {} : await objectIn(fields);
  for (const typed of field) {
    const [, path = '', text = ''] = /^([^=]+)=(.*)$/s.exec(typed) ?? [];
    if (path === '') throw new UsageError(`--field takes name=value, not “${typed}”.`);
    whole = withValue(whole, path.trim().split('.'), meant(path.trim(), text));
  }
  return whole;
}

/** Words as a name of a thing has them: in the first language of the commons. */
export async function inLanguage(client: Client, words: string): Promise<Record<string, string>> {
  if (words.trim() === '') throw new UsageError('This needs words.');
  const { name } = await client.read('/commons', homeSchema);
  return { [Object.keys(name)[0] ?? 'en']: words };
}

export function jsonOrWords(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue; // just parsed from JSON
  } catch {
    return text;
  }
}

async function objectIn(file: string): Promise<JsonObject> {
  const text = new TextDecoder().decode(await readWholeFile(file, '--fields', DOCUMENT_BYTES_MAX));
  const value = jsonOrWords(text);
  if (isObject(value)) return value;
  throw new UsageError(`--fields takes a JSON object; ${file} holds none.`);
}

function withValue(whole: JsonObject, path: readonly string[], value: JsonValue): JsonObject {
  const [name = '', ...rest] = path;
  if (rest.length === 0) return { ...whole, [name]: value };
  const { [name]: known } = whole;
  const inner = isObject(known) ? known : {};
  return { ...whole, [name]: withValue(inner, rest, value) };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value);
}
