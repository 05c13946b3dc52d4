import type { Command } from 'commander';
import type { JsonObject } from '../../protocol/canonical.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { type AgreementShown, agreementSchema } from '../client/views.ts';
import { agreementLines } from './agreement-lines.ts';
import { assertCanAgree } from './ask.ts';
import { decidedLines } from './commands/decide.ts';
import { negotiationNamed } from './document-names.ts';
import { nextCommand } from './invocation.ts';
import type { Cli } from './run-cli.ts';
import { withMember } from './session.ts';
import { addSigningOptions, type SigningOptions, signAndLog } from './sign-and-log.ts';
import { UsageError } from './usage-error.ts';

/** Options of what is said in a negotiation: `delivered`, `received`, `terminate`, `ask`, `answer`. */
export interface ReportOptions extends SigningOptions {
  readonly quantity?: string;
  readonly reason: string;
}

/** @param usual what the reason is by default; without it one has to be given. */
export function addReportOptions(command: Command, usual?: { readonly reason: string }): Command {
  const words = 'words that the other party reads';
  return addSigningOptions(
    usual === undefined
      ? command.requiredOption('--reason <words>', words)
      : command.option('--reason <words>', words, usual.reason),
  );
}

/** Decides what is said of a promise in an agreement; the commons then says it to the others. Spec §8 [R-8.16]. */
export function report(
  cli: Cli,
  name: string,
  options: ReportOptions,
  wordOn: (shown: AgreementShown, commons: string) => JsonObject,
): Promise<void> {
  const operation = (shown: AgreementShown, commons: string) => ({ op: 'report', ...wordOn(shown, commons) });
  return decideOnAgreement(cli, name, options, {
    needs: 'seal',
    operationOn: operation,
    follows: 'The others are told at once.',
  });
}

/** @throws {UsageError} where nothing is said. */
export function textOf(words: string): { readonly say: string } {
  if (words.trim() === '') throw new UsageError('--words needs words.');
  return { say: words };
}

interface Decides {
  /** What there must be to say something of. */
  readonly needs: 'terms' | 'seal';
  readonly operationOn: (shown: AgreementShown, commons: string) => JsonObject;
  /** What follows, in a sentence. */
  readonly follows: string;
}

/** Decides something about a negotiation; the commons then says it to the others. Spec §8 [R-8.15]. */
export async function decideOnAgreement(
  cli: Cli,
  name: string,
  options: ReportOptions,
  { needs, operationOn, follows }: Decides,
): Promise<void> {
  const output = cli.output(options);
  if (options.reason.trim() === '') throw new UsageError('--reason needs words.');
  assertCanAgree(options);
  await withMember(options, output, async (session) => {
    const negotiation = await negotiationNamed(session.client, name);
    const shown = await session.client.read(`/agreements/${negotiation}`, agreementSchema);
    const { terms, seal, status } = shown;
    if (terms === null || (needs === 'seal' && seal === null))
      throw new ProtocolError('conflict', `Nothing is agreed: the negotiation is ${status}.`);
    const { op = '', ...said } = operationOn(shown, session.commons);
    for (const line of agreementLines(shown, options)) output.say(line);
    const logged = await signAndLog(session, options, 'decision', {
      operations: [{ op, negotiation, terms, ...said }],
      reason: { say: options.reason },
    });
    output.result({ negotiation, terms, ...said, decision: logged }, () =>
      decidedLines(logged, options, [
        ...(logged.idle === null ? [follows] : []),
        `How it stands: ${nextCommand(options, `agreements ${negotiation}`)}`,
      ]),
    );
  });
}
