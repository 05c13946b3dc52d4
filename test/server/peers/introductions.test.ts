import { beforeEach, describe, expect, test } from 'vitest';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { joinDidLog } from '../../../protocol/identity/did-log.ts';
import { scidSchema } from '../../../protocol/ids.ts';
import { confirmIntroductions, takeIntroduction } from '../../../server/flows/peers/introductions.ts';
import { listPeers } from '../../../server/flows/peers/peer-record.ts';
import { registrableHost } from '../../../server/flows/peers/registrable-host.ts';
import { setMode } from '../../../server/flows/peers/rules.ts';
import { createNetwork, type Network, type Node, peerAt } from '../../support/network/network.ts';
import { scriptPeer } from '../../support/network/scripted-peer.ts';
import { problemIn, signedRequest } from '../../support/network/signed.ts';
import { keyOf } from '../../support/people.ts';
import { type SmallCommons, smallCommons } from '../../support/verify/small-commons.ts';

let network: Network;
let node: Node;
let stranger: SmallCommons;
const ORIGIN = 'https://small.example.org';
beforeEach(async () => {
  network = createNetwork();
  node = await network.found('a');
  stranger = await smallCommons('small');
  stranger.log.setClock('2026-01-10T12:00:00.000Z');
  scriptPeer(network, stranger, ORIGIN);
  await setMode(node.instance.context, 'open', node.founder.author);
});

const peers = async (of = node) => (await listPeers(of.instance.context.store)).map(({ commons }) => commons);

async function introduce(did: string, change: JsonObject = {}, key = stranger.log.keyring.request) {
  const request = await signedRequest(network, node, {
    author: stranger.log.commons,
    key,
    path: '/peers/introductions',
    body: Uint8Array.from(canonicalBytes({ did, ...change })),
  });
  return request();
}

describe('§18 [R-18.7] [R-18.8] a commons that introduces itself', () => {
  test('is looked for later, and is a peer once it was found', async () => {
    const answer = await introduce(joinDidLog([stranger.line]));
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ result: 'waiting' });
    expect(network.seen).toEqual([]);
    expect(await peers()).toEqual([]);
    expect(await confirmIntroductions(node.instance.context)).toBe(1);
    expect(await peers()).toEqual([stranger.log.commons]);
    expect((await peerAt(node, stranger.log)).introduced).toBe(true);
    expect(await (await introduce(joinDidLog([stranger.line]))).json()).toEqual({ result: 'known' });
  });

  test('two instances come together by themselves: one adds the other, which is open', async () => {
    const b = await network.found('b');
    await b.addPeer(node);
    await b.deliver(node);
    expect((await peerAt(b, node)).lastError).toMatch(/We introduced ourselves/);
    await confirmIntroductions(node.instance.context);
    await b.deliver(node);
    expect((await peerAt(b, node)).lastError).toBeNull();
    expect((await node.instance.context.store.head(b.commons))?.size).toBeGreaterThan(0);
  });

  test('in closed mode it is refused, before anything is looked at', async () => {
    await setMode(node.instance.context, 'closed', node.founder.author);
    expect(await problemIn(await introduce(joinDidLog([stranger.line])))).toMatchObject({
      type: 'forbidden',
    });
    const b = await network.found('b');
    await b.addPeer(node);
    await b.deliver(node);
    expect((await peerAt(b, node)).lastError).toMatch(/only commons that its members add/);
    expect(await confirmIntroductions(node.instance.context)).toBe(0);
  });

  test('by another key than its DID has, or by no DID, it is refused', async () => {
    const thief = keyOf('a thief');
    expect(await problemIn(await introduce(joinDidLog([stranger.line]), {}, thief))).toMatchObject({
      reason: 'key-unknown',
    });
    for (const did of ['', '\n', 'x\n', `${'\n'.repeat(65)}`, stranger.line]) {
      expect([400, 422]).toContain((await introduce(did)).status);
    }
    expect(await problemIn(await introduce(joinDidLog([stranger.line]), { more: 1 }))).toMatchObject({
      type: 'malformed',
    });
    expect(network.seen).toEqual([]);
    expect(await confirmIntroductions(node.instance.context)).toBe(0);
  });

  test('one that is not where it says is forgotten', async () => {
    await introduce(joinDidLog([stranger.line]));
    network.script(ORIGIN, async () => new Response('hello', { status: 404 }));
    expect(await confirmIntroductions(node.instance.context)).toBe(0);
    network.seen.splice(0);
    expect(await confirmIntroductions(node.instance.context)).toBe(0);
    expect(network.seen).toEqual([]);
    expect(await peers()).toEqual([]);
  });

  test('one that stays away is forgotten after a day or so; one that a member added is not', async () => {
    await introduce(joinDidLog([stranger.line]));
    await confirmIntroductions(node.instance.context);
    const b = await network.found('b');
    await node.addPeer(b);
    network.between(async () => new Response('', { status: 503 }));
    for (let failure = 0; failure < 14; failure++) {
      for (const peer of [stranger.log, b]) await node.take(peer);
    }
    expect(await peers()).toEqual([b.commons]);
  });
});

describe('§18 [R-18.9] F1 10,000 hosts of one registrable name', () => {
  const scidOf = (number: number) =>
    scidSchema.parse(
      `Qm${String(number + 1)
        .replaceAll('0', 'z')
        .padStart(44, 'y')}`,
    );

  test('at most sixteen of them become peers; those of other names still do', async () => {
    const { context } = node.instance;
    const results = { waiting: 0, refused: 0 };
    for (let number = 0; number < 10_000; number++) {
      const baseUrl = `https://h${number}.flood.example.co.uk`;
      try {
        await takeIntroduction(context, { current: { scid: scidOf(number), baseUrl }, lines: [] });
        results.waiting++;
      } catch (error) {
        expect(error).toMatchObject({ type: 'over-quota', extensions: { retryAfter: 3600 } });
        results.refused++;
      }
    }
    expect(results).toEqual({ waiting: 16, refused: 9984 });
    const others = ['https://other.co.uk', 'https://x.github.io', 'https://y.github.io'];
    for (const [number, baseUrl] of others.entries()) {
      const current = { scid: scidOf(20_000 + number), baseUrl };
      expect(await takeIntroduction(context, { current, lines: [] })).toBe('waiting');
    }
    expect(network.seen).toEqual([]);
  });

  test('introductions have a share of their own', async () => {
    for (let count = 0; count < 60; count++) await introduce('x\n');
    const answer = await introduce(joinDidLog([stranger.line]));
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    network.wait(2);
    expect((await introduce(joinDidLog([stranger.line]))).status).toBe(202);
  });

  test.each([
    ['a.b.example.co.uk', 'example.co.uk'],
    ['example.org', 'example.org'],
    ['x.github.io', 'x.github.io'],
    ['a.localhost', 'a.localhost'],
    ['localhost', 'localhost'],
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3::4', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ])('%s shares with %s', (host, near) => {
    expect(registrableHost(host)).toBe(near);
  });
});
