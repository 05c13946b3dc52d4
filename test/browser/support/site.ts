import { readFile } from 'node:fs/promises';
import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Client } from '../../../server/client/client.ts';
import { importRegister } from '../../../server/importers/import-register.ts';
import { systemRandom } from '../../../server/random.ts';
import { act, addResource, eventually, startInstances, type TestInstance } from '../../support/instances.ts';

/** Two instances with something on every page. */
export interface Site {
  readonly a: TestInstance;
  readonly b: TestInstance;
  /** A decision that counts, and one beyond its limit. */
  readonly counted: string;
  readonly notCounted: string;
  /** A decision of `b` in which people wrote what attackers write. */
  readonly hostile: string;
  /** A sealed agreement. */
  readonly agreement: Subject;
  readonly stop: () => Promise<void>;
}

/** Ways to make a page do what its reader did not ask for; one long word beside them. */
const ATTACKS = [
  '<script>alert(1)</script>',
  '"><img src="https://attacker.example/x.png" onerror="alert(2)">',
  "'><svg/onload=alert(3)>",
  '</p></main><iframe src="javascript:alert(4)"></iframe>',
  '{{constructor.constructor("alert(5)")()}}',
  '\u202egnp.exe \u2066\u2067',
  'x'.repeat(400),
];

/** Sections of the invented register; more than one page of the list. */
const SECTIONS = 300;

export async function startSite(): Promise<Site> {
  const [a, b] = (await startInstances(['a', 'b'])) as [TestInstance, TestInstance]; // one for each name
  const fund = await addResource(a, { kind: 'money', name: 'Fund', unit: 'EUR cent', quantity: 500_000 });
  const hours = await addResource(b, {
    kind: 'hours',
    name: 'Repair hours',
    unit: 'minute',
    quantity: 60_000,
  });
  await makePeers(a, b);

  const counted = await decide(a.client, {
    operations: [
      { op: 'transfer', resource: fund, quantity: 24_000, to: { named: { say: 'The tool shop' } } },
    ],
    reason: {
      say: 'The old wheelbarrow broke.\nA new one lasts ten years, and the shop is around the corner.',
    },
    alternatives: [
      { say: 'Mend the old one: the frame is cracked twice.' },
      { say: 'Borrow one whenever we need it.' },
    ],
  });
  const notCounted = await decide(a.client, {
    operations: [
      { op: 'transfer', resource: fund, quantity: 150_000, to: { named: { say: 'A car dealer' } } },
    ],
    reason: { say: 'And a trailer for it.' },
  });
  const hostile = await decide(b.client, {
    operations: [
      {
        op: 'transfer',
        resource: hours,
        quantity: 60,
        to: { named: { say: `${ATTACKS[0]} the neighbour` } },
      },
    ],
    reason: { say: ATTACKS.join('\n') },
    alternatives: ATTACKS.slice(0, 3).map((say) => ({ say })),
  });
  await importInvented(a);
  const agreement = await agree(a, b, fund, hours);
  return {
    a,
    b,
    counted,
    notCounted,
    hostile,
    agreement,
    stop: async () => {
      await Promise.all([a.stop(), b.stop()]);
    },
  };
}

/** Logs a decision, whatever its verdict. */
async function decide(client: Client, fields: JsonObject): Promise<string> {
  const drafted = await client.draft('decision', fields);
  await client.submit([drafted]);
  return drafted.id;
}

async function makePeers(a: TestInstance, b: TestInstance): Promise<void> {
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
}

/** Our own example register, and a long one after it. */
async function importInvented({ client, founder }: TestInstance): Promise<void> {
  const example = await readFile(
    new URL('../../../server/importers/example-register.txt', import.meta.url),
    'utf8',
  );
  const sections = Array.from({ length: SECTIONS }, (_, index) => sectionOf(index + 1));
  await importRegister({
    client,
    author: founder.author,
    bytes: new TextEncoder().encode(`${example}\n${sections.join('\n')}`),
    shown: 'REGISTER',
    source: 'REGISTER',
    names: 'public',
    again: false,
    now: Date.now,
    subject: systemRandom.subject,
    salt: systemRandom.salt,
    onProgress: () => undefined,
    agree: async () => undefined,
  });
}

function sectionOf(number: number): string {
  const keepers = Array.from({ length: number % 4 }, (_, seat) => {
    const keeper = ((number + seat * 7) % 90) + 1;
    return `M:\tKeeper ${keeper} <keeper-${keeper}@example.org>\n`;
  });
  return `PART ${number} OF THE STORE\n${keepers.join('')}S:\t${number % 4 === 0 ? 'Orphan' : 'Maintained'}\nF:\tstore/part-${number}/\n`;
}

interface Agreement {
  readonly status: string;
  readonly terms: string;
  readonly fields: JsonObject;
}

interface Resource {
  readonly subject: Subject;
  readonly id: string;
}

/** One offers money for hours; both say yes; it is sealed. A second offer stays open. */
async function agree(a: TestInstance, b: TestInstance, fund: Resource, hours: Resource): Promise<Subject> {
  const negotiation = systemRandom.subject();
  const fields = termsFields(a, b, fund, hours);
  await act(a.client, 'decision', {
    operations: [{ op: 'agree', negotiation, fields }],
    reason: { say: 'They have hours that we lack.' },
  });
  const offered = await eventually('the offer is at b', () =>
    agreementAt(b, negotiation, 'accepted-by-them'),
  );
  await act(b.client, 'decision', {
    operations: [{ op: 'agree', negotiation, terms: offered.terms, fields: offered.fields }],
    reason: { say: 'We have the time.' },
  });
  for (const one of [a, b]) await eventually('it is sealed', () => agreementAt(one, negotiation, 'formed'));
  await act(a.client, 'proposal', {
    operations: [
      {
        op: 'agree',
        negotiation: systemRandom.subject(),
        fields: {
          ...fields,
          purpose: { en: 'A stall at the spring market, set up and looked after together.' },
        },
      },
    ],
    driver: { say: 'Last year it rained and we were too few.' },
  });
  return negotiation;
}

async function agreementAt(
  one: TestInstance,
  negotiation: Subject,
  status: string,
): Promise<Agreement | null> {
  const { agreements } = (await one.client.get('/agreements')) as {
    agreements: (Agreement & { negotiation: Subject })[];
  };
  return agreements.find((view) => view.negotiation === negotiation && view.status === status) ?? null;
}

function termsFields(a: TestInstance, b: TestInstance, fund: Resource, hours: Resource): JsonObject {
  const day = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
  return {
    parties: [a.commons, b.commons],
    commitments: [
      {
        provider: a.commons,
        receiver: b.commons,
        action: 'transfer',
        resource: { subject: fund.subject, id: fund.id },
        quantity: 20_000,
      },
      {
        provider: b.commons,
        receiver: a.commons,
        action: 'deliver-service',
        resource: { subject: hours.subject, id: hours.id },
        quantity: 1500,
      },
    ],
    acceptBy: day(7),
    sealBy: day(8),
    sealGraceSeconds: 3600,
    registrar: a.commons,
    inDoubt: { until: day(30), policy: 'release' },
    reviewAt: day(90),
    amendment: 'all-parties',
    termination: { noticeSeconds: 14 * 86_400, by: 'any-party' },
    disputePath: [
      { mode: 'talk', maxSeconds: 86_400 },
      { mode: 'default', maxSeconds: 86_400, fallback: { kind: 'status-quo' } },
    ],
    requires: 'V4',
    rulesVersion: 1,
    purpose: { en: 'Money for the repair of our tools.' },
  };
}
