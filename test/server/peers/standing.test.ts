import { beforeEach, describe, expect, test } from 'vitest';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { claimDue } from '../../../server/flows/delivery/attempt.ts';
import { standingNow } from '../../../server/flows/peers/rules.ts';
import { describe as describeInstance } from '../../../server/flows/time/describe.ts';
import { offer, sayYes, settle, stateAt, termsFields, twoPeers } from '../../support/network/negotiation.ts';
import { createNetwork, type Network, type Node, peerAt } from '../../support/network/network.ts';
import { problemIn, signedRequest } from '../../support/network/signed.ts';
import { person } from '../../support/people.ts';

let network: Network;
beforeEach(() => {
  network = createNetwork();
});

/** A member of a node asks something of it. */
async function ask(node: Node, path: string, body: JsonObject | null, who = node.founder) {
  const request = await signedRequest(network, node, {
    author: who.author,
    key: who,
    path,
    method: body === null ? 'GET' : 'POST',
    ...(body === null ? {} : { body: Uint8Array.from(canonicalBytes(body)) }),
  });
  return request();
}
const say = (node: Node, target: string, standing: string | null, more: JsonObject = {}) =>
  ask(node, '/peers/rules', { target, standing, reason: 'They flood us.', ...more });
const view = async (node: Node, isMember = true) =>
  (await (isMember ? ask(node, '/peers', null) : node.request('/peers'))).json() as Promise<{
    mode: string;
    peers: { commons: string; standing: string; publicNote: string }[];
    rules: { target: string; standing: string; reason: string; note: string; by: string }[];
  }>;

describe('§18 [R-18.2] [R-18.3] what members say of a commons or a host', () => {
  test('of a host it holds for all below it, of the commons itself before that', async () => {
    const a = await network.found('a');
    const b = await network.found('b');
    await a.addPeer(b);
    const standing = async () => (await standingNow(a.instance.context, await peerAt(a, b))).standing;
    expect(await standing()).toBe('allow');
    await say(a, 'example.org', 'block');
    expect(await standing()).toBe('block');
    await say(a, 'B.Example.org.', 'limit');
    expect(await standing()).toBe('limit');
    await say(a, b.commons, 'allow');
    expect(await standing()).toBe('allow');
    await say(a, b.commons, null);
    expect(await standing()).toBe('limit');
  });

  test('it ends by itself', async () => {
    const a = await network.found('a');
    const b = await network.found('b');
    await a.addPeer(b);
    await say(a, b.commons, 'block', { until: new Date(network.now() + 60_000).toISOString() });
    expect((await view(a)).peers[0]?.standing).toBe('block');
    network.wait(61);
    expect((await view(a)).peers[0]?.standing).toBe('allow');
  });

  test.each<readonly [string, JsonObject]>([
    ['without a reason', { standing: 'block', reason: '' }],
    ['until a time that is over', { until: '2020-01-01T00:00:00Z' }],
    ['of a URL', { target: 'https://b.example.org/' }],
    ['of a host with a port', { target: 'b.example.org:8080' }],
    ['of nobody', { target: '' }],
    ['in another word', { standing: 'suspend' }],
    ['with something more', { more: 1 }],
  ])('%s nothing is said', async (_, change) => {
    const a = await network.found('a');
    const answer = await say(a, 'b.example.org', 'block', change);
    expect(await problemIn(answer)).toMatchObject({ status: 400, type: 'malformed' });
    expect((await view(a)).rules).toEqual([]);
  });

  test('nor of ourselves, nor by a stranger', async () => {
    const a = await network.found('a');
    expect(await problemIn(await say(a, a.commons, 'block'))).toMatchObject({ type: 'conflict' });
    const wish = { target: 'b.example.org', standing: 'block', reason: 'I say so.' };
    const stranger = await ask(a, '/peers/rules', wish, person('a stranger'));
    expect(await problemIn(stranger)).toMatchObject({ status: 401, reason: 'key-unknown' });
    expect((await view(a)).rules).toEqual([]);
  });

  test('of two members at once nothing is lost', async () => {
    const a = await network.found('a');
    await Promise.all(['block', 'limit', 'allow'].map((word) => say(a, 'b.example.org', word)));
    const { changes } = (await (await ask(a, '/peers/changes', null)).json()) as {
      changes: { to: string }[];
    };
    expect(changes.map(({ to }) => to).sort()).toEqual(['allow', 'block', 'limit']);
  });
});

