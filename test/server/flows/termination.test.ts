import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { formatMillis, SECOND } from '../../../protocol/time.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { negotiationRound } from '../../../server/flows/time/negotiation-round.ts';
import { reactToLog } from '../../../server/flows/time/react.ts';
import { agreementView } from '../../../server/flows/views/agreements-view.ts';
import { openMatters } from '../../../server/flows/views/open-matters.ts';
import { auditLog } from '../../support/audit-log.ts';
import { accountOf, own, ownEntries } from '../../support/network/logged.ts';
import {
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
const NOTICE = 30 * DAY;
const [MONEY, HOURS] = [0, 1];

let network: Network;
let peers: TwoPeers;
beforeEach(async () => {
  network = createNetwork();
  peers = await twoPeers(network);
  await settle([peers.a, peers.b]);
});

/** Agreed and sealed, in both logs. */
async function agreed(change: JsonObject = {}): Promise<DocumentId> {
  const { a, b } = peers;
  const fields = termsFields(peers, network.now(), {
    termination: { noticeSeconds: NOTICE, by: 'any-party' },
    ...change,
  });
  const terms = await offer(peers, fields);
  await settle([a, b]);
  for (const node of [a, b]) await sayYes(node, peers, terms, fields);
  await settle([a, b]);
  return terms;
}

/** The only member of a commons decides something about what was agreed. */
function decide(node: Node, terms: DocumentId, operation: JsonObject) {
  const { negotiation } = peers;
  return node.act('decision', {
    operations: [{ negotiation, terms, ...operation }],
    reason: { say: 'It is time.' },
  });
}

const end = (node: Node, terms: DocumentId, days = 0) =>
  decide(node, terms, { op: 'terminate', endsAt: formatMillis(network.now() + days * DAY * SECOND) });

const deliver = (node: Node, terms: DocumentId, commitment: number, quantity: number) =>
  decide(node, terms, { op: 'report', said: 'delivered', commitment, quantity });

const viewAt = (node: Node) => agreementView(node.instance.context, peers.negotiation, () => true);
const round = ({ instance }: Node) => negotiationRound(instance.context, instance.committer);

async function passDays(days: number): Promise<void> {
  network.wait(days * DAY);
  for (const node of [peers.a, peers.b]) await round(node);
}

describe('[R-8.18], [R-8.19], [R-8.20] an agreement ends before it is kept, as its terms say', () => {
  test('one party gives notice; both go on until its end, and then each gets back what it had not delivered', async () => {
    const { a, b, fund, hours } = peers;
    const terms = await agreed();
    const { warning } = await end(b, terms);
    expect(warning).toContain('The terms promise the others notice of 30 days: said now, it ends at');
    await settle([a, b]);
    const [said] = await own(b, 'termination');
    for (const node of [a, b]) {
      const view = await viewAt(node);
      expect(view).toMatchObject({ status: 'formed', ending: { at: said?.endsAt } });
    }
    // What is delivered in the meantime stays.
    await deliver(b, terms, HOURS, 1000);
    await settle([a, b]);
    await passDays(29);
    expect(await accountOf(b, hours.subject)).toEqual({ allocated: 1500, held: [] });
    await passDays(2);
    await settle([a, b]);
    for (const node of [a, b]) {
      expect((await viewAt(node)).status).toBe('terminated');
      expect((await openMatters(node.instance.context)).agreements).toBe(0);
    }
    expect(await accountOf(b, hours.subject)).toEqual({ allocated: 1000, held: [] });
    expect(await accountOf(a, fund.subject)).toEqual({ allocated: 0, held: [] });
    // A, the registrar, freed its own stock in its own log: nobody takes that for a second word on the agreement.
    expect((await stateAt(b, peers)).conflicts).toEqual([]);
    for (const node of [a, b]) expect((await auditLog(node.instance.context)).faults).toEqual([]);
  });

  test('what follows happens once, whoever looks again; and after the end nothing is delivered', async () => {
    const { a, b } = peers;
    const terms = await agreed();
    await end(b, terms);
    await settle([a, b]);
    await passDays(31);
    for (const node of [a, b]) {
      const { context, committer } = node.instance;
      await context.store.records.remove('cursor', 'reaction');
      await Promise.all([reactToLog(context, committer), reactToLog(context, committer)]);
      await Promise.all([round(node), round(node)]);
      expect(await own(node, 'lapse')).toHaveLength(1);
    }
    expect(await own(b, 'termination')).toHaveLength(1);
    const late = await deliver(b, terms, HOURS, 10);
    expect(late.idle).toMatchObject({ code: 'closed' });
    await settle([a, b]);
    expect(await own(b, 'event')).toEqual([]);
    const again = await end(a, terms);
    expect(again.idle).toMatchObject({
      code: 'closed',
      sentence: 'The agreement has ended already, or all that was promised was received.',
    });
    await settle([a, b]);
    expect(await own(a, 'termination')).toEqual([]);
  });

  test('what was on its way when it ended is still acknowledged', async () => {
    const { a, b } = peers;
    const terms = await agreed();
    await end(a, terms);
    await settle([a, b]);
    await deliver(b, terms, HOURS, 700);
    await settle([a, b]);
    await passDays(31);
    const view = await viewAt(a);
    expect(view.owed.map(({ sentence }) => sentence)).toEqual([
      'We have not said yet what has come of 1 delivery on promise 2.',
    ]);
    const of = view.commitments[HOURS]?.kept?.deliveries[0]?.id ?? '';
    await decide(a, terms, { op: 'report', said: 'received', commitment: HOURS, quantity: 700, of });
    await settle([a, b]);
    for (const node of [a, b]) {
      const known = await viewAt(node);
      expect(known.status).toBe('terminated');
      expect(known.commitments[HOURS]?.kept).toMatchObject({ received: 700, state: 'ended' });
      expect(known.owed).toEqual([]);
    }
  });

  test('a notice that comes late ends it at the same time for everybody', async () => {
    const { a, b, fund } = peers;
    const terms = await agreed();
    await end(b, terms);
    await b.react();
    await passDays(40);
    expect((await viewAt(a)).status).toBe('formed');
    await deliver(a, terms, MONEY, 50); // A does not know yet, and what it gave it gave
    await a.react();
    await settle([a, b]);
    await passDays(1);
    await settle([a, b]);
    const [one, other] = [await viewAt(a), await viewAt(b)];
    expect(one.status).toBe('terminated');
    expect(one.ending?.at).toBe(other.ending?.at);
    const delivered = ({ commitments }: typeof one) => commitments.map(({ kept }) => kept?.delivered);
    expect([delivered(one), delivered(other)]).toEqual([
      [50, 0],
      [50, 0],
    ]);
    expect(await accountOf(a, fund.subject)).toEqual({ allocated: 50, held: [] });
  });

  test('where all end it together one notice is not enough', async () => {
    const { a, b } = peers;
    const terms = await agreed({ termination: { noticeSeconds: DAY, by: 'all-parties' } });
    const { warning } = await end(a, terms);
    expect(warning).toContain('By its terms it ends only once every party has said so; others have not.');
    await settle([a, b]);
    await passDays(10);
    for (const node of [a, b]) {
      const { status, ending } = await viewAt(node);
      expect({ status, at: ending?.at }).toEqual({ status: 'formed', at: null });
    }
    expect((await viewAt(b)).owed.at(-1)?.sentence).toMatch(
      /^We have not said that this agreement ends, as .* does: it goes on until all parties have\.$/,
    );
    await end(b, terms, 5);
    await settle([a, b]);
    await passDays(4);
    expect((await viewAt(a)).status).toBe('formed');
    await passDays(2);
    for (const node of [a, b]) expect((await viewAt(node)).status).toBe('terminated');
  });

  test('a stranger verifies the notice, and what was freed, offline', async () => {
    const { a, b } = peers;
    const terms = await agreed();
    await end(b, terms);
    await settle([a, b]);
    await passDays(31);
    await settle([a, b]);
    const { context } = b.instance;
    for (const type of ['termination', 'lapse'] as const) {
      const [entry] = await ownEntries(b, type);
      if (entry === undefined) throw new TypeError(`B has a ${type}`);
      const bundle = await exportBundle(context, entry.id, publicOnly);
      const report = await verifyParsed(bundle, { verify: context.verify, now: await context.now() });
      expect(report.faults).toEqual([]);
      expect(report.verdict?.status).toBe('counted');
    }
  });
});
