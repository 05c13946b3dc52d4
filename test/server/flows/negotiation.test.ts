import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { SECOND } from '../../../protocol/time.ts';
import { documentIn } from '../../../server/flows/record/document-in.ts';
import { negotiationRound } from '../../../server/flows/time/negotiation-round.ts';
import { reactToLog } from '../../../server/flows/time/react.ts';
import { agreementView } from '../../../server/flows/views/agreements-view.ts';
import { openMatters } from '../../../server/flows/views/open-matters.ts';
import { createInstance } from '../../../server/instance.ts';
import { createLogger } from '../../../server/logger.ts';
import { systemRandom } from '../../../server/random.ts';
import { accountOf, own } from '../../support/network/logged.ts';
import {
  addStock,
  offer,
  sayYes,
  settle,
  stateAt,
  type TwoPeers,
  termsFields,
  twoPeers,
} from '../../support/network/negotiation.ts';
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';

const DAY = 86_400;

let network: Network;
let peers: TwoPeers;
let fields: JsonObject;
beforeEach(async () => {
  network = createNetwork();
  peers = await twoPeers(network);
  await settle([peers.a, peers.b]);
  fields = termsFields(peers, network.now());
});

/** Every reaction once more, as after a crash that lost the cursor; and by two processes at the same time. */
async function reactAgain(node: Node): Promise<void> {
  const { context, committer, sealer } = node.instance;
  const other = createInstance({
    store: context.store,
    sealer,
    outbound: context.outbound,
    logger: createLogger('silent'),
    settings: context.settings,
  });
  await context.store.records.remove('cursor', 'reaction');
  await Promise.all([reactToLog(context, committer), reactToLog(other.context, other.committer)]);
  await Promise.all([negotiationRound(context, committer), negotiationRound(other.context, other.committer)]);
}

const round = ({ instance }: Node) => negotiationRound(instance.context, instance.committer);

/** The only member takes a decision back. */
async function reverse(node: Node, decision: DocumentId): Promise<void> {
  const document = await documentIn(node.instance.context.store, node.commons, decision);
  if (document?.type !== 'decision') throw new TypeError('a decision is reversed');
  await node.act('decision', {
    domain: document.domain.subject,
    operations: [{ op: 'resolve', text: { say: 'We were wrong.' } }],
    reverses: { subject: document.subject, id: decision },
    reason: { say: 'We were wrong.' },
  });
}

/** A's offer, in both logs. */
async function offered(change: JsonObject = {}) {
  fields = termsFields(peers, network.now(), change);
  return offeredIn(peers, fields);
}

async function offeredIn(where: TwoPeers, wished: JsonObject): Promise<DocumentId> {
  const terms = await offer(where, wished);
  await settle([where.a, where.b]);
  return terms;
}

/** And accepted by one of them, in both logs. */
async function acceptedBy(node: Node, change: JsonObject = {}) {
  const terms = await offered(change);
  const decision = await sayYes(node, peers, terms, fields);
  await settle([peers.a, peers.b]);
  return { terms, decision };
}

