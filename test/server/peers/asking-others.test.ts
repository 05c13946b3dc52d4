import { beforeEach, describe, expect, test } from 'vitest';
import { joinDidLog } from '../../../protocol/identity/did-log.ts';
import { listMisconduct } from '../../../server/flows/peers/misconduct.ts';
import { updatePeer } from '../../../server/flows/peers/peer-record.ts';
import { ownVersions } from '../../../server/flows/record/own-did.ts';
import { logNextVersion } from '../../../server/flows/upkeep/next-version.ts';
import { createNetwork, type Network, type Node, peerAt } from '../../support/network/network.ts';

let network: Network;
let a: Node;
let b: Node;
let c: Node;
beforeEach(async () => {
  network = createNetwork();
  [a, b, c] = [await network.found('a'), await network.found('b'), await network.found('c')];
  for (const node of [a, b, c]) {
    for (const other of [a, b, c]) if (node !== other) await node.addPeer(other);
  }
});

async function moved(node: Node): Promise<Node> {
  const origin = `https://new-${node.name}.example.org`;
  await logNextVersion(node.instance, {
    renew: [],
    origin,
    update: { signing: null, elsewhere: [], keepOne: true, carryOn: true },
  });
  return network.rehost(node, origin);
}

const didOf = async (node: Node) =>
  joinDidLog((await ownVersions(node.instance.context)).map(({ line }) => line));
const knownAt = (node: Node, { commons }: Node) => node.request(`/peers/${commons}/did.jsonl`);

async function takes(node: Node, other: Node, times: number): Promise<void> {
  for (let count = 0; count < times; count++) await node.take(other);
}

describe('§18 [R-18.18] whoever misses a peer asks others', () => {
  test('two that moved at once find each other again by a third that both told', async () => {
    const [newA, newB] = [await moved(a), await moved(b)];
    await newA.deliver(c);
    await newB.deliver(c);
    await takes(newA, newB, 2);
    expect(await peerAt(newA, b)).toMatchObject({ baseUrl: b.origin, pullFailures: 2 });
    await takes(newA, newB, 1);
    expect(await peerAt(newA, b)).toMatchObject({ baseUrl: newB.origin });
    await takes(newA, newB, 1);
    expect(await peerAt(newA, b)).toMatchObject({ lastError: null, pullFailures: 0 });
    // Now that one has found the other, it shows itself.
    await newA.deliver(newB);
    expect(await peerAt(newB, a)).toMatchObject({ baseUrl: newA.origin });
  });

  test('what others know no better, or say wrongly, changes nothing and is held against nobody', async () => {
    await moved(b);
    for (const said of [
      await didOf(b).then((did) => did.slice(0, did.indexOf('\n') + 1)),
      await didOf(a),
      '{"no":"DID"}\n',
      '',
    ]) {
      network.script(c.origin, async ({ url }) =>
        url.endsWith(`/peers/${b.commons}/did.jsonl`)
          ? new Response(said)
          : new Response(null, { status: 500 }),
      );
      await updatePeer(a.instance.context.store, b.commons, { pullFailures: 0 });
      network.seen.splice(0);
      await takes(a, b, 3);
      expect(network.seen.filter((request) => request.includes(`/peers/${b.commons}/`))).toHaveLength(1);
      expect(await peerAt(a, b)).toMatchObject({ baseUrl: b.origin, pullFailures: 3 });
    }
    expect(await listMisconduct(a.instance.context)).toEqual([]);
  });

  test('everybody is told what is known of the DID of a peer, and of nobody else', async () => {
    const answer = await knownAt(c, b);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/jsonl; charset=utf-8');
    expect(await answer.text()).toBe(await didOf(b));
    const tag = answer.headers.get('etag') ?? '';
    const again = await c.request(`/peers/${b.commons}/did.jsonl`, { headers: { 'if-none-match': tag } });
    expect(again.status).toBe(304);
    const stranger = await network.found('stranger');
    for (const name of [stranger.commons, c.commons, 'nobody', `${b.commons}x`])
      expect((await c.request(`/peers/${name}/did.jsonl`)).status).toBe(404);
  });
});
