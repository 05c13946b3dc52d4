import { beforeEach, describe, expect, test } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { BATCH_BYTES_MAX } from '../../../protocol/limits.ts';
import { createNetwork, type Network, type Node, peerAt } from '../../support/network/network.ts';
import { pageOf, scriptPeer } from '../../support/network/scripted-peer.ts';
import { problemIn, type SignedWish, signedRequest } from '../../support/network/signed.ts';
import { keyOf } from '../../support/people.ts';
import { appendAgain, rotateKeys } from '../../support/verify/hostile.ts';
import { type SmallCommons, smallCommons } from '../../support/verify/small-commons.ts';

let network: Network;
let node: Node;
let peer: SmallCommons;
const ORIGIN = 'https://small.example.org';
beforeEach(async () => {
  network = createNetwork();
  node = await network.found('a');
  await node.react();
  peer = await smallCommons('small');
  peer.log.setClock('2026-01-10T12:00:00.000Z');
  scriptPeer(network, peer, ORIGIN);
  await node.addPeer({ origin: ORIGIN });
});

const store = () => node.instance.context.store;
const mirrored = async () => (await store().head(peer.log.commons))?.size ?? 0;
const bytesOf = (page: object) => canonicalBytes(page as JsonObject); // pages hold JSON values only

/** A push of the peer's first page, with whatever is wrong about it. */
async function push(change: Partial<SignedWish> = {}) {
  const { log } = peer;
  const wish = { author: log.commons, key: log.keyring.request, path: '/inbox' };
  const body = change.body ?? bytesOf(await pageOf(peer, -1));
  return signedRequest(network, node, { ...wish, ...change, body });
}

/** What is refused leaves nothing behind: no entry, no cursor, nothing asked of anybody. */
async function refused(request: () => Promise<Response>) {
  const before = [
    await mirrored(),
    (await store().head(node.commons))?.size,
    await peerAt(node, peer.log),
    network.seen.length,
  ];
  const problem = await problemIn(await request());
  const after = [
    await mirrored(),
    (await store().head(node.commons))?.size,
    await peerAt(node, peer.log),
    network.seen.length,
  ];
  expect(after).toEqual(before);
  return problem;
}

describe('§10 [R-10.23] who may push what', () => {
  test('a peer pushes its own log', async () => {
    const answer = await (await push())();
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ size: 10 });
    expect(await mirrored()).toBe(10);
  });

  test('nobody pushes unsigned', async () => {
    const body = bytesOf(await pageOf(peer, -1));
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    expect(await refused(() => node.request('/inbox', init))).toEqual({
      status: 401,
      type: 'unauthenticated',
      reason: 'field-missing',
    });
  });

  test('a commons that is no peer does not', async () => {
    const stranger = await smallCommons('stranger');
    const { log } = stranger;
    const body = bytesOf(await pageOf(stranger, -1).catch(() => pageOf(peer, -1)));
    const request = await push({ author: log.commons, key: log.keyring.request, body });
    expect(await refused(request)).toMatchObject({ status: 401, reason: 'key-unknown' });
  });

  test('a member does not', async () => {
    const { founder } = node;
    expect(await refused(await push({ author: founder.author, key: founder }))).toEqual({
      status: 403,
      type: 'forbidden',
    });
  });

  test.each(['document', 'checkpoint', 'witness'] as const)(
    'the %s key signs no requests',
    async (purpose) => {
      const key = peer.log.keyring[purpose];
      expect(await refused(await push({ key }))).toMatchObject({ status: 401, reason: 'key-unknown' });
    },
  );

  test('a peer pushes no log of another', async () => {
    const other = await smallCommons('other');
    scriptPeer(network, other, 'https://other.example.org');
    await node.addPeer({ origin: 'https://other.example.org' });
    const request = await push({ body: bytesOf(await pageOf(other, -1)) });
    expect(await refused(request)).toEqual({ status: 403, type: 'forbidden' });
    expect((await store().head(other.log.commons))?.size ?? 0).toBe(0);
  });

  test('what is not a page is refused', async () => {
    for (const body of [utf8('{}'), utf8('[]'), utf8('{"entries":[]}'), utf8('nothing')]) {
      expect(await refused(await push({ body }))).toMatchObject({ status: 400, type: 'malformed' });
    }
  });

  test('another media type is refused', async () => {
    expect(await refused(await push({ type: 'text/plain' }))).toMatchObject({
      status: 415,
      type: 'media-type',
    });
  });

  test('more than a batch is refused', async () => {
    const body = new Uint8Array(BATCH_BYTES_MAX + 1);
    expect(await refused(await push({ body }))).toMatchObject({ status: 413, type: 'too-large' });
  });

  test('a page of more than 50 entries is refused', async () => {
    for (let count = 0; count < 50; count++) await peer.decide(peer.people.ana, 1, { result: 'not-adopted' });
    const body = bytesOf(await pageOf(peer, -1, 51));
    expect(await refused(await push({ body }))).toMatchObject({ status: 400, type: 'malformed' });
  });
});

