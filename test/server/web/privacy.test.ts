import { beforeAll, describe, expect, test } from 'vitest';
import { attachmentsOf, parseDocument } from '../../../protocol/documents/parse-document.ts';
import type { DocumentId, HashText } from '../../../protocol/ids.ts';
import { createApp } from '../../../server/app.ts';
import { publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { readerFor } from '../../../server/flows/record/may-read.ts';
import { systemRandom } from '../../../server/random.ts';
import { signRequest } from '../../../server/request-signature/sign-request.ts';
import {
  type Acted,
  type MemoryInstance,
  memoryInstance,
  type Person,
} from '../../support/memory-instance.ts';
import { askerOf, BROWSER_ACCEPT } from './support/memory-commons.ts';

/** A matter about a person, held in a circle of two; a third member, and strangers. Spec §16.1. */
const START = Date.parse('2026-05-04T08:00:00.000Z');
const SECRET = 'Dora drinks';
const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };

let at: MemoryInstance;
let [ana, ben, cem] = [] as unknown as [Person, Person, Person];
let circle: Acted;
let proposal: Acted;
let advice: Acted;
let words: HashText;
let paths: readonly string[];

const hashIn = (id: DocumentId) => id.slice(-43);

beforeAll(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem'], START);
  [ana, ben, cem] = at.people as unknown as [Person, Person, Person];
  circle = await at.act(ana, 'circle', {
    audience: 'members',
    kind: 'working-group',
    name: { en: 'Quiet care' },
    aim: { en: 'To look after each other.' },
    members: [ana.author, ben.author],
    status: 'active',
  });
  const adopts = { type: 'circle', subject: circle.subject, id: circle.id };
  const decision = await at.act(ana, 'decision', {
    operations: [{ op: 'adopt', adopts }],
    reason: { say: 'We need it.' },
  });
  await at.act(ben, 'confirmation', { of: decision.id });
  const domains = await at.logged('domain');
  const domain = domains.find(({ content }) => JSON.stringify(content.title).includes('charter'));
  proposal = await at.act(ana, 'proposal', {
    audience: `circle:${circle.subject}`,
    driver: { say: `${SECRET}.` },
    operations: [{ op: 'resolve', text: { say: `${SECRET}, and we help.` } }],
    domain: domain?.content.subject,
  });
  advice = await at.act(ben, 'advice', {
    proposal: proposal.subject,
    stance: 'for',
    text: { say: `${SECRET} alone.` },
  });
  const document = parseDocument(JSON.parse(Buffer.from(advice.entry.document?.payload ?? []).toString()));
  words = attachmentsOf(document)[0] as HashText; // the one text of an advice
  paths = [
    `/documents/${hashIn(proposal.id)}`,
    `/documents/${hashIn(advice.id)}`,
    `/proposals/${proposal.subject}`,
    `/proposals/${hashIn(proposal.id)}`,
    `/why/${hashIn(advice.id)}`,
    `/attachments/${words}`,
  ];
});

async function asked(who: Person | null, path: string, accept = 'application/json'): Promise<Response> {
  if (who === null) return askerOf(at.instance).get(path, accept);
  const { author, key, sign } = who;
  const headers = await signRequest(
    {
      method: 'GET',
      url: new URL(path, 'http://localhost'),
      body: new Uint8Array(0),
      destination: at.commons,
    },
    { author, key, sign },
    Math.floor(at.now() / 1000),
    systemRandom.bytes(16),
  );
  return createApp(at.instance, HOOKS).request(path, { headers: { ...headers, accept } });
}

const LISTS = [
  '/',
  '/register',
  '/register?q=quiet',
  '/register/lint',
  '/proposals',
  '/resources',
  '/agreements',
  '/agents',
  '/peers',
  '/erasures',
  '/log/entries',
];

describe('§16 [R-16.2] what is in a circle stays there', () => {
  test.each(LISTS)('strangers and other members read nothing of it at %s', async (path) => {
    for (const accept of ['application/json', BROWSER_ACCEPT]) {
      for (const who of [null, cem]) {
        const answer = await asked(who, path, accept);
        expect(answer.status).toBe(200);
        const text = await answer.text();
        expect(text).not.toContain(SECRET);
        expect(text).not.toContain(proposal.subject);
        if (who === null) expect(text).not.toContain('Quiet care');
      }
    }
  });

  test('whoever is in it reads it', async () => {
    expect(await (await asked(ben, `/proposals/${proposal.subject}`)).text()).toContain(SECRET);
    expect(await (await asked(ana, `/attachments/${words}`)).text()).toContain(SECRET);
    expect(await (await asked(ana, '/proposals')).text()).toContain(proposal.subject);
  });

  test('a bundle holds it back, and holds it for the circle', async () => {
    const open = await (await asked(null, `/bundles/${hashIn(advice.id)}`)).text();
    expect(open).not.toContain(words);
    const shown = JSON.parse(await (await asked(ben, `/bundles/${hashIn(advice.id)}`)).text()) as {
      attachments: object;
    };
    expect(Object.keys(shown.attachments)).toContain(words);
  });

  test('a figure on the front page is not made of it', async () => {
    const { counts } = (await (await asked(null, '/')).json()) as { counts: { members: number } };
    expect(counts.members).toBe(3);
  });
});

