import { beforeEach, describe, expect, test } from 'vitest';
import { readKnown } from '../../../server/flows/record/read-document.ts';
import { describe as describeInstance } from '../../../server/flows/time/describe.ts';
import { reactToLog } from '../../../server/flows/time/react.ts';
import { stateHeads } from '../../../server/flows/time/state-heads.ts';
import { createInstance, type Instance } from '../../../server/instance.ts';
import { createLogger } from '../../../server/logger.ts';
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
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';

const DAY = 86_400;
const ALL = 10_000;

let network: Network;
beforeEach(() => {
  network = createNetwork();
});

/** A second process of the same commons, on the same store. */
function another({ instance: { context, sealer } }: Node): Instance {
  return createInstance({
    store: context.store,
    sealer,
    outbound: context.outbound,
    logger: createLogger('silent'),
    settings: context.settings,
  });
}

async function countOf(node: Node, type: string): Promise<number> {
  const { store } = node.instance.context;
  const entries = await store.entries(node.commons, { after: -1, limit: ALL });
  return entries.filter((entry) => readKnown(entry)?.document.type === type).length;
}

describe('[R-3.12] heads are stated once a day', () => {
  let node: Node;
  const state = ({ context, committer }: Instance) => stateHeads(context, committer);
  beforeEach(async () => {
    node = await network.found('a');
    await node.react();
  });

  test('once, however often anybody looks', async () => {
    await state(node.instance);
    await state(node.instance);
    await state(another(node));
    expect(await countOf(node, 'heads')).toBe(1);
  });

  test('by one of two processes that look at the same moment', async () => {
    await Promise.all([state(node.instance), state(another(node))]);
    expect(await countOf(node, 'heads')).toBe(1);
  });

  test('not before a day has passed, and then again', async () => {
    const { records } = node.instance.context.store;
    await state(node.instance);
    network.wait(DAY - 60);
    await records.expire(network.now());
    await state(node.instance);
    expect(await countOf(node, 'heads')).toBe(1);
    network.wait(120);
    await state(node.instance);
    expect(await countOf(node, 'heads')).toBe(2);
  });

  test('before a day has passed where much was logged meanwhile', async () => {
    const { records } = node.instance.context.store;
    await state(node.instance);
    network.wait(3600);
    await records.expire(network.now());
    await writeDrafts(node, 1_022);
    await state(node.instance);
    expect(await countOf(node, 'heads')).toBe(1);
    await writeDrafts(node, 2);
    await state(node.instance);
    expect(await countOf(node, 'heads')).toBe(2);
  });

  test('by another process where one died with its turn', async () => {
    const { records } = node.instance.context.store;
    await records.add('turn', 'heads', {}, network.now() + 600_000);
    await state(another(node));
    expect(await countOf(node, 'heads')).toBe(0);
    network.wait(601);
    await records.expire(network.now());
    await state(another(node));
    expect(await countOf(node, 'heads')).toBe(1);
  });
});

describe('[R-10.20] an instance describes itself', () => {
  const describeBy = ({ context, committer }: Instance) => describeInstance(context, committer);

  test('with its first identity, and once more by one of several processes when what it says has changed', async () => {
    const [a, b] = [await network.found('a'), await network.found('b')];
    for (const node of [a, b]) await node.react();
    await describeBy(a.instance);
    expect(await countOf(a, 'description')).toBe(1);

    await a.addPeer(b);
    await Promise.all([describeBy(a.instance), describeBy(another(a))]);
    await describeBy(another(a));
    expect(await countOf(a, 'description')).toBe(2);
  });
});

describe('what the commons owes', () => {
  let peers: TwoPeers;
  beforeEach(async () => {
    peers = await twoPeers(network);
    await settle([peers.a, peers.b]);
  });

  test('waits for its time, holds up nothing else, and is not forgotten', async () => {
    const { a, b, negotiation } = peers;
    const fields = termsFields(peers, network.now());
    const terms = await offer(peers, fields);
    await settle([a, b]);
    // No witness has seen the decision: evidence about money would not reach the level that the terms demand.
    await sayYes(a, peers, terms, fields);
    await a.react();
    const { records } = a.instance.context.store;
    expect(await countOf(a, 'acceptance')).toBe(0);
    expect(await records.list('owed')).toHaveLength(1);

    const other = { ...termsFields(peers, network.now()), purpose: { en: 'Another one.' } };
    await a.act('proposal', {
      operations: [{ op: 'agree', negotiation, fields: other }],
      driver: { say: 'We would rather have this.' },
    });
    await a.react();
    expect(await countOf(a, 'terms')).toBe(2);

    await settle([a, b]);
    expect(await records.list('owed')).toEqual([]);
  });

  test('is done once after a crash that lost the cursor, whichever process comes first', async () => {
    const { a, b } = peers;
    const fields = termsFields(peers, network.now());
    const terms = await offer(peers, fields);
    await settle([a, b]);
    for (const node of [a, b]) await sayYes(node, peers, terms, fields);
    await settle([a, b]);
    await describeInstance(a.instance.context, a.instance.committer);
    const logged = (await a.instance.context.store.head(a.commons))?.size;

    await a.instance.context.store.records.remove('cursor', 'reaction');
    const second = another(a);
    const { context, committer } = a.instance;
    await Promise.all([
      reactToLog(context, committer),
      reactToLog(second.context, second.committer),
      reactToLog(context, committer),
    ]);
    expect((await a.instance.context.store.head(a.commons))?.size).toBe(logged);
    expect((await stateAt(a, peers)).seals).toHaveLength(1);
  });
});
