import { beforeEach, describe, expect, test } from 'vitest';
import { toBase64url } from '../../../protocol/bytes.ts';
import { moveDid } from '../../../protocol/identity/did-create.ts';
import { joinDidLog } from '../../../protocol/identity/did-log.ts';
import { hashTextSchema } from '../../../protocol/ids.ts';
import { leafHash, rootOf } from '../../../protocol/log/tree.ts';
import { addPeer } from '../../../server/flows/peers/add-peer.ts';
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';
import { scriptPeer } from '../../support/network/scripted-peer.ts';
import { keyOf } from '../../support/people.ts';
import { rotateKeys } from '../../support/verify/hostile.ts';
import { type SmallCommons, smallCommons } from '../../support/verify/small-commons.ts';

let network: Network;
let node: Node;
let peer: SmallCommons;
const ORIGIN = 'https://small.example.org';
beforeEach(async () => {
  network = createNetwork();
  node = await network.found('a');
  peer = await smallCommons('small');
  peer.log.setClock('2026-01-10T12:00:00.000Z');
  scriptPeer(network, peer, ORIGIN);
});

const add = (address: string) => addPeer(node.instance.context, address);
const peers = async () => (await node.instance.context.store.records.list('peer')).map(({ key }) => key);
const serve = (origin: string, text: string, status = 200) =>
  network.script(origin, async () => new Response(text, { status }));
const lines = () => [...peer.log.didVersions.values()].map(({ line }) => line);

describe('§10 [R-10.20] finding a peer', () => {
  test('its DID log says who it is, whatever path was named', async () => {
    expect(await add(`${ORIGIN}/some/page?x=1`)).toMatchObject({
      commons: peer.log.commons,
      baseUrl: ORIGIN,
    });
    expect(await peers()).toEqual([peer.log.commons]);
  });

  test('added again it is the same peer, with what is known of it', async () => {
    await add(ORIGIN);
    await node.take({ commons: peer.log.commons });
    const known = await node.instance.context.store.records.get('peer', peer.log.commons);
    await add(ORIGIN);
    const again = await node.instance.context.store.records.get('peer', peer.log.commons);
    expect(again).toMatchObject({ name: known?.name, received: known?.received, addedAt: known?.addedAt });
  });

  test.each<readonly [string, string, () => void]>([
    ['nobody', 'peer-unreachable', () => undefined],
    ['a server of something else', 'peer-unreachable', () => serve('https://x.example.org', 'hello', 404)],
    ['a page', 'did-invalid', () => serve('https://x.example.org', '<!doctype html>\n')],
    ['no line', 'did-invalid', () => serve('https://x.example.org', '')],
    [
      'bytes',
      'peer-unreachable',
      () => network.script('https://x.example.org', async () => new Response(Uint8Array.of(255, 254))),
    ],
    ['somebody else’s DID log', 'did-invalid', () => serve('https://x.example.org', joinDidLog([peer.line]))],
    [
      'a DID log with a line too many',
      'did-invalid',
      () => serve('https://x.example.org', joinDidLog([peer.line, peer.line])),
    ],
  ])('%s is no peer (%s)', async (_, type, script) => {
    script();
    await expect(add('https://x.example.org')).rejects.toMatchObject({ type });
    expect(await peers()).toEqual([]);
  });

  test('no address is no peer', async () => {
    await expect(add('small')).rejects.toMatchObject({ type: 'malformed' });
  });

  test('we are not our own peer', async () => {
    await expect(add(node.origin)).rejects.toMatchObject({ type: 'conflict' });
  });
});

describe('§10 [R-10.20] a known peer’s DID log only grows', () => {
  beforeEach(async () => {
    await add(ORIGIN);
    await node.take({ commons: peer.log.commons });
    await rotateKeys(peer, 'small', { checkpoint: keyOf('small checkpoint 2') });
    await node.take({ commons: peer.log.commons });
  });

  const known = async () =>
    (await node.instance.context.store.records.get('peer-did', peer.log.commons))?.lines;

  test('a rotation is taken, and its new keys hold', async () => {
    expect(await known()).toEqual(lines());
    expect((await node.instance.context.store.head(peer.log.commons))?.size).toBe(11);
  });

  test('a rotation cannot be taken back', async () => {
    serve(ORIGIN, joinDidLog([peer.line]));
    await expect(add(ORIGIN)).rejects.toMatchObject({ type: 'did-invalid' });
    expect(await known()).toEqual(lines());
  });

  test('nor replaced by another one', async () => {
    const twin = await smallCommons('small');
    twin.log.setClock('2026-01-11T12:00:00.000Z');
    await rotateKeys(twin, 'small', { checkpoint: keyOf('small checkpoint 3') });
    serve(ORIGIN, joinDidLog([...twin.log.didVersions.values()].map(({ line }) => line)));
    await expect(add(ORIGIN)).rejects.toMatchObject({ type: 'did-invalid' });
    expect(await known()).toEqual(lines());
  });

  test('nor by that of another commons', async () => {
    const other = await smallCommons('other');
    serve(ORIGIN, joinDidLog([other.line]));
    await node.take({ commons: peer.log.commons });
    expect(await known()).toEqual(lines());
  });

  test('a peer that moves is followed to where its DID says that it is', async () => {
    const elsewhere = 'https://elsewhere.example.org';
    const { log } = peer;
    const { line } = await moveDid([...log.didVersions.values()], {
      updateKey: keyOf('small update 3'),
      nextUpdateKeys: [keyOf('small update 4').key],
      head: headNow(),
      host: 'elsewhere.example.org',
      baseUrl: elsewhere,
      now: network.now(),
    });
    serve(ORIGIN, joinDidLog([...lines(), line]));
    scriptPeer(network, peer, elsewhere);
    network.seen.splice(0);
    await node.take({ commons: log.commons });
    expect(await node.instance.context.store.records.get('peer', log.commons)).toMatchObject({
      baseUrl: elsewhere,
      pullFailures: 0,
    });
    await node.take({ commons: log.commons });
  });

  function headNow() {
    const { log } = peer;
    const root = rootOf(log.entries.map(({ leafBytes }) => leafHash(leafBytes)));
    return { size: log.entries.length, root: hashTextSchema.parse(toBase64url(root)) };
  }
});

describe('§10 [R-10.20] an address that is refused', () => {
  test('leaves nothing behind', async () => {
    serve('https://x.example.org', joinDidLog([peer.line]));
    await expect(add('https://x.example.org')).rejects.toMatchObject({ type: 'did-invalid' });
    expect(await node.instance.context.store.records.list('peer-did')).toEqual([]);
  });
});
