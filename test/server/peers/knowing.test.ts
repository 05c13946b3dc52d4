import { beforeEach, describe, expect, test } from 'vitest';
import { afterDescription, afterUnsupported, NOTHING_KNOWN } from '../../../federation/peers/capabilities.ts';
import { createQuota } from '../../../federation/peers/quota.ts';
import { canonicalBytes } from '../../../protocol/canonical.ts';
import { joinDidLog } from '../../../protocol/identity/did-log.ts';
import { formatCheckpoint, parseCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { formatNote, parseNote, signNote } from '../../../protocol/log/note.ts';
import { verifierKey } from '../../../protocol/log/vkey.ts';
import { addPeer, refreshDid } from '../../../server/flows/peers/add-peer.ts';
import { capabilitiesOf, learnUnsupported } from '../../../server/flows/peers/learn.ts';
import { listMisconduct } from '../../../server/flows/peers/misconduct.ts';
import { describe as describeInstance } from '../../../server/flows/time/describe.ts';
import { createNetwork, type Network, type Node, peerAt } from '../../support/network/network.ts';
import { pageOf, scriptPeer } from '../../support/network/scripted-peer.ts';
import { signedRequest } from '../../support/network/signed.ts';
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
const kinds = async () => (await listMisconduct(node.instance.context)).map(({ kind }) => kind);
const shown = async () => {
  const { peers } = (await (await node.request('/peers')).json()) as { peers: { misconduct: string[] }[] };
  return peers[0]?.misconduct;
};

describe('§18 [R-18.11] looking for a DID log', () => {
  test('ten who look at once ask once', async () => {
    await addPeer(node.instance.context, ORIGIN);
    const known = await peerAt(node, peer.log);
    network.seen.splice(0);
    await Promise.all(Array.from({ length: 10 }, () => refreshDid(node.instance.context, known)));
    expect(network.seen).toEqual(['GET /.well-known/did.jsonl']);
  });

  test('what bore a tag is not sent again, and a new version is', async () => {
    const b = await network.found('b');
    const tags: (string | null)[] = [];
    const statuses: number[] = [];
    network.between(async (message, pass) => {
      if (message.url.pathname !== '/.well-known/did.jsonl') return pass(message);
      tags.push(message.headers.get('if-none-match'));
      const answer = await pass(message);
      statuses.push(answer.status);
      return answer;
    });
    await b.addPeer(node);
    await b.take(node);
    await b.take(node);
    expect(statuses).toEqual([200, 304, 304]);
    expect(tags[0]).toBeNull();
    expect(tags[1]).toMatch(/^(W\/)?"/);
    expect((await peerAt(b, node)).lastError).toBeNull();
  });

  test('a 304 that nobody asked for is no answer', async () => {
    network.script(ORIGIN, async () => new Response(null, { status: 304 }));
    await expect(addPeer(node.instance.context, ORIGIN)).rejects.toMatchObject({ type: 'peer-unreachable' });
  });
});

test('§18 [R-18.12] no view makes a connection, whatever it shows', async () => {
  await addPeer(node.instance.context, ORIGIN);
  network.seen.splice(0);
  const paths = [
    '/',
    '/register',
    '/register/lint',
    '/constraints',
    '/agents',
    '/circles',
    '/roles',
    '/meetings',
    '/proposals',
  ];
  for (const path of [...paths, '/resources', '/agreements', '/peers', '/erasures', '/commons', '/nowhere']) {
    for (const accept of ['text/html', 'application/json']) {
      const answer = await node.request(path, { headers: { accept } });
      expect([200, 404]).toContain(answer.status);
    }
  }
  expect(network.seen).toEqual([]);
});

describe('§18 [R-18.13] F11 what cannot be right is refused, kept and told', () => {
  test('G10 a DID log that takes a rotation back', async () => {
    await addPeer(node.instance.context, ORIGIN);
    await rotateKeys(peer, 'small', { checkpoint: keyOf('small checkpoint 2') });
    await node.take({ commons: peer.log.commons });
    const lines = [...peer.log.didVersions.values()].map(({ line }) => line);
    network.script(ORIGIN, async () => new Response(joinDidLog([peer.line])));
    await node.take({ commons: peer.log.commons });
    await node.take({ commons: peer.log.commons });
    const [kept, ...others] = await listMisconduct(node.instance.context);
    expect(others).toEqual([]);
    expect(kept).toMatchObject({
      kind: 'identity-rollback',
      shown: joinDidLog([peer.line]),
      known: joinDidLog(lines),
    });
    expect(await shown()).toHaveLength(1);
    expect((await node.instance.context.store.records.get('peer-did', peer.log.commons))?.lines).toEqual(
      lines,
    );
  });

  test('a log that became shorter', async () => {
    const short = await peer.log.checkpoint();
    const shortPage = await pageOf(peer, -1);
    await peer.decide(peer.people.ana, 1, { result: 'not-adopted' });
    await addPeer(node.instance.context, ORIGIN);
    await node.take({ commons: peer.log.commons });
    const size = (await node.instance.context.store.head(peer.log.commons))?.size ?? 0;
    expect(size).toBeGreaterThan(shortPage.entries.length);
    network.script(ORIGIN, async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/.well-known/did.jsonl') return new Response(joinDidLog([peer.line]));
      return pathname === '/log/checkpoint' ? new Response(short) : new Response('{}', { status: 409 });
    });
    await node.take({ commons: peer.log.commons });
    expect(await kinds()).toEqual(['log-rollback']);
    expect((await listMisconduct(node.instance.context))[0]?.shown).toBe(short);
    expect((await node.instance.context.store.head(peer.log.commons))?.size).toBe(size);
  });

  test('a checkpoint in the name of another log', async () => {
    await addPeer(node.instance.context, ORIGIN);
    const page = await pageOf(peer, -1);
    const other = await smallCommons('other');
    const { text } = parseNote(page.checkpoint);
    const checkpoint = parseCheckpoint(text);
    const forged = formatCheckpoint({ ...checkpoint, origin: `folkmoot/${other.log.commons}` });
    const key = verifierKey(`folkmoot/${peer.log.commons}`, 'note', peer.log.keyring.checkpoint.publicKey);
    const signature = await signNote(forged, { key, sign: peer.log.keyring.checkpoint.sign });
    const signed = formatNote({ text: forged, signatures: [signature] });
    const request = await signedRequest(network, node, {
      author: peer.log.commons,
      key: peer.log.keyring.request,
      path: '/inbox',
      body: Uint8Array.from(canonicalBytes({ ...page, checkpoint: signed } as never)),
    });
    expect((await request()).status).toBe(422);
    expect(await kinds()).toEqual(['wrong-origin']);
    expect((await node.instance.context.store.head(peer.log.commons))?.size ?? 0).toBe(0);
  });

  test('at most sixteen pieces of one peer are kept', async () => {
    await addPeer(node.instance.context, ORIGIN);
    for (let number = 0; number < 20; number++) {
      const twin = await smallCommons('small');
      twin.log.setClock('2026-01-11T12:00:00.000Z');
      await rotateKeys(twin, 'small', { checkpoint: keyOf(`small checkpoint ${number}`) });
      const lines = [...twin.log.didVersions.values()].map(({ line }) => line);
      if (number === 0) {
        scriptPeer(network, twin, ORIGIN);
        await node.take({ commons: peer.log.commons });
        continue;
      }
      network.script(ORIGIN, async () => new Response(joinDidLog(lines)));
      await node.take({ commons: peer.log.commons });
    }
    expect(await kinds()).toHaveLength(16);
  });
});

describe('§18 [R-18.14] [R-18.15] what a peer speaks', () => {
  test('is learned from its description, and its level never falls', async () => {
    const b = await network.found('b');
    await b.react();
    await describeInstance(b.instance.context, b.instance.committer);
    await node.addPeer(b);
    await node.take(b);
    expect(await capabilitiesOf(node.instance.context.store, b.commons)).toMatchObject({
      level: 1,
      versions: [1],
      unsupported: [],
    });
    const older = afterDescription(
      { ...NOTHING_KNOWN, level: 2 },
      { versions: [1], documentTypes: [] },
      [1, 2],
    );
    expect(older).toMatchObject({ level: 2, versions: [1], isLowered: true });
    const newer = afterDescription(
      { ...NOTHING_KNOWN, level: 1 },
      { versions: [1, 2], documentTypes: [] },
      [1, 2],
    );
    expect(newer).toMatchObject({ level: 2, isLowered: false });
  });

  test('what it answered that it does not know is remembered until it says that it does', async () => {
    await addPeer(node.instance.context, ORIGIN);
    const { context } = node.instance;
    await learnUnsupported(context, peer.log.commons, ['terms', 'seal']);
    expect((await capabilitiesOf(context.store, peer.log.commons)).unsupported).toEqual(['seal', 'terms']);
    const known = { ...NOTHING_KNOWN, unsupported: ['seal', 'terms'] };
    expect(afterDescription(known, { versions: [1], documentTypes: ['seal'] }, [1]).unsupported).toEqual([
      'terms',
    ]);
    const many = Array.from({ length: 1000 }, (_, index) => `type-${index}`);
    expect(afterUnsupported(known, many).unsupported).toHaveLength(64);
  });

  test('an answer to a push tells which types those are', async () => {
    await node.react();
    await addPeer(node.instance.context, ORIGIN);
    network.script(ORIGIN, async (request) => {
      if (new URL(request.url).pathname !== '/inbox') return new Response(null, { status: 404 });
      const page = (await request.json()) as { entries: { index: number }[] };
      const results = page.entries.map(({ index }) => ({
        index,
        result: index === 0 ? 'unsupported' : 'accepted',
      }));
      return new Response(JSON.stringify({ size: page.entries.length, results }), { status: 202 });
    });
    await node.deliver({ commons: peer.log.commons });
    expect((await capabilitiesOf(node.instance.context.store, peer.log.commons)).unsupported).toEqual([
      'charter',
    ]);
  });
});

describe('§18 [R-18.9] shares', () => {
  const allowance = { burst: 3, perSecond: 0.5 };

  test('run out, and refill with time', () => {
    const quota = createQuota(10);
    const take = (now: number) => quota.take('a', allowance, now);
    expect([take(0), take(0), take(0)]).toEqual([null, null, null]);
    expect(take(0)).toBe(2);
    expect(quota.take('b', allowance, 0)).toBeNull();
    expect(take(2000)).toBeNull();
    expect(take(2000)).toBe(2);
    expect(take(60_000)).toBeNull();
  });

  test('a clock that goes back gives nothing', () => {
    const quota = createQuota(10);
    for (let count = 0; count < 3; count++) quota.take('a', allowance, 10_000);
    expect(quota.take('a', allowance, 0)).not.toBeNull();
  });

  test('no more are remembered than may be, and those who are busy are', () => {
    const quota = createQuota(5);
    for (let count = 0; count < 4; count++) quota.take('busy', allowance, 0);
    for (let other = 0; other < 1000; other++) {
      quota.take(`other ${other}`, allowance, 0);
      expect(quota.take('busy', allowance, 0)).not.toBeNull();
    }
  });

  test('a peer that pushes too much is told when to come again, and nothing of it is kept', async () => {
    await addPeer(node.instance.context, ORIGIN);
    const body = Uint8Array.from(canonicalBytes((await pageOf(peer, -1)) as never));
    const push = async () => {
      const key = peer.log.keyring.request;
      return (await signedRequest(network, node, { author: peer.log.commons, key, path: '/inbox', body }))();
    };
    for (let spent = 0; spent < 3000; spent++) {
      node.instance.context.quota.take(
        `author ${peer.log.commons}`,
        { burst: 3000, perSecond: 0.001 },
        network.now() + 1000,
      );
    }
    const answer = await push();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await node.instance.context.store.records.list('nonce')).toEqual([]);
    expect((await node.instance.context.store.head(peer.log.commons))?.size ?? 0).toBe(0);
    network.wait(2);
    expect((await push()).status).toBe(202);
  });
});

