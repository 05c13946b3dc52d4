import { beforeEach, describe, expect, test } from 'vitest';
import { concatBytes, utf8 } from '../../../protocol/bytes.ts';
import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Acceptance } from '../../../protocol/documents/acceptance.ts';
import { composeDocument, type Fields } from '../../../protocol/documents/compose.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { type DocumentId, type HashText, hashTextOf } from '../../../protocol/ids.ts';
import { type Bundle, type BundleEntry, bundleBytes } from '../../../protocol/verify/bundle.ts';
import { LEVELS } from '../../../protocol/verify/report.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { updatePeer } from '../../../server/flows/peers/peer-record.ts';
import { peersView } from '../../../server/flows/views/peers-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { systemRandom } from '../../../server/random.ts';
import type { StoredEntry } from '../../../server/store/store.ts';
import {
  offer,
  sayYes,
  settle,
  stateAt,
  type TwoPeers,
  termsFields,
  twoPeers,
  writeDrafts,
} from '../../support/network/negotiation.ts';
import { createNetwork, type Network, type Node, peerAt } from '../../support/network/network.ts';
import { textOf } from '../../support/people.ts';

let network: Network;
let peers: TwoPeers;
let fields: JsonObject;
beforeEach(async () => {
  network = createNetwork();
  peers = await twoPeers(network);
  await settle([peers.a, peers.b]);
  fields = termsFields(peers, network.now());
});

const contextOf = ({ instance }: Node) => instance.context;
const storeOf = (node: Node) => contextOf(node).store;
const indexAt = (node: Node, id: DocumentId) => storeOf(node).indexOf(node.commons, id);
const whyAt = async (node: Node) =>
  (await peersView(contextOf(node), false)).peers.map(({ waiting }) => waiting);
const waitingAt = async (node: Node) => (await storeOf(node).records.list('waiting')).map(({ key }) => key);

/** A document in a log, as it was judged there. */
async function entryAt(node: Node, id: DocumentId) {
  const [entry] = await storeOf(node).entries(node.commons, { ids: [id] });
  return entry;
}

/** Both have said yes; B's acceptance is in B's log and has not travelled. */
async function accepted() {
  const { a, b } = peers;
  const terms = await offer(peers, fields);
  await settle([a, b]);
  await sayYes(b, peers, terms, fields);
  await b.react();
  await a.deliver(b); // A has the first witness's word
  await b.deliver(a).catch(() => undefined);
  await b.react();
  const state = await stateAt(b, peers);
  const [acceptance] = state.acceptances;
  if (acceptance === undefined) throw new TypeError('B has accepted');
  return { terms, acceptance: acceptance.id };
}

