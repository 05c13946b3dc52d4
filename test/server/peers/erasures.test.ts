import { beforeEach, describe, expect, test } from 'vitest';
import type { DocumentId } from '../../../protocol/ids.ts';
import { sweepErasures } from '../../../server/flows/privacy/sweep-erasures.ts';
import type { Erasable } from '../../../server/store/store.ts';
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';

let network: Network;
let a: Node;
let b: Node;
let draft: { readonly id: DocumentId; readonly subject: string };

/** B follows A, and holds a draft of A's that names somebody. */
beforeEach(async () => {
  network = createNetwork();
  [a, b] = [await network.found('a'), await network.found('b')];
  for (const node of [a, b]) await node.react();
  await a.addPeer(b);
  await b.addPeer(a);
  draft = await a.act('circle', {
    kind: 'working-group',
    name: { en: 'On the illness of Cem' },
    aim: { en: 'To help.' },
    members: [a.founder.author],
    status: 'active',
  });
  await b.take(a);
});

async function heldBy(node: Node, of: Node, id: DocumentId) {
  const [entry] = await node.instance.context.store.entries(of.commons, { ids: [id] });
  return entry?.document ?? null;
}

const erase = () => a.act('erasure', { of: draft.id, whole: true });

async function acknowledged(): Promise<unknown> {
  await a.take(b);
  const { erasures } = (await (await a.request('/erasures')).json()) as {
    erasures: { peers: { name: string; acknowledged: boolean }[] }[];
  };
  return erasures.map(({ peers }) => peers.map((peer) => peer.acknowledged));
}

describe('§16 [R-16.30] an erasure reaches whoever follows', () => {
  test('who deletes what they hold, and says so, once', async () => {
    expect(await heldBy(b, a, draft.id)).not.toBeNull();
    await erase();
    expect(await heldBy(a, a, draft.id)).toBeNull();
    expect(await acknowledged()).toEqual([[false]]);
    network.wait(120);
    await b.take(a);
    expect(await heldBy(b, a, draft.id)).toBeNull();
    network.wait(120);
    expect(await acknowledged()).toEqual([[true]]);
    const size = (await b.instance.context.store.head(b.commons))?.size;
    network.wait(120);
    await b.take(a);
    expect((await b.instance.context.store.head(b.commons))?.size).toBe(size);
  });

  test('[R-16.32] also where they were away', async () => {
    network.between(() => Promise.reject(new TypeError('it is down')));
    await erase();
    await b.take(a).catch(() => undefined);
    expect(await heldBy(b, a, draft.id)).not.toBeNull();
    network.heal();
    network.wait(100_000);
    await b.take(a);
    expect(await heldBy(b, a, draft.id)).toBeNull();
    network.wait(120);
    expect(await acknowledged()).toEqual([[true]]);
  });

  test('[R-16.20] and is carried out again where a backup brings it back to them', async () => {
    const { context } = b.instance;
    const [before] = await context.store.entries(a.commons, { ids: [draft.id] });
    await erase();
    network.wait(120);
    await b.take(a);
    const erased: Erasable[] = [];
    /** B's store, with what it held before in the place of what it holds. */
    const sweep = (restored: typeof before) =>
      sweepErasures({
        ...context,
        store: {
          ...context.store,
          entries: async (log, which) =>
            (await context.store.entries(log, which)).map((entry) =>
              entry.id === restored?.id && log === a.commons ? restored : entry,
            ),
          transact: (log, work) =>
            context.store.transact(log, (tx) =>
              work({
                ...tx,
                append: async (batch) => void erased.push(...batch.erased.map(({ name }) => name)),
              }),
            ),
        },
      });
    await sweep(undefined);
    expect(erased).toEqual([]);
    await sweep(before);
    expect(erased).toEqual([draft.id]);
  });

  test('one that does not count at its home changes nothing', async () => {
    const kept = await a.act('decision', {
      operations: [{ op: 'change', paths: ['roof'], content: 'A'.repeat(43), title: 'Mend the roof' }],
      reason: { say: 'It rains in.' },
    });
    await a.act('erasure', { of: kept.id });
    network.wait(120);
    await b.take(a);
    expect(await heldBy(b, a, kept.id)).not.toBeNull();
    const [thread] = await b.instance.context.store.threads(b.commons, { names: ['erasures'] });
    expect(thread).toBeUndefined();
  });
});
