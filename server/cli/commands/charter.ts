import * as z from 'zod';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { documentIdSchema } from '../../../protocol/ids.ts';
import { type AdoptOptions, addAdoptOptions, draftAndAdopt, fieldsInForce } from '../adopt-thing.ts';
import { addExample } from '../examples.ts';
import { addFieldOptions, type FieldOptions, fieldsFrom, inLanguage } from '../field-options.ts';
import type { Cli } from '../run-cli.ts';
import { type MemberSession, withMember } from '../session.ts';
import { collect } from '../values.ts';

interface CharterOptions extends AdoptOptions, FieldOptions {
  readonly name?: string;
  readonly purpose?: string;
  readonly value?: readonly string[];
  readonly exitTerms?: string;
}

/** `GET /commons`, as far as the charter goes. */
const charterSchema = z.looseObject({ charter: documentIdSchema });

export function addCharterCommand(cli: Cli): void {
  const charter = cli.program
    .command('charter')
    .description('what the commons is for, and how it changes that');
  const change = charter
    .command('change')
    .description('change the charter; what is not said stays')
    .option('--name <name>', 'how the commons is called')
    .option('--purpose <words>', 'what it is for')
    .option('--value <words>', 'a value in words, beside those that there are; repeatable', collect)
    .option('--exit-terms <words>', 'what holds for whoever leaves');
  addAdoptOptions(addFieldOptions(change)).action((options: CharterOptions) => settle(cli, options));
  addExample(
    change,
    'charter change --purpose "Clean water for all." --reason "The valley has grown." --propose',
  );

  const ratify = charter
    .command('ratify')
    .description('put the charter as it is before the members, who make it theirs');
  addAdoptOptions(ratify).action((options: AdoptOptions) => settle(cli, options, true));
  addExample(ratify, 'charter ratify --reason "A month has passed, and it holds." --propose');
}

/** @param ratifies whether it is the members' from then on. Spec §4 [R-4.23]. */
async function settle(cli: Cli, options: CharterOptions, ratifies = false): Promise<void> {
  await withMember(options, cli.output(options), async (session) => {
    const { charter } = await session.client.read('/commons', charterSchema);
    const { ratifyWithinSeconds, ...before } = await fieldsInForce(session.client, 'charter', charter);
    const provisional = ratifies || ratifyWithinSeconds === undefined ? {} : { ratifyWithinSeconds };
    await draftAndAdopt(session, options, 'charter', {
      ...before,
      ...provisional,
      supersedes: charter,
      ...(await changesIn(session, options, before)),
    });
  });
}

async function changesIn(
  { client }: MemberSession,
  options: CharterOptions,
  before: JsonObject,
): Promise<JsonObject> {
  const { name, purpose, value, exitTerms } = options;
  const values = Array.isArray(before.values) ? before.values : [];
  return {
    ...(name === undefined ? {} : { name: await inLanguage(client, name) }),
    ...(purpose === undefined ? {} : { purpose: await inLanguage(client, purpose) }),
    ...(exitTerms === undefined ? {} : { exitTerms: await inLanguage(client, exitTerms) }),
    ...(value === undefined
      ? {}
      : {
          values: [
            ...values,
            ...(await Promise.all(
              value.map(async (words) => ({
                title: await inLanguage(client, words),
                sentence: await inLanguage(client, words),
              })),
            )),
          ],
        }),
    ...(await fieldsFrom(options)),
  };
}