describe('§10 [R-10.22] what a peer logged for us enters our log', () => {
  test('an agreement comes about, and the server’s verdicts are the verifier’s', async () => {
    const { a, b } = peers;
    const terms = await offer(peers, fields);
    await settle([a, b]);
    await sayYes(a, peers, terms, fields);
    await sayYes(b, peers, terms, fields);
    await settle([a, b]);
    const { seals } = await stateAt(a, peers);
    expect(seals).toHaveLength(1);
    expect((await stateAt(b, peers)).seals.map(({ id }) => id)).toEqual(seals.map(({ id }) => id));
    for (const node of [a, b]) {
      const bundle = await exportBundle(contextOf(node), seals[0]?.id ?? terms, publicOnly);
      const trust = [a.commons, b.commons];
      const report = await verifyParsed(bundle, { verify: verifyWithNode, now: network.now(), trust });
      expect(report.faults).toEqual([]);
      expect(report.verdict?.status).toBe('counted');
      if (node === a)
        expect(LEVELS.map((level) => report.levels[level].result)).toEqual(Array(6).fill('pass'));
    }
  });

  test('each document once, for ever: whatever is asked again', async () => {
    const { a, b } = peers;
    const terms = await offer(peers, fields);
    await settle([a, b]);
    const size = (await storeOf(b).head(b.commons))?.size;
    await updatePeer(storeOf(b), a.commons, { received: -1 });
    await settle([a, b]);
    expect((await storeOf(b).head(b.commons))?.size).toBe(size);
    expect((await stateAt(b, peers)).terms.map(({ id }) => id)).toEqual([terms]);
  });

  test('what is not addressed to us stays in the mirror', async () => {
    const { a, b } = peers;
    const before = (await storeOf(b).head(b.commons))?.size;
    await a.act('proposal', {
      operations: [
        { op: 'transfer', resource: { ...peers.fund }, quantity: 5, to: { named: { say: 'a shop' } } },
      ],
      driver: { say: 'Of no concern to others.' },
    });
    await settle([a, b]);
    expect((await storeOf(b).head(a.commons))?.size).toBe((await storeOf(a).head(a.commons))?.size);
    expect((await storeOf(b).head(b.commons))?.size).toBe(before);
  });

  test('[R-10.25] where three know each other, nothing waits that has nothing to wait for', async () => {
    const { a, b } = peers;
    const c = await network.found('c');
    const all = [a, b, c];
    for (const one of all) for (const other of all) if (other !== one) await one.addPeer(other);
    const parties = all.map(({ commons }) => commons);
    await offer(peers, termsFields(peers, network.now(), { parties }));
    await settle(all);
    for (const one of all) {
      expect((await stateAt(one, peers)).terms).toHaveLength(1);
      expect(await waitingAt(one)).toEqual([]);
    }
  });

  test('terms between others stay there too', async () => {
    const { a, b } = peers;
    const c = await network.found('c');
    await c.react();
    const others = termsFields({ ...peers, b: c, hours: peers.hours }, network.now());
    await offer(peers, others);
    await settle([a, b]);
    expect((await stateAt(b, peers)).terms).toEqual([]);
  });
});

describe('§10 [R-10.25] what rests on something that is not here yet waits', () => {
  test('without its attachment, until the peer gives it', async () => {
    const { a, b } = peers;
    const { acceptance } = await accepted();
    network.between(async (message, pass) =>
      message.url.pathname.startsWith('/attachments/') ? new Response(null, { status: 404 }) : pass(message),
    );
    await settle([a, b]);
    expect(await indexAt(a, acceptance)).toBeNull();
    expect(await waitingAt(a)).toEqual([`${b.commons} ${peers.negotiation}`]);
    expect(await whyAt(a)).toEqual([[{ count: 1, why: 'for a text that the peer does not give' }]]);
    const { received } = await peerAt(a, b);
    expect(received).toBe(((await storeOf(a).head(b.commons))?.size ?? 0) - 1);
    network.heal();
    await a.take(b);
    expect(await indexAt(a, acceptance)).not.toBeNull();
    expect([await waitingAt(a), await whyAt(a)]).toEqual([[], [[]]]);
    expect((await entryAt(a, acceptance))?.verdict?.status).toBe('counted');
  });

  test('an attachment that is another one is none', async () => {
    const { a, b } = peers;
    const { acceptance } = await accepted();
    network.between(async (message, pass) =>
      message.url.pathname.startsWith('/attachments/') ? new Response('something else') : pass(message),
    );
    await settle([a, b]);
    expect(await indexAt(a, acceptance)).toBeNull();
  });

  test('one negotiation that waits holds up no other', async () => {
    const { a, b } = peers;
    await accepted();
    network.between(async (message, pass) =>
      message.url.pathname.startsWith('/attachments/') ? new Response(null, { status: 404 }) : pass(message),
    );
    await settle([a, b]);
    const other = {
      ...peers,
      a: b,
      b: a,
      negotiation: systemRandom.subject(),
    };
    const terms = await offer(other, { ...fields });
    await settle([a, b]);
    expect((await stateAt(a, other)).terms.map(({ id }) => id)).toEqual([terms]);
  });

  test('after the terms that it speaks of: they come from elsewhere', async () => {
    const { a, b } = peers;
    const c = await network.found('c');
    await c.react();
    for (const node of [a, b]) {
      await node.addPeer(c);
      await c.addPeer(node);
    }
    const hours = peers.hours;
    // C only registers: it gets A's terms and B's acceptance, and B's log reaches it first.
    fields = termsFields({ a, b, fund: peers.fund, hours }, network.now(), { registrar: c.commons });
    const terms = await offer(peers, fields);
    await settle([a, b]);
    await sayYes(b, peers, terms, fields);
    await settle([a, b]);
    const [acceptance] = (await stateAt(b, peers)).acceptances;
    expect(acceptance).toBeDefined();
    await c.take(b);
    expect((await stateAt(c, peers)).terms).toEqual([]);
    await c.take(a);
    expect((await stateAt(c, peers)).terms.map(({ id }) => id)).toEqual([terms]);
    await c.take(b);
    expect((await stateAt(c, peers)).acceptances.map(({ id }) => id)).toEqual([acceptance?.id]);
  });

  test('while the log of a third commons is not mirrored that it rests on', async () => {
    const { a, b } = peers;
    const c = await network.found('c');
    await c.react();
    await c.addPeer(b);
    await b.addPeer(c);
    fields = termsFields(peers, network.now(), { registrar: c.commons });
    const terms = await offer(peers, fields);
    await settle([a, b]);
    await sayYes(b, peers, terms, fields);
    await settle([a, b]);
    const [acceptance] = (await stateAt(b, peers)).acceptances;
    await c.take(b);
    // C does not follow A: it knows neither the terms nor whether B's yes to them counts.
    expect(await indexAt(c, acceptance?.id ?? terms)).toBeNull();
    await c.addPeer(a);
    await c.take(a);
    await c.take(b);
    expect((await entryAt(c, acceptance?.id ?? terms))?.verdict?.status).toBe('counted');
  });
});

