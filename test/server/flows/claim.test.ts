import { beforeEach, describe, expect, test } from 'vitest';
import type { Ref } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { domainView } from '../../../server/flows/views/domain-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { subjectOf } from '../../support/people.ts';
import { adoptRole, adoptThing } from './support/seats.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const SEAT = subjectOf('a seat of the register');
const CHANGE = {
  operations: [{ op: 'change', paths: ['drivers/pump.c'], content: 'A'.repeat(43), title: 'Mend the pump' }],
  reason: { say: 'It leaks.' },
};

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];
let role: Ref;
let domain: Ref;

/** A section of a register, whose one maintainer has not been here; and the role in which maintainers come in. */
beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
  role = await adoptRole(at, { selection: 'appoint', seats: { min: 1, max: 100 } });
  const [work] = (await at.logged('domain')).filter(({ content }) =>
    (content.title as { en: string }).en.startsWith('Changes'),
  );
  if (work === undefined) throw new TypeError('the template has it');
  const { subject: _, refs: __, commons, author, issuedAt, salt, type, v, audience, ...body } = work.content;
  domain = await adoptThing(at, 'domain', {
    ...body,
    title: { en: 'PUMP DRIVER' },
    scope: { effects: ['change'], paths: ['drivers/pump.c'] },
    owner: { kind: 'seats', seats: [SEAT], endsAt: formatMillis(START + 730 * DAY) },
  });
});

/** Cem signs a term in the seat; then he claims it. */
async function claim(who: Person, more: object = {}) {
  const term = await at.act(who, 'mandate', {
    role,
    holder: who.author,
    seat: SEAT,
    startsAt: formatMillis(at.now()),
    endsAt: formatMillis(at.now() + 100 * DAY),
    ...more,
  });
  const claimed = await at.act(who, 'claim', {
    domain: domain.subject,
    mandate: term.id,
    evidence: { say: 'My key signed the last release.' },
  });
  return { term, claimed };
}

async function grant(term: { readonly id: string; readonly subject: string }, more: object = { seat: SEAT }) {
  const adopts = { type: 'mandate', subject: term.subject, id: term.id, role: role.subject, ...more };
  const decision = await at.act(ana, 'decision', {
    operations: [{ op: 'adopt', adopts }],
    reason: { say: 'It is he.' },
  });
  await at.act(ben, 'confirmation', { of: decision.id });
  return decision.entry.verdict;
}

describe('§15 [R-15.66] an unclaimed seat', () => {
  test('[R-15.67] [R-15.68] is claimed, granted, and decides from then on; everybody can recompute it', async () => {
    const { term, claimed } = await claim(cem);
    expect(claimed.entry.verdict?.status).toBe('counted');
    await expect(at.draft(cem, 'decision', CHANGE)).rejects.toThrow('No role owns this domain');
    expect((await grant(term))?.status).toBe('pending');
    const decision = await at.act(cem, 'decision', CHANGE);
    expect(decision.entry.verdict).toMatchObject({ status: 'counted' });
    await publishIfBehind(at.instance.context);
    const bundle = await exportBundle(at.instance.context, decision.id, publicOnly);
    const { levels } = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
    expect([levels.V2.result, levels.V3.result, levels.V4.result]).toEqual(['pass', 'attested', 'pass']);
    const reader = { kind: 'stranger', mayRead: () => true } as const;
    const { owner } = await domainView(at.instance.context, domain.subject, reader);
    expect(owner.people).toMatchObject([{ name: 'Cem', claimed: true }]);
  });

  test('[R-15.67] is granted to nobody who has not claimed it, and not under another name', async () => {
    const term = await at.act(cem, 'mandate', {
      role,
      holder: cem.author,
      seat: SEAT,
      startsAt: formatMillis(at.now()),
      endsAt: formatMillis(at.now() + DAY),
    });
    expect((await grant(term))?.code).toBe('unknown-reference');
    const { term: claimed } = await claim(cem);
    expect((await grant(claimed, {}))?.code).toBe('contradictory');
  });

  test('is one person’s at a time', async () => {
    await grant((await claim(cem)).term);
    expect((await claim(dia)).claimed.entry.verdict?.code).toBe('seats-taken');
    await at.pass(100 * DAY);
    expect((await claim(dia)).claimed.entry.verdict?.status).toBe('counted');
  });

  test('ends two years after it was taken over', async () => {
    at.sleep(730 * DAY - SECOND);
    expect((await claim(cem)).claimed.entry.verdict?.status).toBe('counted');
    at.sleep(SECOND);
    expect((await claim(dia)).claimed.entry.verdict?.code).toBe('too-late');
  });

  test('is claimed by a term of one’s own alone', async () => {
    expect((await claim(cem, { holder: dia.author })).claimed.entry.verdict?.code).toBe('contradictory');
    expect((await claim(cem, { seat: subjectOf('another') })).claimed.entry.verdict?.code).toBe(
      'contradictory',
    );
  });
});
