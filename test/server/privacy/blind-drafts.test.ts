import { beforeAll, describe, expect, test } from 'vitest';
import type { DocumentTypeName } from '../../../protocol/documents/document.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { submit } from '../../../server/flows/acts/submit.ts';
import { draft } from '../../../server/flows/drafts/draft.ts';
import { type Logged, loggedIn } from './support/addresses.ts';
import { type HiddenCommons, hiddenCommons } from './support/hidden-commons.ts';

/** What a member learns by drafting about things that are not for them: no more than about nothing. Spec §16. */
const BUILD_MS = 60_000;
const WALK_MS = 240_000;
const SAY = { say: 'Words.' };
const NOWHERE = { id: `ni:///sha-256;${'A'.repeat(43)}`, subject: '019a0000-0000-7000-8000-000000000000' };

let commons: HiddenCommons;
let logged: readonly Logged[];
beforeAll(async () => {
  commons = await hiddenCommons();
  logged = await loggedIn(commons);
}, BUILD_MS);

type Named = typeof NOWHERE;
type Wish = readonly [DocumentTypeName, object];

/** Every way in which a wish names something, by its id, its subject, or both. */
const wishes = ({ id, subject }: Named, type: string): readonly Wish[] => [
  ['erasure', { of: id }],
  ['erasure', { erases: [{ document: id, payload: { thread: subject } }], ground: 'author-request' }],
  ['confirmation', { of: id }],
  ['withdrawal', { of: id }],
  ['objection-test', { of: id, argumentMade: true, reason: SAY }],
  ['challenge', { decision: id, ground: 'harms-aim', argument: SAY, resolvedBy: SAY }],
  ['completion', { action: id, result: 'failed', evidence: SAY }],
  ['disavowal', { minutes: id }],
  ['call-answer', { call: id, text: SAY }],
  ['candidacy', { proposal: subject, accepts: true, mandate: id }],
  ['advice', { proposal: subject, stance: 'for', text: SAY }],
  ['advice', { proposal: { subject, id }, stance: 'for', text: SAY }],
  ['response', { proposal: subject, value: 'consent' }],
  ['tally', { proposal: subject, counts: { yes: 1, no: 1, abstain: 1 } }],
  ['handling', { matter: subject, act: 'close', reason: SAY }],
  ['handling', { matter: id, act: 'close', reason: SAY }],
  ['minutes', { meeting: subject, attendance: [commons.outside.author], matters: [{ proposal: subject }] }],
  ['meeting', { circle: subject, startsAt: '2026-04-01T00:00:00Z', agenda: [{ about: SAY }] }],
  ['meeting', { startsAt: '2026-04-01T00:00:00Z', agenda: [{ proposal: subject }] }],
  ['matter', { what: SAY, to: subject }],
  ['delegation', { role: subject, to: commons.inside.author, endsAt: '2026-04-01T00:00:00Z' }],
  ['call', { role: subject, text: SAY }],
  ['proposal', { domain: subject, driver: SAY, operations: [{ op: 'resolve', text: SAY }] }],
  ['proposal', { driver: SAY, operations: [{ op: 'adopt', adopts: { type, subject, id } }] }],
  ['proposal', { driver: SAY, operations: [{ op: 'end', type, thing: { subject, id } }] }],
  ['proposal', { driver: SAY, operations: [{ op: 'select', role: subject }] }],
  [
    'proposal',
    {
      driver: SAY,
      operations: [{ op: 'transfer', resource: { ref: subject }, quantity: 1, to: { named: SAY } }],
    },
  ],
  ['circle', { ...circle('Anew'), subject, supersedes: id }],
  ['circle', { ...circle('Above'), parent: { ref: subject } }],
];

function circle(name: string) {
  const text = { en: name };
  return { kind: 'circle', name: text, aim: text, members: [commons.outside.author], status: 'active' };
}

/** All that a drafter gets to see, without what differs from draft to draft. */
async function answerTo([type, fields]: Wish, { id, subject }: Named): Promise<string> {
  const { context } = commons.home.instance;
  const blank = (value: unknown) =>
    JSON.stringify(value)
      .replaceAll(id, '<id>')
      .replaceAll(subject, '<subject>')
      .replaceAll(id.slice(-43), '<hash>');
  try {
    const { payload, summary, warning, verdict } = await draft(context, commons.outside, type, fields);
    const content = JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>;
    const fresh = new Set(['salt', 'issuedAt', 'refs', ...(content.subject === subject ? [] : ['subject'])]);
    const stays = Object.entries(content).filter(([name]) => !fresh.has(name));
    return blank([stays, summary, warning, verdict]).replaceAll(
      /"attachment":"[^"]*"|"\d{4}-\d\d-\d\dT[^"]*"/g,
      '',
    );
  } catch (error) {
    if (error instanceof ProtocolError) return blank([error.type, error.message, error.extensions]);
    throw error;
  }
}

describe('§16 [R-16.3] a draft that names what its drafter may not read', () => {
  test(
    'is answered as if it named nothing, whatever it names',
    async () => {
      const hidden = logged.filter(({ audience }) => audience === `circle:${commons.circle.subject}`);
      expect(hidden.length).toBeGreaterThan(50);
      const seen = new Set<string>();
      for (const { hash, subject, type } of hidden) {
        const named = { id: `ni:///sha-256;${hash}`, subject };
        // One of every type is enough: nobody tells them apart.
        if (seen.has(type)) continue;
        seen.add(type);
        const nothing = wishes(NOWHERE, type);
        for (const [place, wish] of wishes(named, type).entries())
          expect([type, wish[0], place, await answerTo(wish, named)]).toEqual([
            type,
            wish[0],
            place,
            await answerTo(nothing[place] ?? wish, NOWHERE),
          ]);
      }
    },
    WALK_MS,
  );

  test('and what they may read is found', async () => {
    const { proposal } = commons.open;
    const answer = await answerTo(
      ['advice', { proposal: proposal.subject, stance: 'for', text: SAY }],
      NOWHERE,
    );
    expect(answer).toContain('"status":"counted"');
    const own = logged.find(({ type, audience }) => type === 'call' && audience === 'members');
    const named = { id: `ni:///sha-256;${own?.hash}`, subject: NOWHERE.subject };
    expect(await answerTo(['call-answer', { call: named.id, text: SAY }], named)).toContain('role');
  });
});

describe('§16 [R-16.4] a hash that somebody found', () => {
  test('opens no words to whoever names it in a document of their own', async () => {
    const { context, committer } = commons.home.instance;
    const secret = logged.find(
      ({ type, audience }) => type === 'advice' && audience === `circle:${commons.circle.subject}`,
    );
    const [hash = ''] = secret?.attachments ?? [];
    for (const [who, expected] of [
      [commons.outside, 'incomplete'],
      [commons.inside, 'logged'],
    ] as const) {
      const { payload } = await draft(context, who, 'advice', {
        proposal: commons.open.proposal.subject,
        ...{ stance: 'for', text: { attachment: hash, bytes: 40, media: 'text/plain' } },
      });
      const envelope = await signEnvelope({ payload, ...who });
      const answer = await submit(context, committer, envelope, new Map()).then(
        ({ placed }) => placed.kind,
        (error: ProtocolError) => error.type,
      );
      expect(answer).toBe(expected);
    }
  });
});
