import { beforeEach, describe, expect, test } from 'vitest';
import { DEPOSITS_PER_AUTHOR_MAX } from '../../../federation/peers/deposits.ts';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { parseBundle } from '../../../protocol/verify/bundle.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { setDepositPeer } from '../../../server/flows/deposits/deposit-peers.ts';
import { listDepositsFor } from '../../../server/flows/deposits/list-deposits.ts';
import { sayStandings } from '../../../server/flows/peers/rules.ts';
import { isFollowed } from '../../../server/flows/peers/welcome.ts';
import { describe as describeCommons } from '../../../server/flows/time/describe.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { signRequest } from '../../../server/request-signature/sign-request.ts';
import { askAboutCharter, goOn, latest, post, signUnlogged } from '../../support/network/charter-matter.ts';
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';
import { person } from '../../support/people.ts';

let network: Network;
let [a, p] = [] as unknown as [Node, Node];
let proposal: string;

/** The peer has the log as it is, and its cosignature is there. */
async function sync(): Promise<void> {
  await a.deliver(p);
  await p.take(a);
  await p.deliver(a);
  await a.take(p);
}

beforeEach(async () => {
  network = createNetwork();
  [a, p] = [await network.found('a'), await network.found('p')];
  for (const node of [a, p]) await node.react();
  await a.addPeer(p);
  await p.addPeer(a);
  await setDepositPeer(a.instance.context, { commons: p.commons, keeps: true, by: a.founder.author });
  proposal = (await askAboutCharter(a)).subject;
  await sync();
});

const answer = () => signUnlogged(a, 'response', { proposal, value: 'consent', audience: 'public' });
const verified = async (node: Node, id: Parameters<typeof exportBundle>[1]) =>
  verifyParsed(await exportBundle(node.instance.context, id, publicOnly, {}, a.commons), {
    verify: verifyWithNode,
    now: network.now(),
  });

test('[R-21.6] what is left with a peer reaches the log that it is for, and the outcome says so', async () => {
  const { id, body } = await answer();
  expect(await post(p, '/deposits', body)).toMatchObject({ status: 201, body: { id, result: 'kept' } });
  await sync();
  expect(await a.instance.context.store.indexOf(a.commons, id)).not.toBeNull();
  await goOn(a); // the matter closes, and it is waited for the peer
  expect(await latest(a, 'outcome')).toBeNull();
  await a.take(p); // asks for the list and gets it
  network.wait(6);
  await goOn(a);
  const outcome = await latest(a, 'outcome');
  const list = await latest(p, 'deposit-list');
  expect(outcome?.document).toMatchObject({
    result: 'adopted',
    deposits: { with: [{ commons: p.commons, list: list?.id }] },
  });
  const report = await verified(a, outcome?.id ?? id);
  expect(report.faults).toEqual([]);
  expect(report.deposits).toEqual([
    { commons: p.commons, answered: true, kept: 1, logged: 1, suppressed: [] },
  ]);
  expect(report.notShown.at(-1)).toContain(p.commons);
  // Nobody keeps any longer what its log has.
  await sync();
  expect((await p.request(`/deposits/${id.slice(-43)}`)).status).toBe(404);
  expect(await post(p, '/deposits', body)).toMatchObject({ status: 201, body: { result: 'logged' } });
});

test('[R-21.11] a server that looks away is found out: V3 fails by the evidence of whoever kept it', async () => {
  const { id, body } = await signUnlogged(a, 'objection', {
    proposal,
    ground: 'harms-aim',
    argument: { say: 'Nobody would find us any more.' },
    resolvedBy: { say: 'Keep the name.' },
    audience: 'public',
  });
  await post(p, '/deposits', body);
  // Whoever runs it says that everything was looked at.
  await a.instance.context.store.records.put('deposits-of', p.commons, { n: 1_000 });
  await sync();
  const outcome = await decided();
  const found = await verified(p, outcome.id);
  expect(found.faults).toEqual([]);
  expect(found.levels.V3).toMatchObject({ result: 'fail', suppressed: true });
  expect(found.deposits).toMatchObject([{ kept: 1, logged: 0, suppressed: [id] }]);
  // Its own evidence leaves out what was left, and that is a hole.
  expect((await verified(a, outcome.id)).levels.V3).toMatchObject({
    result: 'unresolved',
    missing: [{ kind: 'document', id }],
  });
  const fromPeer = await p.request(`/bundles/${outcome.id.slice(-43)}?log=${a.commons}`);
  expect(fromPeer.status).toBe(200);
  expect(parseBundle(new Uint8Array(await fromPeer.arrayBuffer())).target.id).toBe(outcome.id);
  expect((await p.request(`/bundles/${outcome.id.slice(-43)}?log=nobody`)).status).toBe(404);
});

