import type { Command } from 'commander';
import { textOf } from '../../../protocol/bytes.ts';
import { noFolkmoot } from '../../client/answers.ts';
import {
  keepsSchema,
  listedSchema,
  modeSchema,
  peerChangesSchema,
  saidSchema,
  stepsSchema,
} from '../../client/peer-views.ts';
import { peersSchema } from '../../client/views.ts';
import { LIST_BYTES_MAX } from '../../flows/peers/block-list.ts';
import { addExample } from '../examples.ts';
import { EXIT } from '../exit.ts';
import { commandLine, nextCommand } from '../invocation.ts';
import { peerNamed } from '../peers.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember } from '../session.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { moment, originFrom, readWholeFile, userPath } from '../values.ts';
import { writeWhole } from '../write-whole.ts';

interface SayOptions extends ServerOptions {
  readonly reason?: string;
  readonly note?: string;
  readonly publicNote?: string;
  readonly until?: string;
}

const SAID = {
  allow: 'allow a commons, or all at a host, though something else is said of the host',
  limit: 'limit one: its log is followed, more slowly, and it can begin nothing new with us',
  block: 'block one: nothing of it is taken but what belongs to agreements that there are',
} as const;

/** How we stand to other commons, and lists of that. Spec §18. */
export function addPeerRuleCommands(cli: Cli, peer: Command): void {
  for (const standing of ['allow', 'limit', 'block'] as const) {
    const say = peer
      .command(standing)
      .description(SAID[standing])
      .argument('<who>', 'a peer by name or address, any commons by its SCID, or a host with all below it')
      .option('--note <words>', 'what other members should know; nobody else sees it')
      .option('--public-note <words>', 'what everybody may know')
      .option('--until <time>', 'until when it holds (default: until it is lifted)');
    if (standing === 'allow') say.option('--reason <words>', 'why; members see it');
    else say.requiredOption('--reason <words>', 'why; members see it');
    addServerOptions(say).action((who: string, options: SayOptions) =>
      sayStanding(cli, standing, who, options),
    );
    const more = standing === 'allow' ? '' : ' --reason "Floods us with offers." --until 30d';
    addExample(say, `peer ${standing} commons.example.org${more}`);
  }
  const lift = peer
    .command('lift')
    .description('take back what was said of one')
    .argument('<who>', 'as for block')
    .option('--reason <words>', 'why; members see it');
  addServerOptions(lift).action((who: string, options: SayOptions) => sayStanding(cli, null, who, options));
  addExample(lift, 'peer lift commons.example.org');

  const mode = peer
    .command('mode')
    .description('who can become a peer: closed, those that members add; open, whoever introduces itself')
    .argument('<mode>', 'closed or open');
  addServerOptions(mode).action((named: string, options: ServerOptions) => setMode(cli, named, options));
  addExample(mode, 'peer mode open');

  const deposits = peer
    .command('deposits')
    .description('whether members can leave with a peer what this server does not take')
    .argument('<who>', 'a peer by name or address, or by its SCID')
    .argument('<keeps>', 'on or off');
  addServerOptions(deposits).action((who: string, keeps: string, options: ServerOptions) =>
    setDeposits(cli, who, keeps, options),
  );
  addExample(deposits, 'peer deposits https://commons.example.org on');

  const changes = peer.command('changes').description('what members changed about peers, newest first');
  addServerOptions(changes).action((options: ServerOptions) => listChanges(cli, options));
  addExample(changes, 'peer changes');

  const exported = peer
    .command('export')
    .description('write what is said of commons and hosts as a CSV file, without private notes')
    .requiredOption('-o, --output <file>', 'where to write it');
  addServerOptions(exported).action((options: ServerOptions & { output: string }) =>
    exportList(cli, options),
  );
  addExample(exported, 'peer export -o peers.csv');

  const imported = peer
    .command('import')
    .description('say what a CSV file says; all of it, or nothing where a line cannot be read')
    .argument('<file>', 'as peer export writes it; - is standard input')
    .option('--replace', 'also where something else is said already (default: that stays)');
  addServerOptions(imported).action((file: string, options: ServerOptions & { replace?: boolean }) =>
    importList(cli, file, options),
  );
  addExample(imported, 'peer import peers.csv');

  const debug = peer
    .command('debug')
    .description('every step of finding, fetching and verifying a commons, as our server sees it')
    .argument('<url>', 'the address of its server');
  addServerOptions(debug).action((url: string, options: ServerOptions) => debugPeer(cli, url, options));
  addExample(debug, 'peer debug https://commons.example.org');
}

