import { beforeEach, describe, expect, test } from 'vitest';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { calendarView } from '../../../server/flows/calendar/calendar-view.ts';
import type { MayRead } from '../../../server/flows/record/evidence-source.ts';
import { agreementView } from '../../../server/flows/views/agreements-view.ts';
import {
  offer,
  sayYes,
  settle,
  type TwoPeers,
  termsFields,
  twoPeers,
} from '../../support/network/negotiation.ts';
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';

let network: Network;
let peers: TwoPeers;
beforeEach(async () => {
  network = createNetwork();
  peers = await twoPeers(network);
  await settle([peers.a, peers.b]);
});

/** What one of the two finds in its calendar about what they negotiate, with when. */
async function days({ instance }: Node, mayRead: MayRead = () => true) {
  const { entries } = await calendarView(instance.context, mayRead);
  return entries
    .filter(({ href }) => href === `/agreements/${peers.negotiation}`)
    .map(({ at, title }) => [title.replace(/:.*$/, ''), at]);
}

/** The terms, as they stand in a log. */
async function termsAt({ instance }: Node): Promise<TermsFields> {
  const { fields } = await agreementView(instance.context, peers.negotiation, () => true);
  if (fields === null) throw new TypeError('an offer has fields');
  return fields;
}

describe('§19 [R-19.40] a calendar has the days of agreements', () => {
  test('first the last one for our yes, then that to seal it, then the review and the end', async () => {
    const { a, b, negotiation } = peers;
    const fields = termsFields(peers, network.now());
    const terms = await offer(peers, fields);
    await settle([a, b]);
    const { acceptBy, sealBy, reviewAt } = await termsAt(a);
    for (const node of [a, b]) expect(await days(node)).toEqual([['Last day to accept', acceptBy]]);
    expect(await days(b, () => false)).toEqual([]);
    await sayYes(b, peers, terms, fields);
    await settle([a, b]);
    expect(await days(b)).toEqual([['Last day to seal', sealBy]]);
    expect(await days(a)).toEqual([['Last day to accept', acceptBy]]);
    await sayYes(a, peers, terms, fields);
    await settle([a, b]);
    const review = ['Look again at', reviewAt];
    for (const node of [a, b]) expect(await days(node)).toEqual([review]);
    const endsAt = formatMillis(network.now() + 90 * DAY_SECONDS * SECOND);
    for (const node of [a, b])
      await node.act('decision', {
        operations: [{ op: 'terminate', negotiation, terms, endsAt }],
        reason: { say: 'It is time.' },
      });
    await settle([a, b]);
    for (const node of [a, b]) {
      const both = await days(node);
      expect(both).toHaveLength(2);
      expect(both).toEqual(expect.arrayContaining([review, ['Ends', endsAt]]));
    }
  });

  test('what is past is there no more; in doubt the end of that is', async () => {
    const { a, b } = peers;
    const fields = termsFields(peers, network.now());
    const terms = await offer(peers, fields);
    await settle([a, b]);
    await sayYes(b, peers, terms, fields);
    await b.react();
    const { sealBy, inDoubt } = await termsAt(b);
    network.wait((Date.parse(sealBy) - network.now()) / SECOND + 1);
    expect(await days(b)).toEqual([['End of the time in doubt', inDoubt.until]]);
    expect(await days(a)).toEqual([]);
  });
});