describe('what members decide is said to the others, once', () => {
  test('[R-8.4] an offer', async () => {
    const { a, b } = peers;
    await offered();
    await reactAgain(a);
    expect(await own(a, 'terms')).toHaveLength(1);
    expect((await stateAt(b, peers)).terms).toHaveLength(1);
  });

  test('[R-8.4] a counter-offer takes the place of what is on the table', async () => {
    const { b } = peers;
    const terms = await offered();
    const other = termsFields(peers, network.now(), { purpose: { en: 'More hours.' } });
    await b.act('decision', {
      operations: [{ op: 'agree', negotiation: peers.negotiation, fields: other }],
      reason: { say: 'We would rather have this.' },
    });
    await b.react();
    await reactAgain(b);
    const made = await own(b, 'terms');
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ supersedes: terms, fields: { purpose: { en: 'More hours.' } } });
  });

  test('[R-8.5] a yes, with what it holds', async () => {
    const { b, hours } = peers;
    const { terms } = await acceptedBy(b);
    await reactAgain(b);
    const made = await own(b, 'acceptance');
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ terms, holds: [{ resource: hours, quantity: 1500 }] });
    expect(await accountOf(b, hours.subject)).toEqual({ allocated: 0, held: [1500] });
  });

  test('[R-8.5c] a yes to newer terms beside the one to older terms', async () => {
    const { a, b } = peers;
    const { terms } = await acceptedBy(b);
    const more = termsFields(peers, network.now(), { purpose: { en: 'The same for another purpose.' } });
    await a.act('decision', {
      operations: [{ op: 'agree', negotiation: peers.negotiation, fields: more }],
      reason: { say: 'Better words.' },
    });
    await settle([a, b]);
    const newer = (await stateAt(b, peers)).terms.find(({ supersedes }) => supersedes === terms);
    if (newer === undefined) throw new TypeError('the newer terms came');
    await sayYes(b, peers, newer.id, more);
    await settle([a, b]);
    expect((await own(b, 'acceptance')).map((yes) => yes.terms)).toEqual([terms, newer.id]);
  });

  test('[R-8.15] [R-7.3] a yes waits for its stock, and comes as soon as another promise ends', async () => {
    const { a, b, fund } = peers;
    const { terms } = await acceptedBy(a);
    const second: TwoPeers = { ...peers, negotiation: systemRandom.subject() };
    const [money, work] = termsFields(peers, network.now()).commitments as [JsonObject, JsonObject];
    const all = termsFields(peers, network.now(), { commitments: [{ ...money, quantity: 100_000 }, work] });
    await sayYes(a, second, await offeredIn(second, all), all);
    await settle([a, b]);
    const accepted = async () => (await stateAt(a, second)).acceptances.length;
    const owed = () => a.instance.context.store.records.list('owed');
    expect([await accepted(), (await owed()).length]).toEqual([0, 1]);
    await b.act('decision', {
      operations: [{ op: 'decline', negotiation: peers.negotiation, terms }],
      reason: { say: 'The other one is better.' },
    });
    await settle([a, b]);
    expect([await accepted(), (await owed()).length]).toEqual([1, 0]);
    expect(await accountOf(a, fund.subject)).toEqual({ allocated: 0, held: [100_000] });
  });

  test('[R-8.5] a yes that comes too late for its evidence is owed no more', async () => {
    const { a } = peers;
    const terms = await offered();
    const owed = () => a.instance.context.store.records.list('owed');
    await sayYes(a, peers, terms, fields);
    await a.react(); // no witness has seen the decision
    expect(await owed()).toHaveLength(1);
    network.wait(8 * DAY);
    await a.react();
    expect(await owed()).toEqual([]);
    expect(await own(a, 'acceptance')).toEqual([]);
  });

  test('[R-8.8] a no, with its reason', async () => {
    const { a, b } = peers;
    const terms = await offered();
    await b.act('decision', {
      operations: [{ op: 'decline', negotiation: peers.negotiation, terms }],
      reason: { say: 'It is too much for us.' },
    });
    await settle([a, b]);
    await reactAgain(b);
    expect(await own(b, 'rejection')).toHaveLength(1);
  });
});

describe('the registrar says its word, once', () => {
  test('[R-8.6] [R-8.14] a seal as soon as all have accepted, and both sides have given', async () => {
    const { a, b, fund, hours } = peers;
    const { terms } = await acceptedBy(b);
    await sayYes(a, peers, terms, fields);
    await settle([a, b]);
    await reactAgain(a);
    await settle([a, b]);
    expect(await own(a, 'seal')).toHaveLength(1);
    for (const node of [a, b]) expect((await stateAt(node, peers)).seals).toHaveLength(1);
    expect(await accountOf(a, fund.subject)).toEqual({ allocated: 200, held: [] });
    expect(await accountOf(b, hours.subject)).toEqual({ allocated: 1500, held: [] });
  });

  test('[R-8.7] [R-8.14] a lapse after the time to seal and not before', async () => {
    const { a, b, hours } = peers;
    await acceptedBy(b);
    network.wait(8 * DAY - 60);
    await round(a);
    expect(await own(a, 'lapse')).toEqual([]);
    network.wait(120);
    await round(a);
    await reactAgain(a);
    await settle([a, b]);
    expect(await own(a, 'lapse')).toHaveLength(1);
    expect(await accountOf(b, hours.subject)).toEqual({ allocated: 0, held: [] });
  });

  test('[R-8.7] [R-8.14] a lapse as soon as the offer is refused', async () => {
    const { a, b } = peers;
    const terms = await offered();
    await b.act('decision', {
      operations: [{ op: 'decline', negotiation: peers.negotiation, terms }],
      reason: { say: 'No.' },
    });
    await settle([a, b]);
    expect(await own(a, 'lapse')).toMatchObject([{ cause: 'rejected' }]);
    expect(await own(b, 'lapse')).toEqual([]);
  });
});

