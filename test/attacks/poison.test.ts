import { describe, expect, test } from 'vitest';
import { createNetwork, peerAt } from '../support/network/network.ts';
import { scriptPeer } from '../support/network/scripted-peer.ts';
import { signContent } from '../support/verify/hostile.ts';
import { smallCommons } from '../support/verify/small-commons.ts';

const ORIGIN = 'https://small.example.org';
/** Of a processor, for a log of a hundred and more entries, however busy the machine is. */
const CPU_MS_MAX = 5000;

describe('P6 a poison document', () => {
  test.each<readonly [string, (content: Record<string, unknown>) => Record<string, unknown>]>([
    ['of an unknown type', (content) => ({ ...content, type: 'poison' })],
    ['without its fields', ({ type, v, commons, author, salt }) => ({ type, v, commons, author, salt })],
  ])('%s stays in the mirror, and a hundred good ones pass', async (_, change) => {
    const network = createNetwork();
    const node = await network.found('a');
    await node.react();
    const peer = await smallCommons('small');
    peer.log.setClock('2026-01-10T12:00:00.000Z');
    await peer.decide(peer.people.ana, 1, { result: 'not-adopted' });
    const poisoned = peer.log.entries.length - 1;
    await signContent(peer, poisoned, (content) => change(content) as typeof content);
    for (let count = 0; count < 100; count++)
      await peer.decide(peer.people.ana, 1, { result: 'not-adopted' });
    scriptPeer(network, peer, ORIGIN);
    await node.addPeer({ origin: ORIGIN });
    const home = (await node.instance.context.store.head(node.commons))?.size;
    const before = process.cpuUsage();
    await node.take({ commons: peer.log.commons });
    const { user, system } = process.cpuUsage(before);
    const { store } = node.instance.context;
    expect((await store.head(peer.log.commons))?.size).toBe(peer.log.entries.length);
    expect(peer.log.entries.length).toBeGreaterThan(poisoned + 100);
    expect(await peerAt(node, peer.log)).toMatchObject({
      lastError: null,
      received: peer.log.entries.length - 1,
    });
    expect((await store.head(node.commons))?.size).toBe(home);
    expect((user + system) / 1000).toBeLessThan(CPU_MS_MAX);
  });
});
