import type { JsonObject } from '../../../protocol/canonical.ts';
import type { DocumentId, Ref, Subject } from '../../../protocol/ids.ts';
import { readNegotiation } from '../../../server/flows/negotiation/negotiation.ts';
import { systemRandom } from '../../../server/random.ts';
import type { Network, Node } from './network.ts';

/** A stock of one commons, adopted by its only member. */
export async function addStock(node: Node, kind: 'money' | 'hours', quantity: number): Promise<Ref> {
  const register = (await (await node.request('/register')).json()) as { domains: { subject: Subject }[] };
  const subject = systemRandom.subject();
  const { id } = await node.act('resource', {
    subject,
    kind,
    name: { en: `Stock of ${kind}` },
    unit: 'unit',
    capacity: { model: 'stock', quantity },
    steward: register.domains[0]?.subject ?? subject,
    askers: 'peers',
  });
  await node.act('decision', {
    operations: [{ op: 'adopt', adopts: { type: 'resource', subject, id } }],
    reason: { say: 'We have it.' },
  });
  return { subject, id };
}

/** Some more entries in a log, of no concern to anybody. */
export async function writeDrafts(node: Node, count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const subject = systemRandom.subject();
    const capacity = { model: 'stock', quantity: 1 };
    const stock = {
      subject,
      kind: 'hours',
      name: { en: 'Draft' },
      unit: 'hour',
      capacity,
      steward: subject,
      askers: 'peers',
    };
    await node.act('resource', stock);
  }
}

/** Two commons that know each other, each with a stock. */
export async function twoPeers(network: Network) {
  const [a, b] = [await network.found('a'), await network.found('b')];
  for (const node of [a, b]) await node.react();
  const fund = await addStock(a, 'money', 100_000);
  const hours = await addStock(b, 'hours', 60_000);
  await a.addPeer(b);
  await b.addPeer(a);
  return { a, b, fund, hours, negotiation: systemRandom.subject() };
}

export type TwoPeers = Awaited<ReturnType<typeof twoPeers>>;

/** What the two could agree on: money against hours, A sealing. */
export function termsFields(
  { a, b, fund, hours }: Pick<TwoPeers, 'a' | 'b' | 'fund' | 'hours'>,
  now: number,
  change: JsonObject = {},
): JsonObject {
  const day = (count: number) => new Date(now + count * 86_400_000).toISOString();
  return {
    parties: [a.commons, b.commons],
    commitments: [
      { provider: a.commons, receiver: b.commons, action: 'transfer', resource: { ...fund }, quantity: 200 },
      {
        provider: b.commons,
        receiver: a.commons,
        action: 'deliver-service',
        resource: { ...hours },
        quantity: 1500,
      },
    ],
    acceptBy: day(7),
    sealBy: day(8),
    sealGraceSeconds: 3600,
    registrar: a.commons,
    inDoubt: { until: day(30), policy: 'release' },
    reviewAt: day(90),
    amendment: 'all-parties',
    termination: { noticeSeconds: 86_400, by: 'any-party' },
    disputePath: [
      { mode: 'talk', maxSeconds: 86_400 },
      { mode: 'default', maxSeconds: 86_400, fallback: { kind: 'status-quo' } },
    ],
    requires: 'V4',
    rulesVersion: 1,
    purpose: { en: 'Money for hours.' },
    ...change,
  };
}

/** Everybody follows everybody, pushes, and does what they owe: until nothing changes any more. */
export async function settle(nodes: readonly Node[]): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    for (const node of nodes) {
      await node.react();
      for (const other of nodes) {
        if (other === node) continue;
        await node.deliver(other);
        await node.take(other);
      }
    }
  }
}

/** Rounds that an offer, two yeses with their witnesses and a seal take, with room to spare. */
const ROUNDS = 8;

/** A offers. @returns the terms. */
export async function offer(peers: TwoPeers, fields: JsonObject): Promise<DocumentId> {
  const { a, negotiation } = peers;
  await a.act('proposal', {
    operations: [{ op: 'agree', negotiation, fields }],
    driver: { say: 'They have hours that we lack.' },
  });
  await a.react();
  const [terms] = (await readNegotiation(a.instance.context, negotiation)).state.terms;
  if (terms === undefined) throw new TypeError('an offer makes terms');
  return terms.id;
}

/** A commons says yes, by its only member's decision. */
export async function sayYes(
  node: Node,
  { negotiation }: Pick<TwoPeers, 'negotiation'>,
  terms: DocumentId,
  fields: JsonObject,
): Promise<DocumentId> {
  const { id } = await node.act('decision', {
    operations: [{ op: 'agree', negotiation, terms, fields }],
    reason: { say: 'A fair exchange.' },
  });
  return id;
}

export const stateAt = async (node: Node, { negotiation }: Pick<TwoPeers, 'negotiation'>) =>
  (await readNegotiation(node.instance.context, negotiation)).state;
