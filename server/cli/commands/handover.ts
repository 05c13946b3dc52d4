import { Option } from 'commander';
import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Client } from '../../client/client.ts';
import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { termNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { collect, moment } from '../values.ts';

const ITEMS = ['knowledge', 'relationship', 'open-matter', 'access', 'document'] as const;

interface PassOptions extends SigningOptions {
  readonly note?: string;
  readonly item?: readonly string[];
  readonly session?: readonly string[];
  readonly practice?: readonly string[];
}

interface AcceptOptions extends SigningOptions {
  readonly alone: 'yes' | 'partly' | 'no';
  readonly note?: string;
}

export function addHandoverCommand(cli: Cli): void {
  const handover = cli.program
    .command('handover')
    .description('pass a role on to your successor, or confirm it');
  const pass = handover
    .command('pass')
    .description('pass something on; as often as it takes')
    .argument('[term]', 'whose, by id or as Treasurer/Cem (default: the only one who follows you)')
    .option('--note <words>', 'a note; all that a light handover takes')
    .option(
      '--item <kind: words>',
      `something passed on, as "access: …"; one of ${ITEMS.join(', ')}; repeatable`,
      collect,
    )
    .option('--session <when: words>', 'a session held, as "2027-05-31: …"; repeatable', collect)
    .option('--practice <decision>', 'a decision that your successor took for practice; repeatable', collect);
  addSigningOptions(pass).action((term: string | undefined, options: PassOptions) =>
    passOn(cli, term, options),
  );
  addExample(pass, 'handover pass --note "Ask before you pay in advance."');
  const accept = handover
    .command('accept')
    .description('confirm all that was passed on to you')
    .argument('[term]', 'your own, by id (default: the only one that waits)')
    .addOption(
      new Option('--alone <answer>', 'whether you can act alone')
        .choices(['yes', 'partly', 'no'])
        .makeOptionMandatory(),
    )
    .option('--note <words>', 'what you would add');
  addSigningOptions(accept).action((term: string | undefined, options: AcceptOptions) =>
    confirm(cli, term, options),
  );
  addExample(accept, 'handover accept --alone partly');
}

async function passOn(cli: Cli, term: string | undefined, options: PassOptions): Promise<void> {
  const output = cli.output(options);
  const { note, item = [], session: sessions = [], practice = [] } = options;
  if (note === undefined && item.length + sessions.length + practice.length === 0)
    throw new UsageError('Say what you pass on: --note, --item, --session or --practice.');
  const said = { items: item.map(itemFrom), sessions: sessions.map(sessionFrom) };
  await withMember(options, output, async (session) => {
    const { client } = session;
    const logged = await signAndLog(session, options, 'handover', {
      ...said,
      ...(await termIn(term, client)),
      practice: await Promise.all(practice.map((name) => documentNamed(client, name))),
      ...(note === undefined ? {} : { note: { say: note } }),
    });
    output.result(logged, () =>
      loggedLines(logged, [
        `When nothing is missing your successor confirms it: ${commandLine('handover accept --alone yes')}`,
      ]),
    );
  });
}

async function confirm(cli: Cli, term: string | undefined, options: AcceptOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'handover-acceptance', {
      ...(await termIn(term, session.client)),
      canActAlone: options.alone,
      ...(options.note === undefined ? {} : { note: { say: options.note } }),
    });
    output.result(logged, () => loggedLines(logged));
  });
}

async function termIn(term: string | undefined, client: Client): Promise<JsonObject> {
  if (term === undefined) return {};
  const { mandate } = await termNamed(client, term);
  return { mandate: { subject: mandate.subject, id: mandate.id } };
}

function itemFrom(text: string): JsonObject {
  const [kind, words] = parted(text, '--item', 'kind');
  if (!ITEMS.some((known) => known === kind))
    throw new UsageError(`--item begins with one of ${ITEMS.join(', ')}, not “${kind}”.`);
  return { kind, text: { say: words } };
}

function sessionFrom(text: string): JsonObject {
  const [when, words] = parted(text, '--session', 'day');
  const day = /^\d{4}-\d{2}-\d{2}$/.test(when) ? `${when}T00:00:00Z` : when;
  return { heldAt: moment(day, '--session', Date.now()), text: { say: words } };
}

/** What stands before the first colon and a blank, and what stands after it. */
function parted(text: string, name: string, what: string): readonly [string, string] {
  const at = text.indexOf(': ');
  const [before, after] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at > 0 && after !== '') return [before, after];
  throw new UsageError(`${name} takes a ${what}, a colon and words, not “${text}”.`);
}
