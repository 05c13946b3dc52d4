import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { contentOf, stateOf } from '../../../protocol/governance/view.ts';
import type { Ref } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { draft } from '../../../server/flows/drafts/draft.ts';
import { askFreely, currentRecord } from '../../../server/flows/record/current.ts';
import { negotiationRound } from '../../../server/flows/time/negotiation-round.ts';
import { budgetsView } from '../../../server/flows/views/budgets-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { systemRandom } from '../../../server/random.ts';
import {
  offer,
  sayYes,
  settle,
  type TwoPeers,
  termsFields,
  twoPeers,
} from '../../support/network/negotiation.ts';
import { createNetwork, type Network } from '../../support/network/network.ts';

const DAY = DAY_SECONDS * SECOND;

let network: Network;
let peers: TwoPeers;
let fields: JsonObject;
let drawn: Ref;

/** A has set 250 units aside; what the two talk about takes 200 of them. */
beforeEach(async () => {
  network = createNetwork();
  peers = await twoPeers(network);
  const { a, b } = peers;
  await settle([a, b]);
  fields = termsFields(peers, network.now(), { registrar: b.commons });
  const record = await currentRecord(a.instance.context, a.commons);
  const circle = await askFreely(record, (view) => {
    const adopts = stateOf(view, 'charter', 'charter')?.adopts ?? [];
    return adopts.find(({ id }) => contentOf(view, id, 'circle') !== null)?.subject;
  });
  const subject = systemRandom.subject();
  const { id } = await a.act('budget', {
    subject,
    title: { en: 'Spring' },
    resource: { ...peers.fund },
    quantity: 250,
    for: { kind: 'circle', subject: circle ?? '' },
    period: { startsAt: formatMillis(network.now()), endsAt: formatMillis(network.now() + 60 * DAY) },
  });
  await a.act('decision', {
    operations: [{ op: 'adopt', adopts: { type: 'budget', subject, id } }],
    reason: { say: 'For spring.' },
  });
  drawn = { subject, id } as Ref;
});

const left = async () => {
  const [budget] = await budgetsView(peers.a.instance.context, () => true);
  return budget?.left;
};

/** A decides an offer by itself, drawn on the budget. */
const decide = () =>
  peers.a.act('decision', {
    operations: [{ op: 'agree', negotiation: peers.negotiation, fields, budget: { ...drawn } }],
    reason: { say: 'They have hours.' },
  });

describe('§15 [R-15.73] an agreement that draws on a budget', () => {
  test('takes what is left of it, and a stranger recomputes it', async () => {
    const { a, b } = peers;
    const { id } = await decide();
    expect(await left()).toBe(50);
    await settle([a, b]);
    const bundle = await exportBundle(a.instance.context, id, publicOnly);
    const { levels } = await verifyBundle(bundleBytes(bundle), {
      verify: verifyWithNode,
      now: network.now(),
    });
    expect([levels.V2.result, levels.V4.result]).toEqual(['pass', 'pass']);
    const { author, key } = a.founder;
    const more = await draft(a.instance.context, { author, key }, 'decision', {
      operations: [
        {
          op: 'transfer',
          resource: { ...peers.fund },
          quantity: 51,
          budget: { ...drawn },
          to: { named: { say: 'the garden' } },
        },
      ],
      reason: { say: 'Seeds.' },
    });
    expect(more.verdict).toMatchObject({
      code: 'limit-exceeded',
      detail: { limit: 'budget', left: 50, asked: 51 },
    });
  });

  test('stays drawn once it is sealed', async () => {
    const { a, b } = peers;
    await decide();
    await settle([a, b]);
    const [terms] = (
      await a.instance.context.store.threads(a.commons, { names: [peers.negotiation] })
    ).flatMap(({ state }) => (state?.kind === 'negotiation' ? state.terms : []));
    if (terms === undefined) throw new TypeError('there are terms');
    await sayYes(b, peers, terms.id, fields);
    await settle([a, b]);
    expect(await left()).toBe(50);
  });

  test('[R-15.74] gives it back where the other side lets it lapse', async () => {
    const { a, b } = peers;
    await decide();
    await settle([a, b]);
    expect(await left()).toBe(50);
    network.wait(9 * DAY_SECONDS);
    await negotiationRound(b.instance.context, b.instance.committer);
    await settle([a, b]);
    expect(await left()).toBe(250);
  });

  test('an offer alone draws nothing', async () => {
    await offer(peers, fields);
    expect(await left()).toBe(250);
  });
});
