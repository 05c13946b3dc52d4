import { composeDocument } from '../../../protocol/documents/compose.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import { readCharter } from '../../client/log.ts';
import { homeSchema } from '../../client/views.ts';
import { systemRandom } from '../../random.ts';
import { askToSign, assertCanAgree } from '../ask.ts';
import { documentNamed, shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { provisionalLines } from '../provisional-lines.ts';
import type { Cli } from '../run-cli.ts';
import { type MemberSession, withMember } from '../session.ts';
import {
  addSigningOptions,
  type Logged,
  loggedLines,
  type SigningOptions,
  signAndLog,
} from '../sign-and-log.ts';

export function addConfirmCommand(cli: Cli): void {
  const command = cli.program
    .command('confirm')
    .description(
      'sign what another signed first: the charter, as a co-founder, a decision that needs two, or minutes of a meeting',
    )
    .argument('[decision]', 'id of the decision or minutes; without it, the charter');
  addSigningOptions(command).action((decision: string | undefined, options: SigningOptions) =>
    confirm(cli, decision, options),
  );
  addExample(command, 'confirm', 'confirm ID');
}

async function confirm(cli: Cli, decision: string | undefined, options: SigningOptions): Promise<void> {
  const output = cli.output(options);
  assertCanAgree(options);
  await withMember(options, output, async (session) => {
    if (decision === undefined) {
      const logged = await confirmCharter(session, options);
      const { founded, founders, provisional } = await session.client.read('/commons', homeSchema);
      const missing = founders.filter(({ confirmed }) => !confirmed).map(({ pseudonym }) => pseudonym);
      output.result({ ...logged, founded, missing }, () => [
        ...loggedLines(logged),
        missing.length === 0 ? 'The commons is founded.' : `Still to confirm: ${missing.join(', ')}.`,
        ...(missing.length > 0 || provisional === null ? [] : provisionalLines(provisional, options)),
      ]);
      return;
    }
    const of = await documentNamed(session.client, decision);
    const logged = await signAndLog(session, options, 'confirmation', { of });
    output.result(logged, () => loggedLines(logged));
  });
}

/** A co-founder is in no thread of the log before this document: nobody can draft it for them, so it is made here. */
async function confirmCharter(session: MemberSession, options: SigningOptions): Promise<Logged> {
  const { client, commons, member, output } = session;
  const { id, charter } = await readCharter(client);
  const name = anyLanguage(charter.name);
  if (!charter.founders.some(({ subject }) => subject === member.author)) {
    throw new ProtocolError('forbidden', 'The charter does not name you as a founder.');
  }
  const { founders } = await client.read('/commons', homeSchema);
  const position = charter.founders.findIndex(({ subject }) => subject === member.author);
  if (founders[position]?.confirmed === true) {
    throw new ProtocolError('conflict', 'You have confirmed the charter already.');
  }
  const summary = `You confirm the charter of “${name}” as a founder.`;
  output.say(summary);
  for (const [language, purpose] of Object.entries(charter.purpose))
    output.say(`Its purpose (${language}): ${purpose}`);
  output.say(`Its founders: ${charter.founders.map(({ pseudonym }) => pseudonym).join(', ')}`);
  output.say(`id of the charter: ${shortId(id)}`);
  await askToSign(options);
  const { payload } = composeDocument<'confirmation'>({
    type: 'confirmation',
    commons,
    author: member.author,
    subject: systemRandom.subject(),
    issuedAt: formatMillis(Date.now()),
    audience: 'public',
    salt: systemRandom.salt(),
    of: { subject: charter.subject, id },
  });
  const [placed] = await client.submitPayloads([payload]);
  if (placed === undefined) throw new ProtocolError('unavailable', 'The server did not say what it logged.');
  const { index, at, verdict } = placed;
  return {
    id: placed.id,
    short: shortId(placed.id),
    type: 'confirmation',
    index,
    at,
    summary,
    warning: null,
    idle: null,
    verdict,
  };
}
