import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import {
  agreementSchema,
  homeSchema,
  type PeerShown,
  peersSchema,
  type ResourceShown,
  resourcesSchema,
} from '../../client/views.ts';
import { systemRandom } from '../../random.ts';
import { SEALED } from '../agreement-lines.ts';
import { AMOUNT_FORM, type Amount, amountIn, parseAmount } from '../amounts.ts';
import { assertCanAgree } from '../ask.ts';
import { negotiationNamed } from '../document-names.ts';
import { DURING_FORM, withTimes } from '../during.ts';
import { addExample } from '../examples.ts';
import { nextCommand } from '../invocation.ts';
import { drawnOn } from '../operations.ts';
import { peerNamed, peerResources } from '../peers.ts';
import type { Cli } from '../run-cli.ts';
import { type MemberSession, withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { counterTerms, type Exchange, newTerms, purposeOf, type TermsOptions } from '../terms.ts';
import { UsageError } from '../usage-error.ts';
import { collect } from '../values.ts';

interface OfferOptions extends TermsOptions, SigningOptions {
  readonly to?: string;
  readonly counter?: string;
  readonly give?: readonly string[];
  readonly get?: readonly string[];
  readonly reason?: string;
  readonly budget?: string;
  readonly during?: string;
}

export function addOfferCommand(cli: Cli): void {
  const command = cli.program
    .command('offer')
    .description('offer another commons an exchange; it binds nobody until both have decided')
    .option('--to <peer>', 'the peer: its name, address or SCID')
    .option('--counter <negotiation>', 'answer an offer with another one, in place of --to')
    .option('--give <amount>', `what we give, as ${AMOUNT_FORM}; repeatable`, collect)
    .option('--get <amount>', 'what we get, of the resources that the peer shows; repeatable', collect)
    .option('--budget <name>', 'the budget that our part is drawn on, by title or subject')
    .option('--during <time>', `of what is used for a time: from when until when, as ${DURING_FORM}`)
    .option('--purpose <words>', 'what it is for (default: what is exchanged, in words)')
    .option('--reason <words>', 'why we offer it (default: the purpose)')
    .option('--accept-by <when>', 'until when to accept, as 2027-05-31 or 7d (default: 7d)')
    .option('--seal-by <when>', 'until when to seal (default: a day after)')
    .option('--review-at <when>', 'when to look at it again (default: 90d)')
    .option('--ended-by <who>', 'who may end it before it is kept: any or all parties (default: any)')
    .option('--notice <span>', 'with how much notice, as 30d or 12h (default: 1d)')
    .option('--registrar <who>', 'who seals it: us, them, or an SCID (default: us)')
    .option('--requires <level>', 'the level that the evidence of each yes must reach (default: V4)');
  addSigningOptions(command).action((options: OfferOptions) => offer(cli, options));
  addExample(
    command,
    'offer --to "Tool library" --give "20000 EUR cent of Fund" --get "1500 minute of Hours"',
    'offer --counter NEGOTIATION --give "15000 of Fund"',
  );
}

async function offer(cli: Cli, options: OfferOptions): Promise<void> {
  const output = cli.output(options);
  const { to, counter, give = [], get = [] } = options;
  if ((to === undefined) === (counter === undefined)) {
    throw new UsageError('An offer goes --to a peer, or it is a --counter to one on the table.');
  }
  if (to !== undefined && give.length + get.length === 0) {
    throw new UsageError(`Say what is exchanged: --give and --get take ${AMOUNT_FORM}.`);
  }
  const said = {
    gives: give.map((text) => parseAmount(text, '--give')),
    gets: get.map((text) => parseAmount(text, '--get')),
  };
  assertCanAgree(options);
  await withMember(options, output, async (session) => {
    const { negotiation, fields } =
      counter === undefined
        ? await newOffer(session, to ?? '', said, options)
        : await counterOffer(session, counter, said, options);
    const purpose = Object.values(fields.purpose as JsonObject)[0] as string; // terms have one, in one language at least
    const logged = await signAndLog(session, options, 'proposal', {
      operations: [{ op: 'agree', negotiation, fields, ...(await drawnOn(session.client, options.budget)) }],
      driver: { say: options.reason ?? purpose },
    });
    output.result({ negotiation, fields, proposal: logged }, () => [
      ...loggedLines(logged, [
        `negotiation: ${negotiation}`,
        `Once you both agree: ${nextCommand(options, `accept ${negotiation} --reason "…"`)}`,
        `How it stands: ${nextCommand(options, 'agreements')}`,
      ]),
    ]);
  });
}

interface Said {
  readonly gives: readonly ReturnType<typeof parseAmount>[];
  readonly gets: readonly ReturnType<typeof parseAmount>[];
}

async function newOffer(session: MemberSession, to: string, said: Said, options: OfferOptions) {
  const sides = await sidesWith(session, (peers) => peerNamed(to, peers));
  const exchange = exchangeOf(said, sides, options.during);
  return { negotiation: systemRandom.subject(), fields: newTerms(exchange, options, Date.now()) };
}

async function counterOffer(session: MemberSession, counter: string, said: Said, options: OfferOptions) {
  const negotiation = await negotiationNamed(session.client, counter);
  const { fields, status } = await session.client.read(`/agreements/${negotiation}`, agreementSchema);
  if (fields === null) throw new ProtocolError('not-found', 'There are no terms in this negotiation yet.');
  if (SEALED.has(status) || status === 'lapsed' || status === 'contested') {
    throw new ProtocolError('conflict', `The negotiation is over: ${status}. Make a new offer by --to.`);
  }
  const others = fields.parties.filter((party) => party !== session.commons);
  const [them] = others;
  if (them === undefined || others.length > 1) {
    throw new UsageError('This command line counters offers between two commons only.');
  }
  const sides = await sidesWith(session, (peers) => peerNamed(them, peers));
  const exchange = exchangeOf(said, sides, options.during);
  const kept = (provider: Scid, resources: readonly ResourceShown[]): Amount[] =>
    fields.commitments
      .filter((commitment) => commitment.provider === provider)
      .flatMap(({ resource, quantity, interval }) => {
        const shown = resources.find(({ subject }) => subject === resource.subject);
        const time = interval === undefined ? {} : { interval };
        return shown === undefined ? [] : [{ quantity, resource: shown, ...time }];
      });
  const whole = {
    gives: said.gives.length > 0 ? exchange.gives : kept(session.commons, sides.ours),
    gets: said.gets.length > 0 ? exchange.gets : kept(them, sides.theirs),
  };
  const purpose = options.purpose ?? purposeOf(whole);
  return { negotiation, fields: counterTerms(fields, exchange, { ...options, purpose }, Date.now()) };
}

/** What both commons have, as their servers show it. */
interface Sides {
  readonly us: Scid;
  readonly peer: PeerShown;
  readonly ours: readonly ResourceShown[];
  readonly theirs: readonly ResourceShown[];
  readonly language: string;
}

async function sidesWith(
  { client, commons, output }: MemberSession,
  choose: (peers: readonly PeerShown[]) => PeerShown,
): Promise<Sides> {
  const [{ name }, { resources: ours }, { peers }] = await Promise.all([
    client.read('/commons', homeSchema),
    client.read('/resources', resourcesSchema),
    client.read('/peers', peersSchema),
  ]);
  const peer = choose(peers);
  output.progress(`Asking ${peer.baseUrl} what it shares …`);
  const theirs = await peerResources(peer, client.origin);
  return { us: commons, peer, ours, theirs, language: Object.keys(name)[0] ?? 'en' };
}

function exchangeOf(
  said: Said,
  { us, peer, ours, theirs, language }: Sides,
  during: string | undefined,
): Exchange {
  const gives = said.gives.map((amount) => amountIn(amount, ours, 'ours'));
  const gets = said.gets.map((amount) => amountIn(amount, theirs, `those of ${peer.name}`));
  const timed = withTimes([...gives, ...gets], during);
  return {
    us,
    them: peer.commons,
    gives: timed.slice(0, gives.length),
    gets: timed.slice(gives.length),
    language,
  };
}