describe('[R-8.15] a yes goes with the decision behind it', () => {
  test('the registrar takes it back, and what it held is free', async () => {
    const { a, b, fund } = peers;
    const { decision } = await acceptedBy(a);
    expect(await accountOf(a, fund.subject)).toEqual({ allocated: 0, held: [200] });
    await reverse(a, decision);
    await settle([a, b]);
    await reactAgain(a);
    expect(await own(a, 'withdrawal')).toHaveLength(1);
    expect(await accountOf(a, fund.subject)).toEqual({ allocated: 0, held: [] });
    expect((await stateAt(b, peers)).withdrawals).toHaveLength(1);
  });

  test('a party takes it back and keeps its hold: the seal may have come first', async () => {
    const { a, b, hours } = peers;
    const { decision } = await acceptedBy(b);
    await reverse(b, decision);
    await settle([a, b]);
    expect(await own(b, 'withdrawal')).toHaveLength(1);
    expect(await accountOf(b, hours.subject)).toEqual({ allocated: 0, held: [1500] });
    network.wait(9 * DAY);
    await round(a);
    await settle([a, b]);
    expect(await accountOf(b, hours.subject)).toEqual({ allocated: 0, held: [] });
  });

  test('at the end that the decision set itself, with nobody there', async () => {
    const { a, b } = peers;
    const terms = await offered();
    await b.act('decision', {
      operations: [{ op: 'agree', negotiation: peers.negotiation, terms, fields }],
      reason: { say: 'For a day.' },
      expiresAt: new Date(network.now() + DAY * SECOND).toISOString(),
    });
    await settle([a, b]);
    await round(b);
    expect(await own(b, 'withdrawal')).toEqual([]);
    network.wait(DAY);
    await round(b);
    await reactAgain(b);
    expect(await own(b, 'withdrawal')).toHaveLength(1);
  });

  test('not after the seal', async () => {
    const { a, b } = peers;
    const { terms, decision } = await acceptedBy(b);
    await sayYes(a, peers, terms, fields);
    await settle([a, b]);
    await reverse(b, decision);
    await settle([a, b]);
    await round(b);
    expect(await own(b, 'withdrawal')).toEqual([]);
  });
});