test('[R-21.8] a peer that does not answer is waited for, for an hour, and holds up nothing for longer', async () => {
  network.between((message, pass) =>
    message.url.origin === p.origin ? Promise.reject(gone()) : pass(message),
  );
  const { body } = await answer();
  expect((await post(a, '/documents', body)).status).toBe(201);
  await goOn(a);
  network.wait(3590);
  await goOn(a);
  expect(await latest(a, 'outcome')).toBeNull();
  network.wait(20);
  await goOn(a);
  expect((await latest(a, 'outcome'))?.document).toMatchObject({
    deposits: { with: [{ commons: p.commons }] },
  });
});

test('[R-21.8] what a peer says that it keeps, and does not hand out, is not said to be all', async () => {
  const { body } = await answer();
  await post(p, '/deposits', body);
  network.between(async (message, pass) =>
    message.url.pathname.startsWith('/deposits/') && message.method === 'GET'
      ? new Response('{}', { status: 200, headers: { 'content-type': 'application/json' } })
      : pass(message),
  );
  await sync();
  const view = (await (await a.request('/peers')).json()) as { peers: { owedToUs: number }[] };
  expect(view.peers.map(({ owedToUs }) => owedToUs)).toEqual([1]);
  await post(a, '/documents', (await answer()).body); // the matter closes all the same
  await goOn(a);
  network.wait(30);
  await a.take(p);
  await goOn(a);
  expect(await latest(a, 'outcome')).toBeNull();
  network.wait(3600);
  await goOn(a);
  expect((await latest(a, 'outcome'))?.document).toMatchObject({
    deposits: { with: [{ commons: p.commons }] },
  });
  // Once it hands it out, it is taken.
  network.heal();
  await a.take(p);
  const healed = (await (await a.request('/peers')).json()) as typeof view;
  expect(healed.peers.map(({ owedToUs }) => owedToUs)).toEqual([0]);
});

test('[R-21.6] what our log refuses is not owed for ever, and holds up nothing', async () => {
  const { id, body } = await answer();
  await post(p, '/deposits', body);
  const good = await answer();
  await post(p, '/deposits', good.body);
  // The first one comes without its signature's worth: the peer was lied to, or lies.
  const store = p.instance.context.store;
  const kept = await store.records.get('deposited', id);
  await store.records.put('deposited', id, { ...kept, envelope: 'AAAA' });
  await sync();
  expect(await a.instance.context.store.indexOf(a.commons, good.id)).not.toBeNull();
  expect(await a.instance.context.store.indexOf(a.commons, id)).toBeNull();
});

describe('[R-21.3] what is not kept', () => {
  const count = async () => (await p.instance.context.store.head(p.commons))?.size;

  async function refused(body: JsonObject, status: number, problem: string): Promise<void> {
    const before = await count();
    const seen = network.seen.length;
    const refusal = await post(p, '/deposits', body);
    expect(refusal).toMatchObject({ status, body: { type: `urn:folkmoot:problem:${problem}` } });
    expect([await count(), network.seen.length]).toEqual([before, seen]);
    expect(await p.instance.context.store.records.list('deposit')).toEqual([]);
  }

  test('what a stranger signs', async () => {
    const { body } = await signedBy(person('a stranger'));
    await refused(body, 401, 'unknown-author');
  });

  test('what is signed with a key that is not its author’s', async () => {
    const { author } = a.founder;
    await refused((await signedBy({ ...person('another key'), author })).body, 401, 'key-not-in-force');
  });

  test('what is for a commons that is no peer, or for its own', async () => {
    const [other, own] = [await network.found('c'), p];
    const words = {
      kind: 'hours',
      name: { en: 'Draft' },
      unit: 'hour',
      capacity: { model: 'stock', quantity: 1 },
    };
    const draftOf = (node: Node) =>
      signUnlogged(node, 'resource', { ...words, steward: node.founder.author, askers: 'peers' });
    await refused((await draftOf(other)).body, 404, 'not-found');
    await refused((await draftOf(own)).body, 422, 'wrong-log');
  });

  test('what is no document, is changed, or lacks its words', async () => {
    const { body } = await signUnlogged(a, 'objection', {
      proposal,
      ground: 'harms-aim',
      argument: { say: 'It is too much.' },
      resolvedBy: { say: 'Less of it.' },
    });
    await refused({ documents: [{}] }, 400, 'malformed');
    await refused({ documents: [] }, 400, 'malformed');
    await refused({ ...body, documents: [...body.documents, ...body.documents] }, 400, 'malformed');
    await refused({ ...body, attachments: {} }, 422, 'incomplete');
    const [first] = body.documents;
    await refused(
      { ...body, documents: [{ ...first, signature: 'A'.repeat(86) }] },
      401,
      'signature-invalid',
    );
  });

  test('too much at once, and too much in a row', async () => {
    const { body } = await signUnlogged(a, 'objection', {
      proposal,
      ground: 'harms-aim',
      argument: { say: 'No. '.repeat(70_000) },
      resolvedBy: { say: 'Less of it.' },
    });
    await refused(body, 413, 'too-large');
    for (let number = 0; number < DEPOSITS_PER_AUTHOR_MAX; number++)
      expect((await post(p, '/deposits', (await answer()).body)).status).toBe(201);
    expect(await post(p, '/deposits', (await answer()).body)).toMatchObject({
      status: 429,
      body: { type: 'urn:folkmoot:problem:over-quota' },
    });
  });
});

