import { expect, test } from 'vitest';
import { systemRandom } from '../../../server/random.ts';
import { addStock, sayYes, stateAt, termsFields } from '../../support/network/negotiation.ts';
import { createNetwork, type Node } from '../../support/network/network.ts';

/** Each rests on those before it by the stocks of both: more links than one look at what is missing finds. */
const AGREEMENTS = 10;
/** An offer, a yes and a seal come through in some few. */
const ROUNDS_MAX = 6;

test('[R-9.18] what comes out of the same stocks is taken in, however many agreements it rests on', async () => {
  const network = createNetwork();
  const all = [];
  for (const name of ['a', 'b', 'c']) {
    const node = await network.found(name);
    await node.react();
    all.push({ node, stock: await addStock(node, 'hours', 60_000) });
  }
  const nodes = all.map(({ node }) => node);
  for (const node of nodes) for (const other of nodes) if (other !== node) await node.addPeer(other);
  for (let number = 0; number < AGREEMENTS; number++) {
    const [giver, taker] = [all[number % 3], all[(number + 1) % 3]];
    if (giver === undefined || taker === undefined) throw new TypeError('there are three');
    const negotiation = systemRandom.subject();
    const where = {
      ...{ a: giver.node, b: taker.node, fund: giver.stock, hours: taker.stock },
      negotiation,
    };
    const fields = termsFields(where, network.now());
    const operations = [{ op: 'agree', negotiation, fields }];
    await giver.node.act('decision', { operations, reason: { say: 'They have what we lack.' } });
    await comeTo(nodes, async () => (await stateAt(taker.node, where)).terms.length > 0);
    const [terms] = (await stateAt(taker.node, where)).terms;
    if (terms === undefined) throw new TypeError('it was offered');
    await sayYes(taker.node, where, terms.id, fields);
    const isSealed = async () => (await stateAt(taker.node, where)).seals.length > 0;
    expect(await comeTo(nodes, isSealed), `agreement ${number + 1} is sealed`).toBe(true);
  }
});

/** Everybody reacts, pushes and pulls until something has come about; @returns whether it has. */
async function comeTo(nodes: readonly Node[], isThere: () => Promise<boolean>): Promise<boolean> {
  for (let round = 0; round < ROUNDS_MAX && !(await isThere()); round++)
    for (const node of nodes) {
      await node.react();
      for (const other of nodes) {
        if (other === node) continue;
        await node.deliver(other);
        await other.take(node);
      }
    }
  return isThere();
}
