import { countText } from '../../amount-text.ts';
import { noFolkmoot } from '../../client/answers.ts';
import { addedPeerSchema, type PeerShown, peersSchema } from '../../client/views.ts';
import { addExample } from '../examples.ts';
import { commandLine, nextCommand } from '../invocation.ts';
import { isKnownTo } from '../peers.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember, withServer } from '../session.ts';
import { tableLines } from '../table.ts';
import { originFrom } from '../values.ts';
import { addPeerRuleCommands } from './peer-rules.ts';

const BOTH = 'It knows this one, too: you can agree on something.';
const ONE_SIDE = 'It must add this one, too, before you can agree on anything.';

export function addPeerCommand(cli: Cli): void {
  const peer = cli.program.command('peer').description('other commons that this one knows');
  const add = peer
    .command('add')
    .description('know another commons by the address of its server: follow its log, and witness it')
    .argument('<url>', 'its address, such as https://commons.example.org');
  add.option('--yes', 'for scripts: nothing is signed here, so nothing is asked anyway');
  addServerOptions(add).action((url: string, options: ServerOptions) => addPeer(cli, url, options));
  addExample(add, 'peer add https://commons.example.org');

  const list = peer.command('list').description('the commons that are known, and how far each has come');
  addServerOptions(list).action((options: ServerOptions) => listPeers(cli, options));
  addExample(list, 'peer list');
  addPeerRuleCommands(cli, peer);
}

async function addPeer(cli: Cli, url: string, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  const origin = originFrom(url, 'peer add');
  await withMember(options, output, async ({ client, commons: ours }) => {
    output.progress(`The server looks for a commons at ${origin} …`);
    const answer = addedPeerSchema.safeParse(await client.post('/peers', { url: origin }));
    if (!answer.success) throw noFolkmoot(client.origin, {});
    const { commons, baseUrl } = answer.data;
    const mutual = await isKnownTo(answer.data, client.origin, ours);
    output.result({ ...answer.data, mutual }, () => [
      `The commons ${commons} at ${baseUrl} is a peer now. ${mutual === true ? BOTH : ONE_SIDE}`,
      `See how far they have come: ${nextCommand(options, 'peer list')}`,
    ]);
  });
}

async function listPeers(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read('/peers', peersSchema);
    const rows = answer.peers.map(({ name, baseUrl, commons, standing, ...peer }) => [
      name,
      baseUrl,
      standing,
      String(peer.mirrored),
      String(peer.pushed),
      String(peer.cosigned),
      commons,
      [
        ...endedWords(peer),
        ...depositWords(peer),
        ...waitingWords(peer),
        ...peer.misconduct,
        peer.lastError ?? '',
      ]
        .join(' ')
        .trim(),
    ]);
    const said = answer.rules.map(({ target, standing, reason, publicNote, note, until }) => [
      target,
      standing,
      until ?? '',
      [reason, publicNote, note].filter((words) => words !== '').join(' / '),
    ]);
    output.result(answer, () => [
      ...(rows.length === 0
        ? [`There is none yet: ${commandLine('peer add --help')}`]
        : tableLines(
            ['peer', 'server', 'standing', 'we have', 'it has', 'it signed', 'commons', 'what else'],
            rows,
          )),
      ...(said.length === 0 ? [] : ['', ...tableLines(['said of', 'standing', 'until', 'why'], said, true)]),
      ...(answer.mode === 'open' ? ['', 'The mode is open: any commons can introduce itself.'] : []),
    ]);
  });
}

type Deposits = Pick<PeerShown, 'keepsDeposits' | 'keptForIt' | 'owedToUs'>;

function depositWords({ keepsDeposits, keptForIt, owedToUs }: Deposits): readonly string[] {
  return [
    ...(keepsDeposits ? ['It keeps deposits for us.'] : []),
    ...(keptForIt === 0 ? [] : [`We keep ${countText(keptForIt, 'document')} for it.`]),
    ...(owedToUs === 0 ? [] : [`It has not handed out ${countText(owedToUs, 'document')}.`]),
  ];
}

function waitingWords({ waiting }: Pick<PeerShown, 'waiting'>): readonly string[] {
  return waiting.map(({ count, why }) => `Of it, ${countText(count, 'negotiation')} must wait ${why}.`);
}

function endedWords({ endedAt }: Pick<PeerShown, 'endedAt'>): readonly string[] {
  return endedAt === null ? [] : [`It ended on ${endedAt.slice(0, 10)}.`];
}