describe('[R-8.13] [R-8.15] what nobody’s word will end any more is let go', () => {
  test('after the time in doubt, where the registrar is silent', async () => {
    const { b, hours } = peers;
    await acceptedBy(b);
    network.wait(29 * DAY);
    await round(b);
    expect(await accountOf(b, hours.subject)).toEqual({ allocated: 0, held: [1500] });
    network.wait(2 * DAY);
    await round(b);
    await reactAgain(b);
    expect(await own(b, 'lapse')).toHaveLength(1);
    expect(await accountOf(b, hours.subject)).toEqual({ allocated: 0, held: [] });
  });

  test('never where the terms say to keep it', async () => {
    const { b, hours } = peers;
    const until = new Date(network.now() + 30 * DAY * SECOND).toISOString();
    await acceptedBy(b, { inDoubt: { until, policy: 'keep' } });
    network.wait(60 * DAY);
    await round(b);
    expect(await own(b, 'lapse')).toEqual([]);
    expect(await accountOf(b, hours.subject)).toEqual({ allocated: 0, held: [1500] });
  });

  test('after the seal, what older terms hold of another stock', async () => {
    const { a, b, hours } = peers;
    const older = await addStock(b, 'hours', 5000);
    const [money, work] = termsFields(peers, network.now()).commitments as [JsonObject, JsonObject];
    await acceptedBy(b, { commitments: [money, { ...work, resource: { ...older } }] });
    expect(await accountOf(b, older.subject)).toEqual({ allocated: 0, held: [1500] });

    const newer = termsFields(peers, network.now());
    await a.act('decision', {
      operations: [{ op: 'agree', negotiation: peers.negotiation, fields: newer }],
      reason: { say: 'From the other stock.' },
    });
    await settle([a, b]);
    const terms = (await stateAt(b, peers)).terms.at(-1);
    if (terms === undefined) throw new TypeError('the newer terms came');
    await sayYes(b, peers, terms.id, newer);
    await settle([a, b]);
    expect(await own(a, 'seal')).toHaveLength(1);
    expect(await accountOf(b, hours.subject)).toEqual({ allocated: 1500, held: [] });
    expect(await accountOf(b, older.subject)).toEqual({ allocated: 0, held: [] });
  });

  test('by the registrar as well, and nobody takes that for a second word', async () => {
    const { a, b, fund } = peers;
    const older = await addStock(a, 'money', 5000);
    const [money, work] = termsFields(peers, network.now()).commitments as [JsonObject, JsonObject];
    await acceptedBy(a, { commitments: [{ ...money, resource: { ...older } }, work] });
    const newer = termsFields(peers, network.now());
    await a.act('decision', {
      operations: [{ op: 'agree', negotiation: peers.negotiation, fields: newer }],
      reason: { say: 'From the other stock.' },
    });
    await settle([a, b]);
    const terms = (await stateAt(b, peers)).terms.at(-1);
    if (terms === undefined) throw new TypeError('the newer terms came');
    await sayYes(b, peers, terms.id, newer);
    await settle([a, b]);
    expect(await accountOf(a, older.subject)).toEqual({ allocated: 0, held: [] });
    expect(await accountOf(a, fund.subject)).toEqual({ allocated: 200, held: [] });
    expect(await own(a, 'lapse')).toHaveLength(1);
    for (const node of [a, b]) {
      const { status } = await agreementView(node.instance.context, peers.negotiation, () => true);
      expect(status).toBe('formed');
    }
  });
});