describe('§16 [R-16.3] what is not there and what is not yours', () => {
  test('are one answer', async () => {
    const nowhere = 'A'.repeat(43);
    for (const who of [null, cem]) {
      for (const path of paths) {
        const other = path.replace(/[^/]+$/, path.includes(proposal.subject) ? circle.subject : nowhere);
        const [mine, none] = [await asked(who, path), await asked(who, other)];
        expect([path, mine.status]).toEqual([path, 404]);
        expect(none.status).toBe(404);
        const [a, b] = [await mine.json(), await none.json()] as { type: string; detail: string }[];
        expect([a?.type, a?.detail]).toEqual([b?.type, b?.detail]);
      }
    }
  });

  test('also for what members draft', async () => {
    const nowhere = `ni:///sha-256;${'A'.repeat(43)}`;
    const draft = (of: string) => at.draft(cem, 'erasure', { of }).catch((error: Error) => error.message);
    expect(await draft(advice.id)).toBe(await draft(nowhere));
    const proposalOf = (subject: string) =>
      at
        .draft(cem, 'advice', { proposal: subject, stance: 'for', text: { say: 'I?' } })
        .catch((error: Error) => error.message);
    expect(await proposalOf(proposal.subject)).toBe(await proposalOf(circle.subject));
    const { summary } = await at.draft(cem, 'decision', {
      operations: [{ op: 'end', type: 'circle', thing: { subject: circle.subject, id: circle.id } }],
      reason: { say: 'It is over.' },
    });
    expect(summary).toContain('Quiet care'); // Cem is a member, and it is for members
  });
});

describe('§16 [R-16.4] an attachment', () => {
  test('is not opened by its hash', async () => {
    expect((await asked(cem, `/attachments/${words}`)).status).toBe(404);
    expect((await asked(null, `/attachments/${words}`)).status).toBe(404);
    expect((await asked(ben, `/attachments/${words}`)).status).toBe(200);
  });
});

describe('§16 [R-16.5] [R-16.6] what belongs to the matter', () => {
  test('has its audience: answers, and what the commons logs of it', async () => {
    for (const type of ['advice', 'opening', 'set'] as const) {
      const [first] = await at.logged(type);
      expect([type, first?.content.audience]).toEqual([type, `circle:${circle.subject}`]);
    }
    const peer = await readerFor(at.instance.context, at.commons);
    expect(peer.mayRead({ audience: `circle:${circle.subject}` } as never)).toBe(false);
    expect(publicOnly({ audience: [at.commons] } as never)).toBe(false);
  });

  test('its outcome and its notices too', async () => {
    for (const who of [ana, ben, cem]) {
      // Cem is on the roster of the domain's circle, and may not read the matter: whoever puts it forward chose so.
      await at
        .act(who, 'response', { proposal: { subject: proposal.subject, id: proposal.id }, value: 'consent' })
        .catch(() => null);
    }
    await at.pass(70 * 86_400_000);
    const about = [...(await at.logged('outcome')), ...(await at.logged('notice'))];
    expect(about.length).toBeGreaterThan(0);
    for (const { content } of about) expect(content.audience).toBe(`circle:${circle.subject}`);
    expect(await (await asked(null, '/log/entries?after=20')).text()).not.toContain(proposal.subject);
  });
});

describe('§16 [R-16.7] caches', () => {
  test('keep nothing of what depends on who reads', async () => {
    for (const path of [...paths, '/proposals', `/bundles/${hashIn(advice.id)}`]) {
      const answer = await asked(ben, path);
      expect([path, answer.headers.get('cache-control')]).toEqual([path, 'no-store']);
      expect(answer.headers.get('etag')).toBeNull();
    }
    for (const path of paths) expect((await asked(null, path)).headers.get('cache-control')).toBe('no-store');
  });
});
