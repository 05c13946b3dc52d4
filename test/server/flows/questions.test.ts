import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { reactToLog } from '../../../server/flows/time/react.ts';
import { agreementView } from '../../../server/flows/views/agreements-view.ts';
import { own, ownEntries } from '../../support/network/logged.ts';
import { offer, settle, type TwoPeers, termsFields, twoPeers } from '../../support/network/negotiation.ts';
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';

let network: Network;
let peers: TwoPeers;
let terms: DocumentId;
beforeEach(async () => {
  network = createNetwork();
  peers = await twoPeers(network);
  await settle([peers.a, peers.b]);
  terms = await offer(peers, termsFields(peers, network.now()));
  await settle([peers.a, peers.b]);
});

/** The only member of a commons decides to say something about the offer; both know it then. */
async function say(node: Node, operation: JsonObject, more: JsonObject = {}) {
  const { a, b, negotiation } = peers;
  const logged = await node.act('decision', {
    operations: [{ negotiation, terms, ...operation }],
    reason: { say: 'We want to understand it.' },
    ...more,
  });
  await settle([a, b]);
  return logged;
}

const viewAt = (node: Node) => agreementView(node.instance.context, peers.negotiation, () => true);

describe('[R-8.21] [R-8.21a] what terms mean is asked and answered', () => {
  test('both see question and answer beside the terms, and nothing else has changed', async () => {
    const { a, b } = peers;
    const before = (await viewAt(a)).status;
    await say(b, { op: 'ask', text: { say: 'With the deposit?' } });
    const [asked] = (await viewAt(a)).questions;
    expect(asked).toMatchObject({ commons: b.commons, words: 'With the deposit?', answers: [] });
    expect((await viewAt(a)).owed.map(({ sentence }) => sentence)).toContainEqual(
      expect.stringMatching(/^We have not answered the question of .* about the terms yet\.$/),
    );
    await say(a, { op: 'answer', question: asked?.id ?? '', text: { say: 'With all of it.' } });
    for (const node of [a, b]) {
      const { questions, status, owed } = await viewAt(node);
      expect(questions).toMatchObject([
        { words: 'With the deposit?', answers: [{ commons: a.commons, words: 'With all of it.' }] },
      ]);
      expect(status).toBe(before);
      expect(owed.filter(({ what }) => what === 'answer')).toEqual([]);
    }
  });

  test('once, whoever looks again; and a stranger verifies it offline', async () => {
    const { b } = peers;
    await say(b, { op: 'ask', text: { say: 'With the deposit?' } });
    const { context, committer } = b.instance;
    await context.store.records.remove('cursor', 'reaction');
    await Promise.all([reactToLog(context, committer), reactToLog(context, committer)]);
    const [question, ...more] = await ownEntries(b, 'question');
    expect(more).toEqual([]);
    const bundle = await exportBundle(context, question?.id ?? terms, publicOnly);
    const report = await verifyParsed(bundle, { verify: context.verify, now: await context.now() });
    expect(report.faults).toEqual([]);
    expect(report.verdict?.status).toBe('counted');
  });

  test('an answer to no question is refused before it is signed, and said to nobody', async () => {
    const { a } = peers;
    const { idle } = await say(a, { op: 'answer', question: terms, text: { say: 'Yes.' } });
    expect(idle).toMatchObject({ code: 'unknown-reference' });
    expect(await own(a, 'answer')).toEqual([]);
  });

  test('[R-10.30b] what only members may read is asked of nobody else, and the draft says so', async () => {
    const { a, b } = peers;
    const { idle } = await say(b, { op: 'ask', text: { say: 'Can we afford it?' } }, { audience: 'members' });
    expect(idle).toMatchObject({ code: 'not-public' });
    expect(await own(b, 'question')).toEqual([]);
    expect((await viewAt(a)).questions).toEqual([]);
  });
});