describe('§10 [R-10.26] a yes that is void is never counted', () => {
  test('a second yes to the same terms does not count at home, and so it counts nowhere', async () => {
    const { a, b } = peers;
    const { acceptance } = await accepted();
    const again = await logAsCommons(b, contentOf(await entryAt(b, acceptance)));
    expect((await entryAt(b, again))?.verdict).toMatchObject({ status: 'not-counted', code: 'duplicate' });
    await settle([a, b]);
    expect((await entryAt(a, again))?.verdict).toMatchObject({
      status: 'not-counted',
      code: 'evidence-insufficient',
    });
    expect((await stateAt(a, peers)).acceptances.map(({ id }) => id)).toEqual([acceptance]);
  });

  test('a no that rests on no decision is none', async () => {
    const { a, b } = peers;
    const { terms, acceptance } = await accepted();
    const { decision } = contentOf(await entryAt(b, acceptance)) as unknown as Acceptance;
    const { text, bytes } = textOf('No.');
    const content = {
      ...common(b),
      type: 'rejection',
      terms,
      decision: { ...decision },
      reason: { ...text },
    };
    const rejection = await logAsCommons(b, content, new Map([[text.attachment, bytes]]));
    await settle([a, b]);
    expect((await entryAt(b, rejection))?.verdict?.status).toBe('not-counted');
    expect((await entryAt(a, rejection))?.verdict?.status).toBe('not-counted');
    expect((await stateAt(a, peers)).rejections).toEqual([]);
  });

  type Evidence = { readonly bytes: Uint8Array; readonly size: number };
  const withBundle = (change: (bundle: Bundle) => Bundle) => (bundle: Bundle, size: number) => ({
    bytes: bundleBytes(change(bundle)),
    size,
  });

  test.each<readonly [string, boolean, (bundle: Bundle, size: number) => Evidence]>([
    ['that is good', true, withBundle((bundle) => bundle)],
    ['that is no bundle', false, (_, size) => ({ bytes: utf8('Believe us.'), size })],
    [
      'of another size than it says',
      false,
      (bundle, size) => ({ bytes: bundleBytes(bundle), size: size - 1 }),
    ],
    [
      'of something else',
      false,
      withBundle((bundle) => {
        const [other] = bundle.logs[0]?.entries.filter(({ leaf }) => leaf.type === 'charter') ?? [];
        return { ...bundle, target: { ...bundle.target, id: other?.leaf.doc as DocumentId } };
      }),
    ],
    [
      'with a hole',
      false,
      withBundle((bundle) => ({
        ...bundle,
        logs: bundle.logs.map((log) => ({ ...log, entries: log.entries.filter(({ index }) => index !== 0) })),
      })),
    ],
    [
      'with a forged document',
      false,
      withBundle((bundle) => ({
        ...bundle,
        logs: bundle.logs.map((log) => ({
          ...log,
          entries: log.entries.map((entry, at, all) =>
            at === 0 ? { ...entry, ...pick(all[1]?.envelope) } : entry,
          ),
        })),
      })),
    ],
  ])('one with evidence %s is taken: %s', async (_, isTaken, evidenceOf) => {
    const { a, b } = peers;
    const terms = await offer(peers, fields);
    await settle([a, b]);
    const id = await sayYes(b, peers, terms, fields);
    await writeDrafts(b, 1);
    await b.deliver(a); // for A's word about the decision's time
    const bundle = await exportBundle(contextOf(b), id, publicOnly);
    const [newest] = await storeOf(b).checkpoints(b.commons, 'newest');
    const { bytes, size } = evidenceOf(bundle, newest?.size ?? 0);
    const salted = concatBytes(new Uint8Array(16), bytes);
    const hash = hashTextOf(salted);
    const decision = contentOf(await entryAt(b, id));
    const acceptance = await logAsCommons(
      b,
      {
        ...common(b),
        type: 'acceptance',
        terms,
        domain: decision.domain ?? null,
        decision: { subject: String(decision.subject), id },
        holds: [
          { resource: { ...peers.hours }, quantity: 1500, until: (fields.inDoubt as JsonObject).until ?? '' },
        ],
        evidence: { bundle: { attachment: hash, bytes: salted.length, media: 'application/json' }, size },
        provisional: false,
      },
      new Map([[hash, salted]]),
    );
    expect((await entryAt(b, acceptance))?.verdict?.status).toBe('counted');
    await b.deliver(a);
    await a.take(b);
    expect((await indexAt(a, acceptance)) !== null).toBe(isTaken);
    expect((await stateAt(a, peers)).acceptances).toHaveLength(isTaken ? 1 : 0);
    expect(await waitingAt(a)).toEqual([]);
  });

  const common = ({ commons }: Node) => ({
    commons,
    author: commons,
    subject: peers.negotiation,
    issuedAt: '2026-03-02T09:00:00Z',
    audience: 'public',
  });

  const pick = (envelope: BundleEntry['envelope']) => (envelope === undefined ? {} : { envelope });

  /** Logs a document of the commons whether or not the rules yield it: what a commons without scruples does. */
  async function logAsCommons(
    node: Node,
    content: JsonObject,
    attachments: ReadonlyMap<HashText, Uint8Array> = new Map(),
  ): Promise<DocumentId> {
    const { context, committer } = node.instance;
    const { refs: _, v: __, ...rest } = content;
    const fresh = { ...rest, salt: context.random.salt() } as unknown as Fields<'acceptance'>; // composing checks it
    const { payload, document } = composeDocument(fresh);
    const { commons, document: signer } = await context.keyring();
    const envelope = await signEnvelope({ payload, author: commons, key: signer.key, sign: signer.sign });
    const verified = await verifyEnvelope(parseEnvelope(envelope), context.verify);
    const { placed } = await committer.commit({ verified, document, attachments, mustCount: false });
    if (placed.kind === 'refused') throw placed.problem;
    return verified.id;
  }
});

function contentOf(entry: StoredEntry | undefined): JsonObject {
  return JSON.parse(Buffer.from(entry?.document?.payload ?? []).toString());
}