async function sayStanding(
  cli: Cli,
  standing: keyof typeof SAID | null,
  who: string,
  options: SayOptions,
): Promise<void> {
  const output = cli.output(options);
  const until = options.until === undefined ? null : moment(options.until, '--until', Date.now());
  await withMember(options, output, async ({ client }) => {
    const { peers } = await client.read('/peers', peersSchema);
    const target = targetOf(who, peers);
    const answer = saidSchema.safeParse(
      await client.post('/peers/rules', {
        target,
        standing,
        reason: options.reason ?? '',
        note: options.note ?? '',
        publicNote: options.publicNote ?? '',
        until,
      }),
    );
    if (!answer.success) throw noFolkmoot(client.origin, {});
    const words =
      standing === null
        ? 'nothing is said any more'
        : `${standing}${until === null ? '' : ` until ${until}`}`;
    output.result(answer.data, () => [
      answer.data.result === 'same' ? `Of ${target} this was said already.` : `Of ${target}: ${words}.`,
      `Who changed what: ${nextCommand(options, 'peer changes')}`,
    ]);
  });
}

/** A peer by its name or address means that commons; what is no peer's is an SCID or a host. */
function targetOf(who: string, peers: Parameters<typeof peerNamed>[1]): string {
  const isAddress = /^[a-z]+:\/\//i.test(who);
  const named = peers.some(({ name }) => name.toLowerCase() === who.toLowerCase());
  return named || isAddress ? peerNamed(isAddress ? originFrom(who, 'peer') : who, peers).commons : who;
}

async function setMode(cli: Cli, named: string, options: ServerOptions): Promise<void> {
  if (named !== 'closed' && named !== 'open')
    throw new UsageError(`The mode is closed or open, not “${named}”.`);
  const output = cli.output(options);
  await withMember(options, output, async ({ client }) => {
    const answer = modeSchema.parse(await client.post('/peers/mode', { mode: named }));
    output.result(answer, () => [
      named === 'open'
        ? 'Whoever introduces itself becomes a peer now, unless it is blocked.'
        : 'Only those that members add become peers now; those that there are stay.',
    ]);
  });
}

async function setDeposits(cli: Cli, who: string, keeps: string, options: ServerOptions): Promise<void> {
  if (keeps !== 'on' && keeps !== 'off') throw new UsageError(`It is on or off, not “${keeps}”.`);
  const output = cli.output(options);
  await withMember(options, output, async ({ client }) => {
    const { peers } = await client.read('/peers', peersSchema);
    const commons = targetOf(who, peers);
    const answer = keepsSchema.parse(
      await client.post('/peers/deposits', { commons, keeps: keeps === 'on' }),
    );
    output.result(answer, () => [
      keeps === 'on'
        ? 'What this server does not take can be left there now; each decision of a circle waits for its word, for an hour at the most.'
        : 'No decision waits for it any more.',
      `Who changed what: ${nextCommand(options, 'peer changes')}`,
    ]);
  });
}

async function listChanges(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async ({ client }) => {
    const answer = await client.read('/peers/changes', peerChangesSchema);
    const rows = answer.changes.map(({ at, by, target, to, reason, note, publicNote, until }) => [
      at,
      target,
      to,
      until ?? '',
      [reason, publicNote, note].filter((words) => words !== '').join(' / '),
      by,
    ]);
    output.result(answer, () =>
      rows.length === 0
        ? ['Nothing was changed yet.']
        : tableLines(['at', 'of', 'to', 'until', 'why', 'by'], rows, true),
    );
  });
}

async function exportList(cli: Cli, options: ServerOptions & { readonly output: string }): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async ({ client }) => {
    const bytes = await client.getBytes('/peers/list.csv');
    await writeWhole(options.output, bytes);
    const lines = new TextDecoder().decode(bytes).split('\r\n').length - 2;
    output.result({ file: userPath(options.output), lines }, () => [
      `${options.output}: ${lines} line${lines === 1 ? '' : 's'}. Private notes are not in it.`,
      `Another commons takes it in with: ${commandLine('peer import FILE')}`,
    ]);
  });
}

async function importList(
  cli: Cli,
  file: string,
  options: ServerOptions & { readonly replace?: boolean },
): Promise<void> {
  const output = cli.output(options);
  const csv = textOf(await readWholeFile(file, 'peer import', LIST_BYTES_MAX));
  if (csv === null) throw new UsageError(`peer import: the file ${file} is no UTF-8.`);
  await withMember(options, output, async ({ client }) => {
    const answer = listedSchema.parse(
      await client.post('/peers/list', { csv, replace: options.replace === true }),
    );
    const count = (wanted: string) => answer.results.filter(({ result }) => result === wanted).length;
    output.result(answer, () => [
      `${count('added')} added, ${count('changed')} changed, ${count('same')} as they were, ${count('kept')} kept as members said.`,
    ]);
  });
}

async function debugPeer(cli: Cli, url: string, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  const origin = originFrom(url, 'peer debug');
  await withMember(options, output, async ({ client }) => {
    const answer = stepsSchema.parse(await client.post('/peers/debug', { url: origin }));
    const rows = answer.steps.map(({ step, verdict, ms, detail, problem }) => [
      step,
      verdict,
      `${ms} ms`,
      problem === null ? detail : `${problem}: ${detail}`,
    ]);
    output.result(answer, () => tableLines(['step', 'verdict', 'time', 'what came of it'], rows, true));
    if (answer.steps.some(({ verdict }) => verdict === 'fail')) cli.endWith(EXIT.failed);
  });
}