describe('§10 [R-10.14] a push that was not meant for us, now, once', () => {
  test('one for another commons', async () => {
    expect(await refused(await push({ destination: peer.log.commons }))).toMatchObject({
      reason: 'destination',
    });
  });

  test('one for another host', async () => {
    expect(await refused(await push({ origin: 'https://b.example.org' }))).toMatchObject({
      reason: 'signature-invalid',
    });
  });

  test('one with another body', async () => {
    const page = await pageOf(peer, -1);
    const sent = bytesOf({ ...page, entries: page.entries.slice(0, 1) });
    expect(await refused(await push({ sent }))).toMatchObject({ reason: 'digest-mismatch' });
  });

  test.each([
    [301, 'created-in-future'],
    [-301, 'expired'],
  ])('one by a clock that is %i s off', async (skew, reason) => {
    expect(await refused(await push({ skew }))).toMatchObject({ status: 401, reason });
  });

  test.each([299, -299])('a clock that is %i s off is near enough', async (skew) => {
    expect((await (await push({ skew }))()).status).toBe(202);
  });

  test('the same request again', async () => {
    const request = await push();
    expect((await request()).status).toBe(202);
    expect(await refused(request)).toMatchObject({ status: 401, reason: 'nonce-used' });
  });

  test('the same request many times at once counts once', async () => {
    const request = await push();
    const answers = await Promise.all(Array.from({ length: 30 }, () => request()));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(29);
  });

  test('a key that the peer has rotated away', async () => {
    const old = peer.log.keyring.request;
    await rotateKeys(peer, 'small', { request: keyOf('small request 2') });
    await node.take({ commons: peer.log.commons });
    const body = bytesOf(await pageOf(peer, 10));
    expect(await refused(await push({ key: old, body }))).toMatchObject({ reason: 'key-unknown' });
    const again = await push({ key: keyOf('small request 2'), body });
    expect((await again()).status).toBe(202);
  });
});

describe('§10 [R-10.22] documents that never travel stay in the mirror', () => {
  test('a third commons’ decision in a peer’s log enters nobody’s', async () => {
    const other = await smallCommons('other');
    other.log.setClock('2026-01-10T13:00:00.000Z');
    const foreign = await other.decide(other.people.ana, 1);
    appendAgain(peer.log, foreign, (leaf) => ({ ...leaf, threads: [], reads: [] }));
    const answer = await (await push())();
    expect(answer.status).toBe(202);
    const before = (await store().head(node.commons))?.size;
    await node.take({ commons: peer.log.commons });
    expect(await mirrored()).toBe(11);
    expect((await store().head(node.commons))?.size).toBe(before);
    expect(await store().indexOf(node.commons, foreign.entry.id)).toBeNull();
  });
});