describe('§18 [R-18.4] members see every change, others what is said to everybody', () => {
  test('who said what, and when', async () => {
    const a = await network.found('a');
    await say(a, 'b.example.org', 'block', { note: 'Ask Ana.', publicNote: 'Floods.' });
    await say(a, 'c.example.org', 'limit', { note: 'Hush.' });
    await say(a, 'b.example.org', null);
    await ask(a, '/peers/mode', { mode: 'open' });
    const { changes } = (await (await ask(a, '/peers/changes', null)).json()) as {
      changes: Record<string, unknown>[];
    };
    expect(changes.map(({ target, to }) => `${target} ${to}`)).toEqual([
      'mode open',
      'b.example.org lifted',
      'c.example.org limit',
      'b.example.org block',
    ]);
    expect(changes[3]).toMatchObject({ by: a.founder.author, note: 'Ask Ana.', reason: 'They flood us.' });
  });

  test('a stranger sees neither reasons nor private notes, nor rules without a public one', async () => {
    const a = await network.found('a');
    await say(a, 'b.example.org', 'block', { note: 'Ask Ana.', publicNote: 'Floods.' });
    await say(a, 'c.example.org', 'block', { note: 'Hush.' });
    expect((await view(a)).rules.map(({ note }) => note)).toEqual(['Ask Ana.', 'Hush.']);
    const shown = await view(a, false);
    expect(shown.rules).toMatchObject([{ target: 'b.example.org', reason: '', note: '', by: '' }]);
    expect(JSON.stringify(shown)).not.toMatch(/Ask Ana|Hush|They flood|c\.example/);
    for (const path of ['/peers/changes', '/peers/list.csv']) {
      expect(await problemIn(await a.request(path))).toMatchObject({ status: 401, type: 'unauthenticated' });
    }
  });
});

describe('§18 [R-18.5] [R-18.6] a peer that is limited or blocked', () => {
  async function strangers() {
    const { a, b } = await twoPeers(network);
    await settle([a, b]);
    return { a, b };
  }

  test('blocked: its pushes are refused, and it is neither pulled nor pushed to; it is witnessed', async () => {
    const { a, b } = await strangers();
    await say(a, b.commons, 'block');
    const before = (await a.instance.context.store.head(b.commons))?.size;
    await b.act('decision', {
      operations: [{ op: 'change', paths: ['x'], content: 'A'.repeat(43), title: 'X' }],
      reason: { say: 'It is time.' },
    });
    network.seen.splice(0);
    await b.deliver(a);
    expect((await peerAt(b, a)).lastError).toMatch(/does not take our log/);
    network.seen.splice(0);
    await a.take(b);
    expect(network.seen).toEqual([]);
    expect((await a.instance.context.store.head(b.commons))?.size).toBe(before);
    await a.act('decision', {
      operations: [{ op: 'change', paths: ['y'], content: 'A'.repeat(43), title: 'Y' }],
      reason: { say: 'It is time.' },
    });
    await a.deliver(b);
    expect(network.seen.filter((line) => line.includes('inbox'))).toEqual([]);
    expect(network.seen).toContain('POST /witness/add-checkpoint');
    // What it is not pushed waits, and is no reason to try again at once and for ever.
    expect(await claimDue(a.instance.context, 'peer', 10)).toEqual([]);
    network.wait(61);
    expect(await claimDue(a.instance.context, 'peer', 10)).toHaveLength(1);
  });

  test('it cannot be added again before that is lifted, nor a commons at a blocked host', async () => {
    const { a, b } = await strangers();
    await say(a, b.commons, 'block');
    expect(await problemIn(await ask(a, '/peers', { url: b.origin }))).toMatchObject({ type: 'conflict' });
    await say(a, 'c.example.org', 'block');
    network.seen.splice(0);
    expect(await problemIn(await ask(a, '/peers', { url: 'https://c.example.org' }))).toMatchObject({
      type: 'conflict',
    });
    expect(network.seen).toEqual([]);
  });

  test('checkpoints, keys and description stay readable, and its checkpoints are cosigned', async () => {
    const { a, b } = await strangers();
    await say(a, b.commons, 'block');
    for (const path of ['/.well-known/did.jsonl', '/log/checkpoint', '/log/entries?after=-1']) {
      expect((await a.request(path)).status).toBe(200);
    }
    await b.act('decision', {
      operations: [{ op: 'change', paths: ['x'], content: 'A'.repeat(43), title: 'X' }],
      reason: { say: 'It is time.' },
    });
    const size = (await b.instance.context.store.head(b.commons))?.size;
    await say(b, a.commons, 'block'); // then B pushes nothing, and still asks
    await b.deliver(a);
    expect((await peerAt(b, a)).cosigned).toBe(size);
  });

  test.each(['limit', 'block'])(
    '%s: what it offers does not come in, until it may begin again',
    async (word) => {
      const peers = await twoPeers(network);
      const { a, b, negotiation } = peers;
      await say(b, a.commons, word);
      await offer(peers, termsFields(peers, network.now()));
      await settle([a, b]);
      expect((await stateAt(b, peers)).terms).toEqual([]);
      await say(b, a.commons, null);
      await settle([a, b]);
      expect((await stateAt(b, { negotiation })).terms).toHaveLength(1);
    },
  );

  test.each(['limit', 'block'])('%s: an agreement that there is goes on to its seal', async (word) => {
    const peers = await twoPeers(network);
    const { a, b } = peers;
    const fields = termsFields(peers, network.now());
    const terms = await offer(peers, fields);
    await settle([a, b]);
    await say(b, a.commons, word);
    await say(a, b.commons, word);
    await sayYes(a, peers, terms, fields);
    await sayYes(b, peers, terms, fields);
    await settle([a, b]);
    expect((await stateAt(a, peers)).seals).toHaveLength(1);
    expect((await stateAt(b, peers)).seals).toHaveLength(1);
  });
});