describe('[R-8.16], [R-8.17] what was agreed is kept, and both see how far', () => {
  const [MONEY, HOURS] = [0, 1];
  type Said = {
    readonly said: 'delivered' | 'received';
    readonly commitment: number;
    readonly quantity: number;
  };

  /** Its only member decides it; both know it then. */
  async function say(node: Node, terms: DocumentId, said: Said & { readonly of?: DocumentId }) {
    const logged = await node.act('decision', {
      operations: [{ op: 'report', negotiation: peers.negotiation, terms, ...said }],
      reason: { say: 'As agreed.' },
    });
    await settle([peers.a, peers.b]);
    return logged;
  }

  const viewAt = async (node: Node) => agreementView(node.instance.context, peers.negotiation, () => true);

  async function deliveryOf(node: Node, commitment: number): Promise<DocumentId> {
    const view = await viewAt(node);
    const id = view.commitments[commitment]?.kept?.deliveries.at(-1)?.id;
    if (id === undefined) throw new TypeError('something was delivered');
    return id;
  }

  async function sealed(): Promise<DocumentId> {
    const { a, b } = peers;
    const { terms } = await acceptedBy(b);
    await sayYes(a, peers, terms, fields);
    await settle([a, b]);
    return terms;
  }

  test('delivered, acknowledged, claimed, delivered anew: until both have all', async () => {
    const { a, b, hours } = peers;
    const terms = await sealed();
    const account = await accountOf(b, hours.subject);
    for (const node of [a, b]) expect((await viewAt(node)).status).toBe('formed');
    await say(b, terms, { said: 'delivered', commitment: HOURS, quantity: 1500 });
    await reactAgain(b);
    expect(await own(b, 'event')).toHaveLength(1);
    for (const node of [a, b]) expect((await viewAt(node)).status).toBe('active');
    expect((await viewAt(a)).owed.map(({ sentence }) => sentence)).toContain(
      'We have not said yet what has come of 1 delivery on promise 2.',
    );

    const of = await deliveryOf(a, HOURS);
    await say(a, terms, { said: 'received', commitment: HOURS, quantity: 1200, of });
    for (const node of [a, b]) {
      const view = await viewAt(node);
      expect(view.status).toBe('claimed');
      expect((await openMatters(node.instance.context)).agreements).toBe(1);
      expect(view.commitments[HOURS]?.kept).toMatchObject({
        ...{ received: 1200, missing: 300, left: 300 },
        dispute: { step: { number: 1, of: 2, mode: 'talk' } },
      });
      expect(view.commitments[MONEY]?.kept?.dispute).toBeNull();
    }
    expect((await viewAt(b)).owed.map(({ sentence }) => sentence).join(' ')).toContain(
      'that 300 units did not come. We have 300 units of promise 2 still to deliver.',
    );

    await say(b, terms, { said: 'delivered', commitment: HOURS, quantity: 300 });
    const anew = await deliveryOf(a, HOURS);
    await say(a, terms, { said: 'received', commitment: HOURS, quantity: 300, of: anew });
    await say(a, terms, { said: 'delivered', commitment: MONEY, quantity: 200 });
    const paid = await deliveryOf(b, MONEY);
    await say(b, terms, { said: 'received', commitment: MONEY, quantity: 200, of: paid });
    for (const node of [a, b]) {
      expect((await openMatters(node.instance.context)).agreements).toBe(0);
      expect((await viewAt(node)).status).toBe('fulfilled');
      expect((await viewAt(node)).owed).toEqual([]);
    }
    const [ours, theirs] = [await stateAt(a, peers), await stateAt(b, peers)];
    const ids = (events: typeof ours.events = []) => events.map(({ id }) => id).sort();
    expect(ids(ours.events)).toEqual(ids(theirs.events));
    expect(await accountOf(b, hours.subject)).toEqual(account); // the seal has allocated it all
  });

  test('what would not count is told before it is signed, and said to nobody', async () => {
    const { b } = peers;
    const terms = await sealed();
    const { idle } = await say(b, terms, { said: 'delivered', commitment: HOURS, quantity: 1501 });
    expect(idle).toEqual({
      code: 'more-than-agreed',
      sentence: 'Of the promise 1,500 units are left to deliver; this says 1,501 units.',
      detail: { left: 1500, said: 1501 },
    });
    expect(await own(b, 'event')).toEqual([]);
    expect((await viewAt(b)).status).toBe('formed');
  });

  test('[R-10.30a], [R-10.30b] what has come is drafted with its unit, and as a claim where less has', async () => {
    const { a, b } = peers;
    const terms = await sealed();
    await say(b, terms, { said: 'delivered', commitment: HOURS, quantity: 1500 });
    const of = await deliveryOf(a, HOURS);
    const received = (quantity: number) =>
      say(a, terms, { said: 'received', commitment: HOURS, quantity, of });
    expect((await received(1501)).idle?.sentence).toBe(
      'That delivery was of 1,500 units; this says that 1,501 units came.',
    );
    const less = await received(1200);
    expect(less.summary).toMatch(
      /say that we have received 1,200 units of “[^”]+”, and that 300 units did not come, for “/,
    );
    expect(less.warning).toMatch(/^This makes a claim: “[^”]+” reads that 300 units did not come\. /);
    expect(less.idle).toBeNull();
    expect((await received(1200)).idle?.sentence).toContain('We have said that 1,200 units came');
    const all = await received(1500);
    expect([all.warning, all.idle]).toEqual([null, null]);
    expect(all.summary).not.toContain('did not come');
  });

  test('[R-8.15] the reason of a claim is shown to the other party, where everybody may read it', async () => {
    const { a, b } = peers;
    const terms = await sealed();
    await say(b, terms, { said: 'delivered', commitment: HOURS, quantity: 1500 });
    const of = await deliveryOf(a, HOURS);
    await say(a, terms, { said: 'received', commitment: HOURS, quantity: 1200, of });
    for (const node of [a, b]) {
      const { events } = await viewAt(node);
      expect(events.map(({ what, about, reason }) => ({ what, about, reason })).slice(-2)).toEqual([
        { what: 'delivered', about: { commitment: HOURS, quantity: 1500 }, reason: 'As agreed.' },
        { what: 'received', about: { commitment: HOURS, quantity: 1200 }, reason: 'As agreed.' },
      ]);
      expect(events[0]).toMatchObject({ what: 'terms', about: null, reason: null });
    }
  });
});
