import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { attachmentsOf, parseDocument } from '../../../protocol/documents/parse-document.ts';
import type { DocumentId, HashText, Subject } from '../../../protocol/ids.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { exportBundle } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { rebuildLog } from '../../../server/flows/rebuild/rebuild.ts';
import { recordCacheOf } from '../../../server/flows/record/record-cache.ts';
import type { StoredEntry } from '../../../server/store/store.ts';
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';
import { opened } from './support/readers.ts';

/** Each run is two whole commons. */
const RUNS = 6;
/** All that a store keeps beside logs and attachments. */
const RECORDS = [
  ...['contradiction', 'cursor', 'emergency', 'erasures-of', 'foreign', 'founding', 'heads', 'identity'],
  ...['introduction', 'invitation', 'looked', 'matter', 'misconduct', 'notice', 'owed', 'peer', 'peer-did'],
  ...['peer-capabilities', 'person', 'rewound', 'say', 'setting', 'turn', 'two-histories', 'waiting'],
  'witnessed',
];

/** What somebody wrote, with a word in it that stands nowhere else. */
interface Written {
  readonly kind: 'draft' | 'proposal' | 'decision';
  readonly id: DocumentId;
  readonly subject: Subject;
  readonly mark: string;
}

const wishes = fc.record({
  kinds: fc.array(fc.constantFrom<Written['kind']>('draft', 'proposal', 'decision'), {
    minLength: 2,
    maxLength: 5,
  }),
  /** Which of them go, in what order, and by whose word; the same one may be named twice. */
  erased: fc.array(fc.record({ which: fc.nat(4), byDecision: fc.boolean() }), { minLength: 1, maxLength: 4 }),
  /** The follower reads along, or all at the end. */
  often: fc.boolean(),
});

test(`§16 [R-16.18] [R-16.21] [R-16.30] ${RUNS} random logs: what is erased is nowhere, here or at a follower, and nothing else changes`, async () => {
  let went = 0;
  await fc.assert(
    fc.asyncProperty(wishes, async ({ kinds, erased, often }) => {
      const { network, a, b } = await twoCommons();
      const written: Written[] = [];
      for (const [place, kind] of kinds.entries()) written.push(await write(a, kind, `zqword${place}x`));
      await a.react();
      await b.take(a);
      await expect(shownBy([a, b])).resolves.toSatisfy((text: string) =>
        written.every(({ mark }) => text.includes(mark)),
      );
      const before = await stateOf(a);
      const gone = new Set<Written>();
      for (const { which, byDecision } of erased) {
        const one = written[which % written.length];
        if (one !== undefined && (await erase(a, one, byDecision))) gone.add(one);
        if (often) await follow(network, a, b);
      }
      await follow(network, a, b);
      went += gone.size;
      await nothingElseChanged(a, before, gone);
      const shown = await shownBy([a, b]);
      for (const one of written)
        expect([one.mark, shown.includes(one.mark)]).toEqual([one.mark, !gone.has(one)]);
      expect(await acknowledged(a)).toEqual(gone.size === 0 ? [] : [true]);
    }),
    { numRuns: RUNS, seed: 16, interruptAfterTimeLimit: 150_000 },
  );
  expect(went).toBeGreaterThan(RUNS);
}, 180_000);

async function twoCommons(): Promise<{ network: Network; a: Node; b: Node }> {
  const network = createNetwork();
  const [a, b] = [await network.found('a'), await network.found('b')];
  for (const node of [a, b]) await node.react();
  await a.addPeer(b);
  await b.addPeer(a);
  return { network, a, b };
}

async function write(node: Node, kind: Written['kind'], mark: string): Promise<Written> {
  const { type, fields }: { type: string; fields: JsonObject } = {
    draft: {
      type: 'circle',
      fields: {
        ...{ kind: 'working-group', name: { en: `On ${mark}` }, aim: { en: 'To help.' } },
        ...{ members: [node.founder.author], status: 'active' },
      },
    },
    proposal: {
      type: 'proposal',
      fields: {
        driver: { say: `It is ${mark}.` },
        operations: [
          { op: 'change', paths: [`docs/${mark.length}`], content: 'A'.repeat(43), title: 'Mend' },
        ],
      },
    },
    decision: {
      type: 'decision',
      fields: {
        operations: [{ op: 'change', paths: ['roof'], content: 'A'.repeat(43), title: 'Mend the roof' }],
        reason: { say: `It is ${mark}.` },
      },
    },
  }[kind];
  return { kind, mark, ...(await node.act(type, fields)) };
}

