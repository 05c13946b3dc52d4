import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { systemRandom } from '../../../server/random.ts';
import {
  offer,
  settle,
  stateAt,
  type TwoPeers,
  termsFields,
  twoPeers,
} from '../../support/network/negotiation.ts';
import { createNetwork, type Network, type Node, peerAt } from '../../support/network/network.ts';

/** Negotiations of one peer that wait at a time. Spec §10. */
const WAITING_MAX = 256;

let network: Network;
let peers: TwoPeers;
let fields: JsonObject;
beforeEach(async () => {
  network = createNetwork();
  peers = await twoPeers(network);
  await settle([peers.a, peers.b]);
  fields = termsFields(peers, network.now());
});
afterEach(() => {
  vi.restoreAllMocks();
});

const storeOf = ({ instance }: Node) => instance.context.store;
const sizeAt = async (node: Node, of: Node) => (await storeOf(node).head(of.commons))?.size ?? 0;
const termsAt = async (node: Node, of: Pick<TwoPeers, 'negotiation'>) =>
  (await stateAt(node, { ...peers, ...of })).terms.map(({ id }) => id);

async function whyAt(node: Node, of: Node): Promise<unknown> {
  const view = (await (await node.request('/peers')).json()) as {
    peers: { commons: string; waiting: unknown }[];
  };
  return view.peers.find(({ commons }) => commons === of.commons)?.waiting;
}

/** A server fails whenever it is to remember the verdict on one document, or on any. */
function failAt(node: Node, id: () => DocumentId | null, error: () => Error) {
  const { records } = storeOf(node);
  const { put } = records;
  return vi.spyOn(records, 'put').mockImplementation(async (kind, key, value) => {
    if (kind === 'foreign' && (id() === null || key === id())) throw error();
    return put(kind, key, value);
  });
}

/** Many negotiations of a peer that wait, as many as may. */
async function fill(node: Node, of: Node): Promise<void> {
  for (let count = 0; count < WAITING_MAX; count++) {
    await storeOf(node).records.put('waiting', `${of.commons} ${systemRandom.subject()}`, {
      for: 'attachment',
    });
  }
}

describe('§10 [R-10.25] a document at which a server fails', () => {
  test('holds up its negotiation and nothing else, and is taken once the server no longer fails', async () => {
    const { a, b } = peers;
    const other = { ...peers, negotiation: systemRandom.subject() };
    const terms = await offer(peers, fields);
    const broken = failAt(
      b,
      () => terms,
      () => new TypeError('a defect'),
    );
    const more = await offer(other, fields);
    await b.take(a);
    expect(broken).toHaveBeenCalledWith('foreign', terms, expect.anything());
    expect(await termsAt(b, peers)).toEqual([]);
    expect(await termsAt(b, other)).toEqual([more]);
    expect((await peerAt(b, a)).received).toBe((await sizeAt(b, a)) - 1);
    expect(await whyAt(b, a)).toEqual([{ count: 1, why: expect.stringContaining('this server fails') }]);
    broken.mockRestore();
    await b.take(a);
    expect(await termsAt(b, peers)).toEqual([terms]);
    expect(await whyAt(b, a)).toEqual([]);
  });

  test('is none where nothing can be logged just now: it is taken in its turn', async () => {
    const { a, b } = peers;
    const before = await peerAt(b, a);
    const terms = await offer(peers, fields);
    const broken = failAt(
      b,
      () => null,
      () => new ProtocolError('unavailable', 'The database cannot be used just now.'),
    );
    await b.take(a);
    expect(await whyAt(b, a)).toEqual([]);
    const { received, lastError } = await peerAt(b, a);
    expect({ received, lastError }).toEqual({
      received: before.received,
      lastError: 'The database cannot be used just now.',
    });
    broken.mockRestore();
    await b.take(a);
    expect(await termsAt(b, peers)).toEqual([terms]);
  });
});

describe('§10 [R-10.25] where as many negotiations of a peer wait as may', () => {
  test('no more of its log comes in, and what it erased is erased all the same', async () => {
    const { a, b } = peers;
    const draft = await a.act('circle', {
      kind: 'working-group',
      name: { en: 'On the illness of Cem' },
      aim: { en: 'To help.' },
      members: [a.founder.author],
      status: 'active',
    });
    await b.take(a);
    const held = async () => (await storeOf(b).entries(a.commons, { ids: [draft.id] }))[0]?.document ?? null;
    expect(await held()).not.toBeNull();
    await fill(b, a);
    const { records } = storeOf(b);
    const { remove } = records;
    vi.spyOn(records, 'remove').mockImplementation(async (kind, key) => {
      if (kind !== 'waiting') await remove(kind, key); // none of them ever has what it waits for
    });
    const before = await peerAt(b, a);
    const terms = await offer(peers, fields);
    await a.act('erasure', { of: draft.id, whole: true });
    const broken = failAt(
      b,
      () => terms,
      () => new TypeError('a defect'),
    );
    network.wait(120);
    await b.take(a);
    expect(broken).toHaveBeenCalledWith('foreign', terms, expect.anything());
    const { received, lastError } = await peerAt(b, a);
    expect(received).toBe(before.received);
    expect(lastError).toBe('Too many negotiations with this peer wait for something.');
    expect(await sizeAt(b, a)).toBe(await sizeAt(a, a));
    expect(await held()).toBeNull();
  });

  test('what another one logged comes in, and this one is looked through', async () => {
    const { a, b } = peers;
    const c = await network.found('c');
    await c.react();
    await b.addPeer(c);
    await c.addPeer(b);
    await fill(b, c);
    const terms = await offer(
      peers,
      termsFields(peers, network.now(), { parties: [a.commons, b.commons, c.commons] }),
    );
    await b.take(a);
    expect(await termsAt(b, peers)).toEqual([terms]);
    expect((await peerAt(b, a)).received).toBe((await sizeAt(b, a)) - 1);
    expect(await storeOf(b).records.get('waiting', `${c.commons} ${peers.negotiation}`)).toEqual({});
    expect(await whyAt(b, c)).toEqual([
      { count: WAITING_MAX, why: 'for a text that the peer does not give' },
    ]);
  });
});