describe('§18 [R-18.16] examining a commons', () => {
  interface Step {
    step: string;
    verdict: string;
    detail: string;
    problem: string | null;
    ms: number;
  }
  async function examine(url: string): Promise<Step[]> {
    const { founder } = node;
    const body = Uint8Array.from(canonicalBytes({ url }));
    const request = await signedRequest(network, node, {
      author: founder.author,
      key: founder,
      path: '/peers/debug',
      body,
    });
    return ((await (await request()).json()) as { steps: Step[] }).steps;
  }
  const records = async () =>
    (
      await Promise.all(
        ['peer', 'peer-did', 'misconduct'].map((kind) => node.instance.context.store.records.list(kind)),
      )
    ).flat();

  test('goes the whole way, and changes nothing', async () => {
    const b = await network.found('b');
    await b.react();
    await describeInstance(b.instance.context, b.instance.committer);
    const steps = await examine(`${b.origin}/some/page`);
    expect(steps.map(({ step, verdict }) => `${step} ${verdict}`)).toEqual([
      'address pass',
      'look-up pass',
      'identity: fetch pass',
      'identity: verify pass',
      'identity: compare pass',
      'description pass',
      'checkpoint pass',
      'log pass',
      'standing pass',
      'acquaintance note',
    ]);
    expect(steps.every(({ ms }) => ms >= 0)).toBe(true);
    expect(await records()).toEqual([]);
    await b.addPeer(node);
    expect((await examine(b.origin)).at(-1)).toMatchObject({ verdict: 'pass', detail: 'It knows us.' });
  });

  test.each<readonly [string, string, string, string]>([
    ['no address', 'small', 'address', 'malformed'],
    ['nobody', 'https://nobody.example.org', 'identity: fetch', 'peer-unreachable'],
    ['another address', 'https://other.example.org', 'identity: verify', 'did-invalid'],
  ])('%s: it stops there, and says why', async (_, url, step, problem) => {
    network.script('https://other.example.org', async () => new Response(joinDidLog([peer.line])));
    const steps = await examine(url);
    const at = steps.findIndex((one) => one.verdict === 'fail');
    expect(steps[at]).toMatchObject({ step, problem });
    expect(steps.slice(at + 1).every(({ verdict }) => verdict === 'skipped')).toBe(true);
    expect(await records()).toEqual([]);
  });

  test('a rollback is seen', async () => {
    await addPeer(node.instance.context, ORIGIN);
    await rotateKeys(peer, 'small', { checkpoint: keyOf('small checkpoint 2') });
    await node.take({ commons: peer.log.commons });
    network.script(ORIGIN, async () => new Response(joinDidLog([peer.line])));
    const failed = (await examine(ORIGIN)).find(({ verdict }) => verdict === 'fail');
    expect(failed).toMatchObject({ step: 'identity: compare', problem: 'did-invalid' });
  });
});