/** @returns whether it counted: what was said in an office goes by decision alone. */
async function erase(node: Node, { kind, id, subject }: Written, byDecision: boolean): Promise<boolean> {
  const size = (await node.instance.context.store.head(node.commons))?.size ?? 0;
  const what = await entryOf(node, id);
  const words = what?.document == null ? [] : attachmentsOf(parsed(what));
  const payload = kind === 'draft' ? { payload: { thread: subject } } : {};
  const erases = [{ document: id, ...(words.length === 0 ? {} : { attachments: [...words] }), ...payload }];
  if (byDecision) {
    const operations = [{ op: 'erase', erases, ground: 'safety' }];
    await node.act('decision', { operations, reason: { say: 'It hurts.' } });
  } else await node.act('erasure', { erases, ground: 'author-request' });
  await node.react();
  const entries = await node.instance.context.store.entries(node.commons, { after: size - 1, limit: 100 });
  return entries.some((entry) => parsed(entry).type === 'erasure' && entry.verdict?.status === 'counted');
}

async function entryOf({ instance, commons }: Node, id: DocumentId): Promise<StoredEntry | undefined> {
  return (await instance.context.store.entries(commons, { ids: [id] }))[0];
}

function parsed({ document }: StoredEntry) {
  return parseDocument(JSON.parse(Buffer.from(document?.payload ?? []).toString()));
}

/** The follower reads, and its word of that is read. */
async function follow(network: Network, a: Node, b: Node): Promise<void> {
  network.wait(120);
  await b.take(a);
  network.wait(120);
  await a.take(b);
}

async function acknowledged(node: Node): Promise<readonly boolean[]> {
  const { erasures } = (await (await node.request('/erasures')).json()) as {
    erasures: { peers: { acknowledged: boolean }[] }[];
  };
  return [...new Set(erasures.flatMap(({ peers }) => peers.map((peer) => peer.acknowledged)))];
}

async function stateOf({ instance, commons }: Node) {
  const { store } = instance.context;
  return {
    entries: await store.entries(commons, { after: -1, limit: 10_000 }),
    threads: await store.threads(commons, { kind: 'any', limit: 10_000 }),
    tiles: await store.tiles(commons, [{ level: 0, index: 0 }]),
  };
}

/** Leaves, verdicts, states and roots are what they were, and follow from what is left. */
async function nothingElseChanged(
  node: Node,
  before: Awaited<ReturnType<typeof stateOf>>,
  gone: ReadonlySet<Written>,
): Promise<void> {
  const after = await stateOf(node);
  const emptied = new Set([...gone].filter(({ kind }) => kind === 'draft').map(({ id }) => id));
  expect(after.entries.slice(0, before.entries.length)).toEqual(
    before.entries.map((entry) => (emptied.has(entry.id) ? { ...entry, document: null } : entry)),
  );
  const [hashes, then] = [after.tiles[0]?.hashes, before.tiles[0]?.hashes];
  expect(hashes?.slice(0, then?.length)).toEqual(then);
  const later = new Map(after.threads.map((thread) => [thread.name, thread]));
  for (const thread of before.threads) {
    const now = later.get(thread.name);
    if (now?.n === thread.n) expect(now).toEqual(thread);
  }
  for (const { subject } of gone)
    expect(later.get(subject)).toEqual(before.threads.find(({ name }) => name === subject));
  const { instance, commons } = node;
  const { differences } = await rebuildLog(instance.context, commons, {
    write: false,
    onProgress: () => undefined,
  });
  expect(differences).toEqual([]);
}

/** All that is kept and all that is given out, by the instance and by its follower, with what is encoded in it. */
async function shownBy(nodes: readonly [Node, Node]): Promise<string> {
  const [{ commons, instance }] = nodes;
  await publishIfBehind(instance.context);
  const texts: string[] = [];
  for (const node of nodes) {
    const { store } = node.instance.context;
    for (const log of nodes.map((other) => other.commons)) {
      const entries = await store.entries(log, { after: -1, limit: 10_000 });
      const named = entries.flatMap((entry) => (entry.document === null ? [] : attachmentsOf(parsed(entry))));
      texts.push(plain(entries), plain(await store.threads(log, { kind: 'any', limit: 10_000 })));
      texts.push(plain([...(await store.attachments(named as HashText[]))]));
      texts.push(plain(await store.tiles(log, [{ level: 0, index: 0 }])));
    }
    for (const kind of RECORDS) texts.push(plain(await store.records.list(kind)));
    texts.push(plain([...recordCacheOf(store).threads.entries]));
    for (const path of [
      '/log/entries?after=-1',
      '/log/entries?after=49',
      '/proposals',
      '/register',
      '/erasures',
    ])
      texts.push(await (await node.request(path)).text());
  }
  const all = await instance.context.store.entries(commons, { after: -1, limit: 10_000 });
  const tile = await nodes[0].request(`/log/tile/entries/000.p/${Math.min(all.length, 255)}`);
  texts.push(Buffer.from(await tile.arrayBuffer()).toString());
  for (const { id } of all) {
    const bundle = await exportBundle(instance.context, id, () => true);
    texts.push(Buffer.from(bundleBytes(bundle)).toString());
    texts.push(await (await nodes[0].request(`/documents/${encodeURIComponent(id)}`)).text());
  }
  return opened(texts.join('\n'));
}

/** JSON in which bytes are read as text. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (one instanceof Uint8Array) return Buffer.from(one).toString();
    if (one instanceof Map) return [...one];
    return one instanceof Set ? [...one] : one;
  });
}
