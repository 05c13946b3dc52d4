import { type Command, Option } from 'commander';
import type { JsonObject } from '../../protocol/canonical.ts';
import type { Client } from '../client/client.ts';
import { documentNamed } from './document-names.ts';

/** Options by which somebody says what of an objection can be recomputed. Spec §6. */
export interface ClaimOptions {
  readonly violates?: readonly string[];
  readonly beyond?: readonly string[];
  readonly besides?: true;
}

const collect = (value: string, before: readonly string[] = []) => [...before, value];

/** @param authority whether it can be about what those who are asked may decide. */
export function addClaimOptions(command: Command, authority: boolean): void {
  command.addOption(
    new Option(
      '--violates <constraint>',
      'a constraint that it violates, by id: the rules say whether it does; repeatable',
    ).argParser(collect),
  );
  if (authority)
    command.addOption(
      new Option(
        '--beyond <what>',
        'what it goes beyond (right, scope or limits): the rules say whether it does; repeatable',
      ).argParser(collect),
    );
  command.option('--besides', 'there is more to it: where the rules do not agree, people judge the argument');
}

/** The members of an objection, or of a block, that say so. */
export async function claimsFrom(
  client: Client,
  { violates = [], beyond = [], besides }: ClaimOptions,
): Promise<{ readonly claims?: JsonObject[]; readonly besides?: true }> {
  const claims: JsonObject[] = [];
  for (const name of violates)
    claims.push({ what: 'constraint', constraint: await documentNamed(client, name) });
  for (const what of beyond) claims.push({ what });
  return {
    ...(claims.length === 0 ? {} : { claims }),
    ...(besides === undefined ? {} : { besides }),
  };
}
