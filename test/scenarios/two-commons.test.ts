import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalBytes, type JsonObject } from '../../protocol/canonical.ts';
import type { Subject } from '../../protocol/ids.ts';
import { verifyBundle } from '../../protocol/verify/verify-bundle.ts';
import { verifyWithNode } from '../../server/keys/node-verify.ts';
import { systemRandom } from '../../server/random.ts';
import { act, addResource, eventually, startInstances, type TestInstance } from '../support/instances.ts';

let a: TestInstance;
let b: TestInstance;
beforeAll(async () => {
  [a, b] = (await startInstances(['a', 'b'])) as [TestInstance, TestInstance]; // one for each name
});
afterAll(async () => {
  await Promise.all([a?.stop(), b?.stop()]);
});

interface Agreement {
  readonly status: string;
  readonly terms: string;
  readonly fields: JsonObject;
  readonly events: readonly { readonly what: string }[];
}

describe('§8 two commons share a resource', () => {
  let fund: { readonly subject: Subject; readonly id: string };
  let hours: { readonly subject: Subject; readonly id: string };
  const negotiation = systemRandom.subject();

  test('they become peers, and each mirrors and witnesses the other', async () => {
    fund = await addResource(a, { kind: 'money', name: 'Fund', unit: 'EUR cent', quantity: 100_000 });
    hours = await addResource(b, { kind: 'hours', name: 'Hours', unit: 'minute', quantity: 60_000 });
    await a.client.post('/peers', { url: b.server.origin });
    await b.client.post('/peers', { url: a.server.origin });
    for (const one of [a, b]) {
      await eventually(`${one.name} has a cosigned log and a mirror`, async () => {
        const { peers } = (await one.client.get('/peers')) as {
          peers: { mirrored: number; cosigned: number }[];
        };
        return peers[0] !== undefined && peers[0].mirrored > 0 && peers[0].cosigned > 0;
      });
    }
  });

  test('offer, counter-offer, two decisions, two acceptances, seal', async () => {
    await act(a.client, 'proposal', {
      operations: [{ op: 'agree', negotiation, fields: termsFields(15_000, 1200) }],
      driver: { say: 'They have hours that we lack.' },
    });
    await eventually('the offer is at b', () => agreementAt(b, (view) => view.events.length === 1));

    const counter = await act(b.client, 'proposal', {
      operations: [{ op: 'agree', negotiation, fields: termsFields(20_000, 1500) }],
      driver: { say: 'For a little more we can give 25 hours.' },
    });
    const offered = await eventually('the counter-offer is at a', () =>
      agreementAt(a, (view) => view.events.length === 2),
    );
    await act(a.client, 'decision', {
      operations: [{ op: 'agree', negotiation, terms: offered.terms, fields: offered.fields }],
      reason: { say: 'A fair exchange.' },
    });
    await eventually('the acceptance of a is at b', () =>
      agreementAt(b, (view) => view.status === 'accepted-by-them'),
    );

    await act(b.client, 'decision', {
      proposal: await subjectOf(b, counter.id),
      reason: { say: 'We have the time.' },
    });
    for (const one of [a, b])
      await eventually('it is sealed', () => agreementAt(one, (view) => view.status === 'formed'));
  });

  test('what was agreed is given, and nothing more', async () => {
    expect(await accountsOf(a)).toEqual([{ allocated: 20_000, held: 0, available: 80_000 }]);
    expect(await accountsOf(b)).toEqual([{ allocated: 1500, held: 0, available: 58_500 }]);
  });

  test('a stranger verifies the agreement offline', async () => {
    const report = await eventually('the sealed log is cosigned', async () => {
      const bundle = await a.client.get(`/bundles/${negotiation}`);
      const bytes = canonicalBytes(bundle as JsonObject);
      const verified = await verifyBundle(bytes, {
        verify: verifyWithNode,
        now: Date.now(),
        trust: [a.commons, b.commons],
      });
      return verified.levels.V3.result === 'pass' && verified;
    });
    expect(Object.values(report.levels).map(({ result }) => result)).toEqual(Array(6).fill('pass'));
  });

  function termsFields(money: number, minutes: number): JsonObject {
    const day = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
    return {
      parties: [a.commons, b.commons],
      commitments: [
        {
          provider: a.commons,
          receiver: b.commons,
          action: 'transfer',
          resource: { ...fund },
          quantity: money,
        },
        {
          provider: b.commons,
          receiver: a.commons,
          action: 'deliver-service',
          resource: { ...hours },
          quantity: minutes,
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
    };
  }

  async function agreementAt(
    one: TestInstance,
    holds: (view: Agreement) => boolean,
  ): Promise<Agreement | null> {
    const { agreements } = (await one.client.get('/agreements')) as { agreements: Agreement[] };
    return agreements.find(holds) ?? null;
  }
});

async function subjectOf({ client }: TestInstance, id: string): Promise<string> {
  const envelope = (await client.get(`/documents/${encodeURIComponent(id)}`)) as { payload: string };
  return JSON.parse(Buffer.from(envelope.payload, 'base64url').toString()).subject;
}

async function accountsOf({ client }: TestInstance) {
  const { resources } = (await client.get('/resources')) as {
    resources: { allocated: number; held: number; available: number }[];
  };
  return resources.map(({ allocated, held, available }) => ({ allocated, held, available }));
}
