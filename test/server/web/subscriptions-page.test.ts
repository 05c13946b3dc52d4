import { beforeAll, describe, expect, test } from 'vitest';
import { parseFilter } from '../../../federation/subscription/filter.ts';
import { scidSchema } from '../../../protocol/ids.ts';
import { addWebhook } from '../../../server/flows/webhooks/manage-webhooks.ts';
import { createOutbound } from '../../../server/outbound/outbound.ts';
import { elementsOf, plain } from './support/html.ts';
import { foundInMemory, type MemoryCommons } from './support/memory-commons.ts';

const PRIVATE = 'http://127.0.0.1:4999';
const [ELM, MILL] = [scidSchema.parse(`Qm${'A'.repeat(44)}`), scidSchema.parse(`Qm${'B'.repeat(44)}`)];

let commons: MemoryCommons;
beforeAll(async () => {
  commons = await foundInMemory();
  const { context, sealer } = commons.instance;
  const { store } = context;
  const size = (await store.head(commons.commons))?.size ?? 0;
  for (const [scid, name, more] of [
    [ELM, 'Elm Street Garden', {}],
    [
      MILL,
      'The old mill',
      { pullFailures: 3, lastError: 'It shows no log.', nextPullAt: Date.parse('2026-03-05T00:00:00Z') },
    ],
  ] as const) {
    const baseUrl = `https://${name.replaceAll(' ', '-').toLowerCase()}.example.org`;
    await store.records.put('peer', scid, {
      ...{ commons: scid, name, baseUrl, addedAt: 0, addedBy: null, received: -1, cosigned: 0 },
      ...{ pullFailures: 0, nextPullAt: 0, heldBack: false, introduced: false, lastError: null },
      ...more,
    });
    const after = scid === ELM ? size - 1 : 2;
    await store.cursors.add({
      kind: 'peer',
      key: scid,
      after,
      host: new URL(baseUrl).host,
      settings: {},
      dueAt: 0,
    });
  }
  const [claimed] = await store.cursors.claim({
    ...{ kind: 'peer', key: MILL, size, now: 1, leaseMs: 1000, limit: 1, perHost: 1 },
  });
  if (claimed === undefined) throw new TypeError('it is behind');
  await store.cursors.settle(claimed, {
    ...{ after: 2, state: 'active', attempts: 2, failingSince: 1, lastError: 'It does not answer.' },
    dueAt: Date.parse('2026-03-04T00:00:00Z'),
  });
  const listed = { ...context, outbound: createOutbound({ privatePeers: [PRIVATE] }) };
  await addWebhook(listed, sealer, commons.founder, {
    url: `${PRIVATE}/hook?token=secret`,
    ...{ filter: parseFilter({}), reads: 'public', after: null },
  });
});

const rowsOf = (html: string) => elementsOf(html, 'tr').map(plain);

describe('§19 [R-19.26] who follows, and who is followed', () => {
  test('each with its place and its last error', async () => {
    const rows = rowsOf((await commons.page('/subscriptions')).html);
    const { entries } = (await commons.json('/subscriptions')) as { readonly entries: number };
    expect(rows).toContainEqual(
      expect.stringMatching(new RegExp(`^Elm Street Garden .* ${entries} ✓ Up to date$`)),
    );
    expect(rows).toContainEqual(
      expect.stringMatching(
        /^The old mill .* 3 ✗ Failed 2 times It does not answer\. Next try: 4 March 2026/,
      ),
    );
    expect(rows).toContainEqual(expect.stringMatching(/^Elm Street Garden .* 0 ✓ Followed$/));
    expect(rows).toContainEqual(
      expect.stringMatching(/^The old mill .* 0 ✗ Failed 3 times It shows no log\. Next try: 5 March 2026/),
    );
  });

  test('webhooks only to members, and of each the host alone', async () => {
    const stranger = await (await commons.get('/subscriptions')).text();
    expect(JSON.parse(stranger)).toMatchObject({ webhooks: null });
    const member = await (await commons.signed('/subscriptions')).text();
    expect(JSON.parse(member)).toMatchObject({
      webhooks: [{ name: 'Ana', baseUrl: '127.0.0.1', state: 'active' }],
    });
    for (const text of [stranger, member]) expect(text).not.toContain('token');
    expect((await commons.page('/subscriptions')).html).not.toContain('127.0.0.1');
  });
});
