import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { contentOf, stateOf } from '../../../protocol/governance/view.ts';
import type { DocumentId, Ref } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { askFreely, currentRecord } from '../../../server/flows/record/current.ts';
import { documentIn } from '../../../server/flows/record/document-in.ts';
import { agreementView } from '../../../server/flows/views/agreements-view.ts';
import { rolesView } from '../../../server/flows/views/roles-view.ts';
import { systemRandom } from '../../../server/random.ts';
import { offer, settle, type TwoPeers, termsFields, twoPeers } from '../../support/network/negotiation.ts';
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';

const DAY = DAY_SECONDS * SECOND;

let network: Network;
let peers: TwoPeers;

beforeEach(async () => {
  network = createNetwork();
  peers = await twoPeers(network);
  await settle([peers.a, peers.b]);
});

async function adopt(node: Node, type: 'role' | 'mandate', fields: JsonObject): Promise<Ref> {
  const subject = systemRandom.subject();
  const { id } = await node.act(type, { subject, ...fields });
  const role = type === 'mandate' ? { role: (fields.role as { subject: string }).subject } : {};
  await node.act('decision', {
    operations: [{ op: 'adopt', adopts: { type, subject, id, ...role } }],
    reason: { say: 'Somebody should speak with them.' },
  });
  return { subject, id };
}

/** A's only member speaks with B for ten days. */
async function speaks(more: JsonObject = {}): Promise<{ role: Ref; mandate: Ref }> {
  const { a, b } = peers;
  const record = await currentRecord(a.instance.context, a.commons);
  const circle = await askFreely(record, (view) => {
    const adopts = stateOf(view, 'charter', 'charter')?.adopts ?? [];
    return adopts.find(({ id }) => contentOf(view, id, 'circle') !== null);
  });
  if (circle === undefined) throw new TypeError('the template has a circle');
  const role = await adopt(a, 'role', {
    circle: { subject: circle.subject, id: circle.id },
    name: { en: 'Voice' },
    purpose: { en: 'Speaks with B.' },
    decides: [],
    accountabilities: [],
    seats: { min: 1, max: 1 },
    termSeconds: 100 * DAY_SECONDS,
    maxConsecutiveTerms: 2,
    selection: 'appoint',
    separateFrom: [],
    alternates: false,
    continuity: false,
    liaison: { commons: b.commons },
    ...more,
  });
  const mandate = await adopt(a, 'mandate', {
    role: { ...role },
    holder: a.founder.author,
    startsAt: formatMillis(network.now() - DAY),
    endsAt: formatMillis(network.now() + 10 * DAY),
  });
  return { role, mandate };
}

/** What the first terms of the negotiation say of who drafted them, in a log. */
async function draftedBy({ instance }: Node, terms: DocumentId) {
  const document = await documentIn(instance.context.store, await instance.context.commons(), terms);
  return document?.type === 'terms' ? document.by : null;
}

describe('§15 [R-15.39] a liaison drafts offers in the name of the commons', () => {
  test('and the other side takes them, having checked it, and shows it', async () => {
    const { a, b, negotiation } = peers;
    const term = await speaks();
    const terms = await offer(peers, termsFields(peers, network.now()));
    await settle([a, b]);
    expect(await draftedBy(a, terms)).toEqual({ mandate: term.mandate, role: term.role });
    expect(await draftedBy(b, terms)).toEqual({ mandate: term.mandate, role: term.role });
    const { events } = await agreementView(b.instance.context, negotiation, () => true);
    expect(events).toMatchObject([{ what: 'terms', liaison: { role: { en: 'Voice' } } }]);
    const { roles } = await rolesView(a.instance.context, { kind: 'member', mayRead: () => true });
    expect(roles.find(({ subject }) => subject === term.role.subject)?.speaksWith).toMatchObject({
      commons: b.commons,
    });
  });

  test('what somebody offers whose term is over goes out without', async () => {
    const { a, b } = peers;
    await speaks();
    network.wait(10 * DAY_SECONDS);
    const terms = await offer(peers, termsFields(peers, network.now()));
    await settle([a, b]);
    expect(await draftedBy(a, terms)).toBe(undefined);
    expect(await draftedBy(b, terms)).toBe(undefined);
  });

  test('what only members may read is not named: nobody else could check it', async () => {
    const { a, b } = peers;
    await speaks({ audience: 'members' });
    const terms = await offer(peers, termsFields(peers, network.now()));
    await settle([a, b]);
    expect(await draftedBy(b, terms)).toBe(undefined);
  });
});
