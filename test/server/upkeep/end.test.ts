import { expect, test } from 'vitest';
import { draft } from '../../../server/flows/drafts/draft.ts';
import { endOf } from '../../../server/flows/record/ended.ts';
import { logEnd } from '../../../server/flows/upkeep/next-version.ts';
import { peersView } from '../../../server/flows/views/peers-view.ts';
import { systemRandom } from '../../../server/random.ts';
import { auditLog } from '../../support/audit-log.ts';
import {
  offer,
  sayYes,
  settle,
  termsFields,
  twoPeers,
  writeDrafts,
} from '../../support/network/negotiation.ts';
import { createNetwork, peerAt } from '../../support/network/network.ts';

test('[R-1.38] [R-20.1] nothing follows the end; followers keep the log, tell of it, and ask once a day', async () => {
  const network = createNetwork();
  const peers = await twoPeers(network);
  const { a, b } = peers;
  const fields = termsFields(peers, network.now());
  const terms = await offer(peers, fields);
  await settle([a, b]);
  await sayYes(a, peers, terms, fields);
  await settle([a, b]);
  // Somebody has drafted before the end and signs after it.
  const { author, key } = a.founder;
  const context = a.instance.context;
  await logEnd(a.instance, null);
  const { size } = (await context.store.head(a.commons)) ?? { size: 0 };

  await expect(writeDrafts(a, 1)).rejects.toMatchObject({ type: 'ended' });
  await expect(draft(context, { author, key }, 'resource', {})).rejects.toMatchObject({ type: 'ended' });
  await expect(logEnd(a.instance, null)).rejects.toMatchObject({ type: 'conflict' });
  // What the other commons says meanwhile finds no place here either, and does no harm.
  await sayYes(b, peers, terms, fields);
  await b.react();
  await b.deliver(a);
  await a.deliver(b);
  network.wait(61);
  await b.take(a);
  await a.take(b);
  expect((await context.store.head(a.commons))?.size).toBe(size);
  expect((await b.instance.context.store.head(a.commons))?.size).toBe(size);
  expect((await auditLog(context)).faults).toEqual([]);
  expect((await context.store.records.list('key')).some(({ key: name }) => name.startsWith('update'))).toBe(
    false,
  );

  const at = await endOf(b.instance.context, a.commons);
  const view = await peersView(b.instance.context, true);
  expect(view.peers).toMatchObject([{ commons: a.commons, endedAt: new Date(at ?? 0).toISOString() }]);
  expect((await peerAt(b, a)).nextPullAt - network.now()).toBeGreaterThan(3_600_000);
  const other = { ...peers, negotiation: systemRandom.subject() };
  const drafted = await draft(b.instance.context, b.founder, 'proposal', {
    operations: [{ op: 'agree', negotiation: other.negotiation, fields: termsFields(other, network.now()) }],
    driver: { say: 'They have money.' },
  });
  expect(drafted.idle).toMatchObject({
    code: 'ended',
    sentence: expect.stringContaining('“Commons a” has ended'),
  });
});