test('[R-21.5] the same again is the same, and what its log has is left there', async () => {
  const { body } = await answer();
  const [first, second] = [await post(p, '/deposits', body), await post(p, '/deposits', body)];
  expect(second).toEqual(first);
  expect((await p.instance.context.store.records.list('deposit')).length).toBe(1);
  const other = await answer();
  await post(a, '/documents', other.body);
  await sync();
  expect(await post(p, '/deposits', other.body)).toMatchObject({ status: 201, body: { result: 'logged' } });
});

test('[R-21.6] what is not for everybody is handed to the commons that it is for alone', async () => {
  const { id, body } = await signUnlogged(a, 'response', { proposal, value: 'consent', audience: 'members' });
  await post(p, '/deposits', body);
  const path = `/deposits/${id.slice(-43)}`;
  expect((await p.request(path)).status).toBe(404);
  expect(await bodyAt(p, path, p.founder)).toBe(404);
  await sync();
  expect(await a.instance.context.store.indexOf(a.commons, id)).not.toBeNull();
});

test('[R-21.7] a list is for peers, from after the moment that is asked for, and seldom', async () => {
  const { context, committer } = p.instance;
  const now = await context.now();
  const one = await listDepositsFor(context, committer, a.commons, now);
  expect(await listDepositsFor(context, committer, a.commons, now)).toEqual(one);
  await expect(listDepositsFor(context, committer, a.commons, now + 60_000)).rejects.toMatchObject({
    type: 'unavailable',
  });
  await expect(listDepositsFor(context, committer, a.commons, await context.now())).rejects.toMatchObject({
    type: 'over-quota',
  });
  network.wait(11);
  const later = await listDepositsFor(context, committer, a.commons, await context.now());
  expect(later.index).toBeGreaterThan(one.index);
  expect((await post(p, '/deposit-lists', { since: '2026-03-02T09:00:00Z' })).status).toBe(401);
});

test('[R-21.1] members say who keeps deposits, everybody sees it, and a block does not stop it', async () => {
  const { context, committer } = a.instance;
  await describeCommons(context, committer);
  expect((await latest(a, 'description'))?.document).toMatchObject({ deposits: [p.commons] });
  const say = { reason: 'Noise.', note: '', publicNote: '', until: null, by: a.founder.author };
  await sayStandings(context, [{ target: p.commons, saying: { ...say, standing: 'block' } }]);
  expect(await isFollowed(context, { commons: p.commons, baseUrl: p.origin })).toBe(true);
  const change = { commons: p.commons, keeps: false, by: a.founder.author };
  expect(await setDepositPeer(context, change)).toBe('removed');
  expect(await setDepositPeer(context, change)).toBe('same');
  expect(await isFollowed(context, { commons: p.commons, baseUrl: p.origin })).toBe(false);
  await describeCommons(context, committer);
  expect((await latest(a, 'description'))?.document).not.toHaveProperty('deposits');
  const stranger = { ...change, keeps: true, commons: (await network.found('c')).commons };
  await expect(setDepositPeer(context, stranger)).rejects.toMatchObject({ type: 'not-found' });
});

/** Its only member is heard with a yes; what else they said was not taken. */
async function decided() {
  await post(a, '/documents', (await answer()).body);
  await goOn(a);
  await a.take(p);
  network.wait(6);
  await goOn(a);
  await sync();
  const outcome = await latest(a, 'outcome');
  if (outcome === null) throw new TypeError('the matter has come to its end');
  return outcome;
}

function gone(): Error {
  return new ProtocolError('peer-unreachable', 'It is away.');
}

/** An answer that somebody else signs. */
async function signedBy(who: ReturnType<typeof person>) {
  const { body } = await answer();
  const [drafted] = body.documents;
  const payload: JsonObject = JSON.parse(Buffer.from(String(drafted?.payload), 'base64url').toString('utf8'));
  const changed = canonicalBytes({ ...payload, author: who.author });
  const envelope = await signEnvelope({ payload: changed, author: who.author, key: who.key, sign: who.sign });
  return { body: { documents: [JSON.parse(new TextDecoder().decode(envelope)) as JsonObject] } };
}

/** The status that a person gets for a signed reading. */
async function bodyAt(node: Node, path: string, who: Node['founder']): Promise<number> {
  const headers = await signRequest(
    { method: 'GET', url: new URL(path, node.origin), body: new Uint8Array(0), destination: node.commons },
    { author: who.author, key: who.key, sign: who.sign },
    Math.floor(network.now() / 1000),
    crypto.getRandomValues(new Uint8Array(16)),
  );
  return (await node.request(path, { headers })).status;
}
