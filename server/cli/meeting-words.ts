import type { JsonValue } from '../../protocol/canonical.ts';
import { STANCES } from '../../protocol/documents/advice.ts';
import { type Answer, answerSchema } from '../../protocol/documents/response.ts';
import type { Subject } from '../../protocol/ids.ts';
import type { Client } from '../client/client.ts';
import { documentNamed } from './document-names.ts';
import { UsageError } from './usage-error.ts';
import { wholeNumber } from './values.ts';

/** What minutes say of one matter, as options. */
export interface RecordedOptions {
  readonly said?: readonly string[];
  readonly counted?: readonly string[];
  readonly ballot?: readonly string[];
  readonly advised?: readonly string[];
  readonly objects?: readonly string[];
  readonly ground?: readonly string[];
  readonly argument?: readonly string[];
  readonly resolvedBy?: readonly string[];
  readonly ends?: readonly string[];
  readonly rounds?: string;
  readonly closes?: true;
}

/**
 * Options as the members of a recorded matter; texts in their short form.
 *
 * @throws {UsageError} where one is not well made.
 */
export async function recordedMatter(
  options: RecordedOptions,
  client: Client,
  person: (text: string) => Promise<Subject>,
): Promise<{ readonly [member: string]: JsonValue }> {
  const { said = [], counted = [], objects = [], ends = [], rounds, closes } = options;
  const { ballot = [], advised = [] } = options;
  return {
    ...(said.length === 0 ? {} : { answers: await Promise.all(said.map((text) => answerOf(text, person))) }),
    ...(counted.length === 0 ? {} : { counted: Object.fromEntries(counted.map(countOf)) }),
    ...(ballot.length === 0
      ? {}
      : { ballots: await Promise.all(ballot.map((text) => ballotOf(text, person))) }),
    ...(advised.length === 0
      ? {}
      : { advice: await Promise.all(advised.map((text) => adviceOf(text, person))) }),
    ...(objects.length === 0 ? {} : { objections: await objectionsOf(options, objects, person) }),
    ...(ends.length === 0
      ? {}
      : { ended: await Promise.all(ends.map((text) => endOf(text, client, person))) }),
    ...(rounds === undefined ? {} : { rounds: wholeNumber(rounds, '--rounds', 1) }),
    ...(closes === undefined ? {} : { closes }),
  };
}

/** `Ana=concern: It is a lot.` */
async function answerOf(text: string, person: (text: string) => Promise<Subject>): Promise<JsonValue> {
  const [who, rest] = halves(text, '--said', 'Ana=consent');
  const [value, ...words] = rest.split(':');
  const why = words.join(':').trim();
  return {
    by: await person(who),
    value: answerIn(value ?? ''),
    ...(why === '' ? {} : { text: { say: why } }),
  };
}

/** `Ana=Cem, Dia`, or `Ana=none`. */
async function ballotOf(text: string, person: (text: string) => Promise<Subject>): Promise<JsonValue> {
  const [who, rest] = halves(text, '--ballot', '“Ana=Cem, Dia” or Ana=none');
  const names = rest === 'none' ? [] : rest.split(',').map((name) => name.trim());
  return { by: await person(who), approves: await Promise.all(names.map(person)) };
}

/** `Ana=against: It is a lot.` */
async function adviceOf(text: string, person: (text: string) => Promise<Subject>): Promise<JsonValue> {
  const [who, rest] = halves(text, '--advised', '“Ana=against: Why.”');
  const [stance = '', ...words] = rest.split(':');
  const why = words.join(':').trim();
  const known = STANCES.find((one) => one === stance.trim());
  if (known === undefined || why === '')
    throw new UsageError(`Advice is “Ana=${STANCES.join('|')}: Why.”, not “${text}”.`);
  return { by: await person(who), stance: known, text: { say: why } };
}

function countOf(text: string): readonly [Answer, number] {
  const [value, count] = halves(text, '--counted', 'consent=3');
  return [answerIn(value), wholeNumber(count, '--counted', 1)];
}

async function endOf(
  text: string,
  client: Client,
  person: (text: string) => Promise<Subject>,
): Promise<JsonValue> {
  const [who, objection] = halves(text, '--ends', 'Ana=ID');
  return { by: await person(who), objection: await documentNamed(client, objection), fate: 'withdrawn' };
}

/** Each with its ground, its argument and what would resolve it, in the same order. */
async function objectionsOf(
  { ground = [], argument = [], resolvedBy = [] }: RecordedOptions,
  objects: readonly string[],
  person: (text: string) => Promise<Subject>,
): Promise<JsonValue> {
  const complete = [ground, argument, resolvedBy].every(({ length }) => length === objects.length);
  if (!complete) throw new UsageError('Each --objects needs a --ground, an --argument and a --resolved-by.');
  return Promise.all(
    objects.map(async (who, place) => ({
      by: await person(who),
      ground: ground[place] ?? '',
      argument: { say: argument[place] ?? '' },
      resolvedBy: { say: resolvedBy[place] ?? '' },
    })),
  );
}

function answerIn(text: string): Answer {
  const value = answerSchema.safeParse(text.trim());
  if (value.success) return value.data;
  throw new UsageError(`“${text}” is no answer; the answers are ${answerSchema.options.join(', ')}.`);
}

function halves(text: string, name: string, example: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at <= 0 || at === text.length - 1) throw new UsageError(`${name} takes ${example}, not “${text}”.`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