describe('§18 [R-18.10] lists', () => {
  const HEAD = 'target,standing,reason,public note,until\r\n';
  const put = (node: Node, csv: string, more: JsonObject = {}) => ask(node, '/peers/list', { csv, ...more });

  test('what one commons exports another imports, and it is the same list', async () => {
    const [a, b] = [await network.found('a'), await network.found('b')];
    await say(a, 'bad.example.org', 'block', { publicNote: '=HYPERLINK("http://x")', note: 'private' });
    await say(a, 'worse.example.org', 'limit', {
      reason: 'a "quote",\nand a line',
      until: '2030-01-01T00:00:00Z',
    });
    const text = await (await ask(a, '/peers/list.csv', null)).text();
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(text).not.toContain('private');
    expect((await put(b, text)).status).toBe(200);
    expect(await (await ask(b, '/peers/list.csv', null)).text()).toBe(text);
    const again = (await (await put(b, text)).json()) as { results: { result: string }[] };
    expect(again.results.map(({ result }) => result)).toEqual(['same', 'same']);
  });

  test('what members said stays, unless they ask to replace it', async () => {
    const a = await network.found('a');
    await say(a, 'bad.example.org', 'allow');
    const list = `${HEAD}bad.example.org,block,,,\r\n`;
    expect(await (await put(a, list)).json()).toMatchObject({ results: [{ result: 'kept' }] });
    expect((await view(a)).rules[0]?.standing).toBe('allow');
    expect(await (await put(a, list, { replace: true })).json()).toMatchObject({
      results: [{ result: 'changed' }],
    });
    expect((await view(a)).rules[0]?.standing).toBe('block');
  });

  test.each([
    ['no head', 'bad.example.org,block,,,\r\n', 1],
    ['a column too few', `${HEAD}bad.example.org,block,,\r\n`, 2],
    ['another standing', `${HEAD}ok.example.org,block,,,\r\nbad.example.org,suspend,,,\r\n`, 3],
    ['no host', `${HEAD}bad/host,block,,,\r\n`, 2],
    ['a host twice, in two spellings', `${HEAD}bad.example.org,block,,,\r\nBAD.example.org.,limit,,,\r\n`, 3],
    ['a quote without end', `${HEAD}"bad.example.org,block,,,\r\n`, 2],
    ['text after a quote', `${HEAD}"bad.example.org"x,block,,,\r\n`, 2],
    ['a quote within', `${HEAD}bad"example.org,block,,,\r\n`, 2],
    ['an empty line', `${HEAD}\r\n`, 2],
    ['no time', `${HEAD}bad.example.org,block,,,tomorrow\r\n`, 2],
    ['a formula for a host', `${HEAD}=1+1,block,,,\r\n`, 2],
  ])('a list with %s says nothing at all', async (_, csv, line) => {
    const a = await network.found('a');
    const answer = await put(a, csv);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ type: 'urn:folkmoot:problem:malformed', line });
    expect((await view(a)).rules).toEqual([]);
  });

  test('one that is too long', async () => {
    const a = await network.found('a');
    const rows = Array.from({ length: 5001 }, (_, index) => `h${index}.example.org,block,,,\r\n`).join('');
    expect(await problemIn(await put(a, HEAD + rows))).toMatchObject({ status: 413, type: 'too-large' });
  });
});

test('§18 [R-18.1] the mode is closed at first, and the description says what it is', async () => {
  const a = await network.found('a');
  expect((await view(a)).mode).toBe('closed');
  expect((await ask(a, '/peers/mode', { mode: 'ajar' })).status).toBe(400);
  const { context, committer } = a.instance;
  const policy = async () => {
    await describeInstance(context, committer);
    const envelope = (await (await a.request('/.well-known/folkmoot')).json()) as { payload: string };
    return (JSON.parse(Buffer.from(envelope.payload, 'base64url').toString()) as { peerPolicy: string })
      .peerPolicy;
  };
  await a.react();
  expect(await policy()).toBe('closed');
  await ask(a, '/peers/mode', { mode: 'open' });
  expect((await view(a, false)).mode).toBe('open');
  expect(await policy()).toBe('open');
});
