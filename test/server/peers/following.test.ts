import { beforeEach, describe, expect, test } from 'vitest';
import { toBase64url } from '../../../protocol/bytes.ts';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { logOrigin } from '../../../protocol/ids.ts';
import { formatCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { formatNote, signNote } from '../../../protocol/log/note.ts';
import { claimDue } from '../../../server/flows/delivery/attempt.ts';
import { advanceMirror } from '../../../server/flows/peers/advance-mirror.ts';
import type { LogPage } from '../../../server/flows/peers/log-page.ts';
import { hasTwoHistories } from '../../../server/flows/peers/same-history.ts';
import { writeDrafts } from '../../support/network/negotiation.ts';
import {
  createNetwork,
  type Message,
  type Network,
  type Node,
  peerAt,
} from '../../support/network/network.ts';
import { pageOf, type ShownPage, scriptPeer } from '../../support/network/scripted-peer.ts';
import { randomFrom } from '../../support/random.ts';
import { appendAgain, doctorLeaf, signContent } from '../../support/verify/hostile.ts';
import { type SmallCommons, smallCommons } from '../../support/verify/small-commons.ts';

let network: Network;
let a: Node;
let b: Node;
beforeEach(async () => {
  network = createNetwork();
  [a, b] = [await network.found('a'), await network.found('b')];
  for (const node of [a, b]) await node.react();
});

const storeOf = ({ instance }: Node) => instance.context.store;
type Log = Pick<Node, 'commons'>;
const sizeOf = async (node: Node, { commons }: Log) => (await storeOf(node).head(commons))?.size ?? 0;

/** What a log is in a store: leaves, documents, tiles of the lowest level and root. */
async function contents(node: Node, { commons }: Log) {
  const store = storeOf(node);
  const entries = await store.entries(commons, { after: -1, limit: 1000 });
  const tiles = await store.tiles(commons, [
    { level: 0, index: 0 },
    { level: 0, index: 1 },
  ]);
  return {
    root: (await store.head(commons))?.root,
    leaves: entries.map(({ leaf }) => leaf),
    documents: entries.map(({ document }) => document?.payload),
    hashes: tiles.toSorted((x, y) => x.index - y.index).map(({ hashes }) => hashes),
  };
}

const pagesSeen = () => network.seen.filter((line) => line.startsWith('GET /log/entries'));

describe('§10 [R-10.21] pulling a log', () => {
  test('the mirror is the peer’s tree, and the next pull begins where it ends', async () => {
    await a.addPeer(b);
    await a.take(b);
    expect(await contents(a, b)).toEqual(await contents(b, b));
    await writeDrafts(b, 3);
    await a.take(b);
    expect(await contents(a, b)).toEqual(await contents(b, b));
    expect(pagesSeen()).toEqual(['GET /log/entries?after=-1&limit=50', 'GET /log/entries?after=9&limit=50']);
  });

  test('a log of several pages is taken page by page', async () => {
    await writeDrafts(b, 120);
    await a.addPeer(b);
    await a.take(b);
    expect(await sizeOf(a, b)).toBe(130);
    expect(await contents(a, b)).toEqual(await contents(b, b));
    expect(pagesSeen()).toHaveLength(3);
  });

  test('cut at any byte, it is taken up again from where it was', async () => {
    await writeDrafts(b, 60);
    await a.addPeer(b);
    let left = 0;
    network.between(async (message, pass) => {
      const answer = await pass(message);
      if (message.url.pathname !== '/log/entries') return answer;
      const body = new Uint8Array(await answer.arrayBuffer());
      return new Response(body.subarray(0, Math.floor(body.length * left)), answer);
    });
    const sizes = [];
    for (left of [0, 0.1, 0.5, 0.9, 0.999]) {
      await a.take(b);
      sizes.push(await sizeOf(a, b));
      expect((await peerAt(a, b)).lastError).not.toBeNull();
    }
    expect(sizes).toEqual([0, 0, 0, 0, 0]);
    left = 1;
    await a.take(b);
    expect(await contents(a, b)).toEqual(await contents(b, b));
    expect(await peerAt(a, b)).toMatchObject({ lastError: null, pullFailures: 0 });
  });

  test('cut between two pages, it keeps the first', async () => {
    await writeDrafts(b, 60);
    await a.addPeer(b);
    network.between(async (message, pass) =>
      message.url.search.startsWith('?after=49') ? new Response(null, { status: 503 }) : pass(message),
    );
    await a.take(b);
    expect(await sizeOf(a, b)).toBe(50);
    network.heal();
    await a.take(b);
    expect(await contents(a, b)).toEqual(await contents(b, b));
  });

  test('a peer that does not answer is asked less and less often, until it knocks', async () => {
    await a.addPeer(b);
    await b.addPeer(a);
    network.between(async () => new Response(null, { status: 503 }));
    for (let failures = 1; failures <= 3; failures++) {
      await a.take(b);
      expect((await peerAt(a, b)).pullFailures).toBe(failures);
    }
    network.heal();
    await b.deliver(a);
    expect(await peerAt(a, b)).toMatchObject({ pullFailures: 0 });
    expect(await sizeOf(a, b)).toBe(10);
  });

  test('a log that became shorter is not followed', async () => {
    await writeDrafts(b, 2);
    await a.addPeer(b);
    await a.take(b);
    network.between(async (message, pass) =>
      message.url.pathname === '/log/entries'
        ? pass({ ...message, url: withQuery(message, 'after=4000') })
        : pass(message),
    );
    await a.take(b);
    expect((await peerAt(a, b)).lastError).toContain('longer than the log');
    expect(await sizeOf(a, b)).toBe(12);
  });
});

describe('§10 [R-10.23] pushing a log', () => {
  beforeEach(async () => {
    await a.addPeer(b);
    await b.addPeer(a);
  });

  /** What was pushed, and what the answer said. */
  function listen(): {
    pages: LogPage[];
    answers: { size: number; results: { index: number; result: string }[] }[];
  } {
    const heard: ReturnType<typeof listen> = { pages: [], answers: [] };
    network.between(async (message, pass) => {
      const answer = await pass(message);
      if (message.url.pathname !== '/inbox') return answer;
      heard.pages.push(JSON.parse(new TextDecoder().decode(message.body)));
      if (answer.status === 202) heard.answers.push(await answer.clone().json());
      return answer;
    });
    return heard;
  }

  test('there is one result for each entry, and the mirror is the peer’s tree', async () => {
    const { answers } = listen();
    await a.deliver(b);
    expect(await contents(b, a)).toEqual(await contents(a, a));
    expect(answers).toHaveLength(1);
    expect(answers[0]?.results.map(({ index, result }) => [index, result])).toEqual(
      Array.from({ length: 10 }, (_, index) => [index, 'accepted']),
    );
    expect(await peerAt(a, b)).toMatchObject({ pushed: 9, failures: 0 });
  });

  test('[R-19.23] what was lost on the way back is pushed again, one entry first, and changes nothing', async () => {
    let lost = true;
    const { answers } = listen();
    const heard = [...answers];
    network.between(async (message, pass) => {
      const answer = await pass(message);
      if (message.url.pathname !== '/inbox') return answer;
      if (lost) return new Response(null, { status: 504 });
      heard.push(await answer.clone().json());
      return answer;
    });
    await a.deliver(b);
    const before = await contents(b, a);
    expect(await peerAt(a, b)).toMatchObject({ pushed: -1, failures: 1 });
    lost = false;
    await a.deliver(b);
    // One entry goes first, as a question; the answer is that there is no need of more.
    expect(heard.flatMap(({ results }) => results.map(({ result }) => result))).toEqual(['duplicate']);
    expect(await peerAt(a, b)).toMatchObject({ pushed: 9, failures: 0 });
    expect(await contents(b, a)).toEqual(before);
  });

  test('what comes too late is known already: a page under an older checkpoint is no contradiction', async () => {
    const { pages } = listen();
    await a.deliver(b);
    const [page] = pages;
    await writeDrafts(a, 3);
    await b.take(a);
    expect(await sizeOf(b, a)).toBe(13);
    network.between(async (message, pass) =>
      message.url.pathname === '/log/entries' && page !== undefined
        ? new Response(JSON.stringify(sorted(page)))
        : pass(message),
    );
    await b.take(a);
    expect(await sizeOf(b, a)).toBe(13);
    expect(await hasTwoHistories(b.instance.context, a.commons)).toBe(false);
  });

  test('a page that begins after the mirror’s end changes nothing, and the answer says what is wanted', async () => {
    await writeDrafts(a, 5);
    const { answers, pages } = listen();
    await storeOf(a).cursors.rewind('peer', b.commons, { after: 11 }, 0);
    await a.deliver(b);
    expect(answers[0]).toEqual({ size: 0, results: [] });
    expect(await peerAt(a, b)).toMatchObject({ pushed: -1 });
    await a.deliver(b);
    expect(pages[1]?.entries[0]?.index).toBe(0);
    expect(await contents(b, a)).toEqual(await contents(a, a));
  });

  test('P7 500 entries learned in random order: whatever came first, the mirrors are the same bytes', async () => {
    await writeDrafts(a, 500 - (await sizeOf(a, a)));
    const whole = await contents(a, a);
    expect(whole.leaves).toHaveLength(500);
    for (const seed of [1, 2, 3]) {
      const random = randomFrom(seed);
      const learner = await network.found(`learner${seed}`);
      await a.addPeer(learner);
      await learner.addPeer(a);
      let tries = 0;
      let passes = 1;
      network.between(async (message, pass) => {
        const isPage = ['/inbox', '/log/entries'].includes(message.url.pathname);
        return isPage && passes-- <= 0 ? new Response(null, { status: 504 }) : pass(message);
      });
      while ((await sizeOf(learner, a)) < 500) {
        passes = 1;
        // Pages from anywhere: those that were, those that come next, and those that are too early.
        const after = Math.floor(random() * 500) - 1;
        const isNext = tries++ % 2 === 1;
        if (!isNext) await storeOf(a).cursors.rewind('peer', learner.commons, { after }, 0);
        if (random() < 0.2) await learner.take(a);
        else await a.deliver(learner);
      }
      expect(tries).toBeGreaterThan(10); // one page each
      expect(await contents(learner, a)).toEqual(whole);
    }
  });

  test('an answer that is none counts as a failure, and the cursor stays', async () => {
    for (const answer of ['', '{', '[]', '{"size":-1}', '{"size":"10"}']) {
      network.between(async (message, pass) =>
        message.url.pathname === '/inbox' ? new Response(answer, { status: 202 }) : pass(message),
      );
      await a.deliver(b);
    }
    expect(await peerAt(a, b)).toMatchObject({ pushed: -1, failures: 5 });
  });

  test('a peer that says it has more of our log than there is raises an alarm', async () => {
    network.between(async (message, pass) =>
      message.url.pathname === '/inbox' ? new Response('{"size":4000}', { status: 202 }) : pass(message),
    );
    await a.deliver(b);
    expect(await peerAt(a, b)).toMatchObject({ pushed: -1, failures: 1 });
    expect((await peerAt(a, b)).lastError).toContain('more of our log than there is');
  });
});

describe('§10 [R-10.24] a peer that is away costs one row that sleeps', () => {
  beforeEach(async () => {
    await a.addPeer(b);
    await b.addPeer(a);
  });

  test('it is tried again later and later, and then gets all that it missed', async () => {
    network.between(async () => new Response(null, { status: 503 }));
    const pauses = [];
    for (let count = 0; count < 6; count++) {
      await a.deliver(b);
      const { nextAttemptAt, failures } = await peerAt(a, b);
      expect(failures).toBe(count + 1);
      pauses.push(nextAttemptAt - network.now());
    }
    expect(Math.max(...pauses)).toBeLessThanOrEqual(320_000);
    await writeDrafts(a, 70);
    network.heal();
    await a.deliver(b);
    expect(await contents(b, a)).toEqual(await contents(a, a));
    expect(await peerAt(a, b)).toMatchObject({ failures: 0, lastError: null, pushed: 79 });
  });

  test('before its time it is not asked', async () => {
    network.between(async () => new Response(null, { status: 503, headers: { 'retry-after': '60' } }));
    await a.deliver(b);
    expect(await claimDue(a.instance.context, 'peer', 10)).toEqual([]);
    network.wait(61);
    expect(await claimDue(a.instance.context, 'peer', 10)).toMatchObject([{ key: b.commons, attempts: 1 }]);
  });

  test('Retry-After is kept', async () => {
    network.between(async () => new Response(null, { status: 429, headers: { 'retry-after': '3600' } }));
    await a.deliver(b);
    expect((await peerAt(a, b)).nextAttemptAt).toBeGreaterThanOrEqual(network.now() + 3_590_000);
  });

  test('[R-19.24] 410 ends it, and adding the peer again begins anew where it was', async () => {
    network.between(async () => new Response(null, { status: 410 }));
    await a.deliver(b);
    expect(await peerAt(a, b)).toMatchObject({ state: 'ended', pushed: -1 });
    network.wait(90_000);
    expect(await claimDue(a.instance.context, 'peer', 10)).toEqual([]);
    network.heal();
    await a.addPeer(b);
    await a.deliver(b);
    expect(await peerAt(a, b)).toMatchObject({ state: 'active', pushed: 9 });
  });

  test('[R-19.24] away for seven days, it is pushed to no more until it comes by itself', async () => {
    network.between(async () => new Response(null, { status: 503 }));
    await a.deliver(b);
    network.wait(7 * 86_400);
    await a.deliver(b);
    expect(await peerAt(a, b)).toMatchObject({ state: 'pull-only', failures: 2 });
    network.wait(90_000);
    expect(await claimDue(a.instance.context, 'peer', 10)).toEqual([]);
    network.heal();
    await b.deliver(a);
    expect(await peerAt(a, b)).toMatchObject({ state: 'active' });
    expect(await claimDue(a.instance.context, 'peer', 10)).toHaveLength(1);
  });

  test('[R-19.20] what is told to many is written for none: one row each, however much is logged', async () => {
    const { cursors } = storeOf(a);
    for (let count = 0; count < 20; count++) {
      const host = `p${count}.example.org`;
      await cursors.add({ kind: 'peer', key: `${count}`, after: -1, host, settings: {}, dueAt: 0 });
    }
    await writeDrafts(a, 30);
    await a.deliver(b);
    expect(await cursors.list('peer')).toHaveLength(21);
    expect(await cursors.list('webhook')).toHaveLength(0);
  });

  test('whoever knocks is alive: what waits for them is due at once', async () => {
    network.between(async () => new Response(null, { status: 503 }));
    for (let failure = 0; failure < 3; failure++) await a.deliver(b);
    network.heal();
    await b.deliver(a);
    const { failures, nextAttemptAt } = await peerAt(a, b);
    expect(failures).toBe(1); // it is due although it may have all entries: what failed is tried again
    expect(nextAttemptAt).toBeLessThanOrEqual(network.now());
  });
});

describe('§10 [R-10.38] a page that does not fit is refused, and nothing moves', () => {
  let peer: SmallCommons;
  const ORIGIN = 'https://small.example.org';
  let script: ReturnType<typeof scriptPeer>;
  beforeEach(async () => {
    peer = await smallCommons('small');
    peer.log.setClock('2026-01-10T12:00:00.000Z');
    script = scriptPeer(network, peer, ORIGIN);
    await a.addPeer({ origin: ORIGIN });
  });
  const log = () => ({ commons: peer.log.commons });

  test('the honest one is taken', async () => {
    await a.take(log());
    expect(await sizeOf(a, log())).toBe(10);
  });

  const cut = (change: (page: ShownPage) => Partial<ShownPage>) => (page: ShownPage) => ({
    ...page,
    ...change(page),
  });
  const entry = (at: number, change: (one: ShownPage['entries'][number]) => object) =>
    cut(({ entries }) => ({
      entries: entries.map((one, index) => (index === at ? { ...one, ...change(one) } : one)),
    }));

  test.each<readonly [string, (page: ShownPage) => ShownPage]>([
    ['of another log', cut(() => ({ commons: 'QmYZrnXsE45wtQEk1AqkZnsgaPam8Y6Z9WNYxQHiNYsfTk' }))],
    ['with a changed leaf', entry(4, ({ leaf }) => ({ leaf: { ...leaf, at: '2026-01-05T09:00:01.000Z' } }))],
    ['with no leaf', entry(4, () => ({ leaf: {} }))],
    ['with a member more in a leaf', entry(4, ({ leaf }) => ({ leaf: { ...leaf, extra: 1 } }))],
    [
      'with another document than the leaf names',
      cut(({ entries }) => ({
        entries: entries.map((one, at) => ({ ...one, envelope: entries[at === 4 ? 5 : at]?.envelope ?? {} })),
      })),
    ],
    [
      'with another signature than the leaf names',
      entry(4, ({ envelope }) => ({ envelope: { ...envelope, signature: toBase64url(new Uint8Array(64)) } })),
    ],
    ['with a gap', cut(({ entries }) => ({ entries: entries.filter((_, at) => at !== 4) }))],
    [
      'with an entry twice',
      cut(({ entries }) => ({ entries: [...entries.slice(0, 5), ...entries.slice(4, 9)] })),
    ],
    ['in another order', cut(({ entries }) => ({ entries: entries.toReversed() }))],
    ['without the entries that its checkpoint promises', cut(() => ({ entries: [] }))],
    ['with entries beyond its checkpoint', entry(9, () => ({ index: 10 }))],
    [
      'with a proof of something else',
      cut(({ entries }) => ({ entries: entries.slice(0, 5), consistency: [] })),
    ],
    [
      'with a hash that is none',
      cut(({ entries }) => ({ entries: entries.slice(0, 5), consistency: ['x'] })),
    ],
    ['with no checkpoint', cut(() => ({ checkpoint: '' }))],
    [
      'whose checkpoint was changed',
      cut(({ checkpoint }) => ({ checkpoint: checkpoint.replace('\n10\n', '\n11\n') })),
    ],
    ['with a member more', (page) => ({ ...page, more: 1 }) as ShownPage],
  ])('%s', async (_, change) => {
    script.change = change;
    await a.take(log());
    expect(await sizeOf(a, log())).toBe(0);
    const { lastError, received } = await peerAt(a, log());
    expect(lastError).not.toBeNull();
    expect(received).toBe(-1);
    script.change = (page) => page;
    await a.take(log());
    expect(await sizeOf(a, log())).toBe(10);
  });

  test.each<readonly [string, () => void]>([
    [
      'one document twice',
      () => {
        const [last] = peer.log.entries.slice(-1);
        if (last !== undefined) appendAgain(peer.log, last, (leaf) => ({ ...leaf, threads: [], reads: [] }));
      },
    ],
    [
      'a time that goes back',
      () => doctorLeaf(peer.log, 9, (leaf) => ({ ...leaf, at: '2026-01-04T09:00:00.000Z' })),
    ],
    [
      'a thread that stands elsewhere',
      () =>
        doctorLeaf(peer.log, 9, (leaf) => ({
          ...leaf,
          threads: leaf.threads.map((thread) => ({ ...thread, n: 3, prev: 5 })),
        })),
    ],
  ])('a peer that has signed a log with %s', async (_, spoil) => {
    spoil();
    await a.take(log());
    expect(await sizeOf(a, log())).toBe(0);
    expect((await peerAt(a, log())).lastError).not.toBeNull();
  });

  test('an unknown type is no reason: it is kept for those who know it', async () => {
    await signContent(peer, 9, (content) => ({ ...content, type: 'ballot' }));
    const results = await pushFrom(peer);
    expect(results?.at(-1)).toEqual({ index: 9, result: 'unsupported' });
    expect(await sizeOf(a, log())).toBe(10);
  });

  /** The peer’s first page by its own push. */
  async function pushFrom({ log: builder }: SmallCommons) {
    const page = (await pageOf({ log: builder }, -1)) as unknown as LogPage; // what a page's schema says
    return (await advanceMirror(a.instance.context, builder.commons, page)).results;
  }
});

describe('§10 [R-10.27] two histories of one log', () => {
  /** Another head of the same size, signed by the peer's own key. */
  async function otherHead({ instance, commons }: Node, size: number): Promise<string> {
    const { checkpoint } = await instance.context.keyring();
    const text = formatCheckpoint({ origin: logOrigin(commons), size, root: new Uint8Array(32).fill(7) });
    return formatNote({ text, signatures: [await signNote(text, checkpoint)] });
  }

  test.each([10, 6])('a second head of size %i is refused, and both notes are kept', async (size) => {
    await a.addPeer(b);
    await a.take(b);
    const before = await contents(a, b);
    const note = await otherHead(b, size);
    network.between(async (message, pass) =>
      message.url.pathname === '/log/entries' ? pageWith(b.commons, note) : pass(message),
    );
    await a.take(b);
    expect((await peerAt(a, b)).lastError).toContain('two histories');
    expect(await storeOf(a).records.get('two-histories', b.commons)).toMatchObject({
      note,
      against: (await storeOf(a).checkpoints(b.commons, 'newest'))[0]?.note,
    });
    expect(await contents(a, b)).toEqual(before);
  });

  test('a larger head that does not go on from what is known is refused', async () => {
    await a.addPeer(b);
    await a.take(b);
    const note = await otherHead(b, 11);
    network.between(async (message, pass) =>
      message.url.pathname === '/log/entries' ? pageWith(b.commons, note) : pass(message),
    );
    await a.take(b);
    expect((await peerAt(a, b)).lastError).not.toBeNull();
    expect(await sizeOf(a, b)).toBe(10);
  });

  function pageWith(commons: string, checkpoint: string): Response {
    return new Response(JSON.stringify({ checkpoint, commons, consistency: [], entries: [] }));
  }
});

function withQuery({ url }: Message, query: string): URL {
  return new URL(`${url.pathname}?${query}`, url);
}

/** Canonical JSON sorts members. */
function sorted(page: LogPage): JsonObject {
  const { checkpoint, commons, consistency, entries } = page;
  return { checkpoint, commons, consistency, entries: entries as unknown as JsonObject[] };
}
