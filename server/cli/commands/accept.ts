import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { amountText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import { readLogged } from '../../client/log.ts';
import { type AgreementShown, agreementSchema, resourcesSchema } from '../../client/views.ts';
import { agreementLines } from '../agreement-lines.ts';
import { assertCanAgree } from '../ask.ts';
import { negotiationNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { nextCommand } from '../invocation.ts';
import { drawnOn } from '../operations.ts';
import type { Cli } from '../run-cli.ts';
import { type MemberSession, withMember } from '../session.ts';
import { addSigningOptions, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { decidedLines } from './decide.ts';

interface AcceptOptions extends SigningOptions {
  readonly reason: string;
  readonly budget?: string;
}

/** Why there is nothing to accept, by the status of the negotiation. */
const NOTHING_TO_ACCEPT: Readonly<Record<string, string>> = {
  'accepted-by-us': 'We have accepted these terms already.',
  'accepted-by-all': 'Everybody has accepted these terms already.',
  formed: 'The agreement is sealed already.',
  active: 'The agreement is sealed already.',
  claimed: 'The agreement is sealed already.',
  fulfilled: 'The agreement is sealed already.',
  lapsed: 'The negotiation has lapsed.',
  rejected: 'These terms were rejected: answer them with another offer.',
  'in-doubt': 'We have accepted these terms already, and wait for the seal.',
  contested: 'The negotiation is contested.',
};

export function addAcceptCommand(cli: Cli): void {
  const command = cli.program
    .command('accept')
    .description('decide yes to the terms on the table, as the role that may')
    .argument('<negotiation>', 'its name, or a beginning of it of at least 8 characters')
    .requiredOption('--reason <words>', 'why: every decision has a reason')
    .option('--budget <name>', 'the budget that our part is drawn on, by title or subject');
  addSigningOptions(command).action((negotiation: string, options: AcceptOptions) =>
    accept(cli, negotiation, options),
  );
  addExample(command, 'accept NEGOTIATION --reason "A fair exchange."');
}

async function accept(cli: Cli, name: string, options: AcceptOptions): Promise<void> {
  const output = cli.output(options);
  if (options.reason.trim() === '') throw new UsageError('--reason needs words.');
  assertCanAgree(options);
  await withMember(options, output, async (session) => {
    const negotiation = await negotiationNamed(session.client, name);
    const shown = await session.client.read(`/agreements/${negotiation}`, agreementSchema);
    for (const line of agreementLines(shown, options)) output.say(line);
    for (const line of await shortagesIn(session, shown)) output.say(line);
    const logged = await signAndLog(session, options, 'decision', {
      ...(await yesTo(session, negotiation, shown, options.budget)),
      reason: { say: options.reason },
    });
    output.result({ negotiation, terms: shown.terms, decision: logged }, () => [
      ...decidedLines(logged, options, [
        'The commons accepts as soon as its evidence is good enough; the registrar seals once everybody has.',
        `How it stands: ${nextCommand(options, `agreements ${negotiation}`)}`,
      ]),
    ]);
  });
}

/** What we would promise and do not have free: the yes counts all the same, and waits. */
async function shortagesIn(
  { client, commons }: MemberSession,
  { fields }: AgreementShown,
): Promise<string[]> {
  const { resources } = await client.read('/resources', resourcesSchema);
  return (fields?.commitments ?? []).flatMap(({ provider, resource, quantity }) => {
    const stock =
      provider === commons ? resources.find(({ subject }) => subject === resource.subject) : undefined;
    if (stock === undefined || quantity <= stock.available) return [];
    const { name, unit, available } = stock;
    const free = `${amountText(available, unit)} of “${anyLanguage(name)}” ${available === 1 ? 'is' : 'are'} free now`;
    return [
      `Warning: ${free}, and this takes ${amountText(quantity, unit)}. The commons accepts once it has that much.`,
    ];
  });
}

/**
 * A yes to terms of others names them; our own terms stand on our own proposal, and that is what is decided then.
 *
 * @throws {ProtocolError} `conflict` where there is nothing to accept.
 */
async function yesTo(
  { client, commons }: MemberSession,
  negotiation: Subject,
  { terms, fields, status }: AgreementShown,
  budget: string | undefined,
): Promise<JsonObject> {
  const nothing = NOTHING_TO_ACCEPT[status];
  if (nothing !== undefined) throw new ProtocolError('conflict', nothing, { status });
  if (terms === null || fields === null) {
    throw new ProtocolError('conflict', 'There are no terms on the table yet: try again in a moment.', {
      status,
    });
  }
  const document = await readLogged(client, terms);
  if (document.type === 'terms' && document.commons === commons) {
    const basis = await readLogged(client, document.basis.id);
    if (basis.type === 'proposal' && budget !== undefined)
      throw new UsageError(
        'The proposal behind our own offer says what it is drawn on: offer it with --budget.',
      );
    if (basis.type === 'proposal') return { proposal: basis.subject };
    throw new ProtocolError('conflict', 'These terms are our own decision already.', {
      decision: document.basis.id,
    });
  }
  const drawn = await drawnOn(client, budget);
  return {
    operations: [{ op: 'agree', negotiation, terms, fields: fields as unknown as JsonObject, ...drawn }],
  }; // JSON only
}
