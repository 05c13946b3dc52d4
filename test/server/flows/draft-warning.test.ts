import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { scidSchema } from '../../../protocol/ids.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { draft } from '../../../server/flows/drafts/draft.ts';
import { foundInMemory, type MemoryCommons } from '../web/support/memory-commons.ts';

const PEER = scidSchema.parse('QmVd9ZTfFdGYzhWR7eKu8dXy1sBfdEUYqGoPbVLNFkbWtw');

/** A stock, and the fields of a decision that gives from it. */
async function gift(commons: MemoryCommons, kind: 'money' | 'hours'): Promise<JsonObject> {
  const [steward] = ((await commons.json('/register')) as unknown as { domains: { subject: string }[] })
    .domains;
  const stock = await commons.act('resource', {
    kind,
    name: { en: `Our ${kind}` },
    unit: 'unit',
    capacity: { model: 'stock', quantity: 100 },
    steward: steward?.subject ?? '',
    askers: 'members',
  });
  await commons.act('decision', {
    operations: [{ op: 'adopt', adopts: { type: 'resource', ...stock } }],
    reason: { say: 'We have it.' },
  });
  return {
    operations: [{ op: 'transfer', resource: stock, quantity: 1, to: { named: { say: 'The garden' } } }],
    reason: { say: 'They asked.' },
  };
}

async function warningOf(commons: MemoryCommons, fields: JsonObject): Promise<string | null> {
  const { context } = commons.instance;
  return (await draft(context, commons.founder, 'decision', fields)).warning;
}

/** What the verifier says of V3 once it is logged. */
async function verified(commons: MemoryCommons, fields: JsonObject): Promise<string> {
  const { context } = commons.instance;
  const { id } = await commons.act('decision', fields);
  const bundle = await exportBundle(context, id, publicOnly);
  const report = await verifyParsed(bundle, { verify: context.verify, now: await context.now() });
  return report.levels.V3.result;
}

describe('§10 [R-10.30] whoever gives without a witness is warned before they sign', () => {
  test.each([
    ['money', 'unresolved'],
    ['hours', 'attested'],
  ] as const)('%s: the verifier will find V3 %s, and the warning says just that', async (kind, expected) => {
    const commons = await foundInMemory();
    const fields = await gift(commons, kind);
    const warning = await warningOf(commons, fields);
    expect(warning).toMatch(new RegExp(`^No witness .* they will find V3 (only )?${expected}, `));
    expect(await verified(commons, fields)).toBe(expected);
  });

  test('not where a witness has cosigned the log, nor where nothing is given', async () => {
    const commons = await foundInMemory();
    const fields = await gift(commons, 'money');
    const change = { op: 'change', paths: ['a'], content: 'A'.repeat(43), title: 'A change' };
    expect(await warningOf(commons, { ...fields, operations: [change] })).toBeNull();
    const peer = {
      commons: PEER,
      baseUrl: 'https://b.example',
      name: 'B',
      addedAt: 0,
      received: -1,
    };
    const { records } = commons.instance.context.store;
    await records.put('peer', PEER, { ...peer, cosigned: 0, lastError: null });
    expect(await warningOf(commons, fields)).not.toBeNull();
    await records.put('peer', PEER, { ...peer, cosigned: 5, lastError: null });
    expect(await warningOf(commons, fields)).toBeNull();
  });
});
