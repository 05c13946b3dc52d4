import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EscalationPath } from '../../../protocol/documents/escalation-path.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { reactToLog } from '../../../server/flows/time/react.ts';
import { settleDue } from '../../../server/flows/time/settle-proposal.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const WINDOW = { openSeconds: 3 * DAY_SECONDS, deadlineSeconds: 7 * DAY_SECONDS };
const PARAMETERS = { consent: { ...WINDOW, quorum: 'two-thirds' } };

/** The week, and every step as long again as it may last. */
const LATEST = START + 12 * DAY;

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

beforeEach(begin);

/** The circle decides about its charter by consent in a week; then a day of talk, and the circle once more in two. */
async function begin() {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
  const [circle] = await at.logged('circle');
  const domains = await at.logged('domain');
  const purpose = domains.find(({ content }) => content.rung === 'consent');
  if (purpose === undefined || circle === undefined) throw new TypeError('the template has both');
  const { refs: _, ...fields } = purpose.content;
  const escalation = [
    { mode: 'talk', maxSeconds: DAY_SECONDS },
    { mode: 'decide', body: circle.content.subject, rung: 'consent', maxSeconds: 2 * DAY_SECONDS },
    { mode: 'default', maxSeconds: 1, fallback: { kind: 'status-quo' } },
  ] as EscalationPath;
  const draft = await at.act(ana, 'domain', {
    ...fields,
    author: ana.author,
    parameters: PARAMETERS,
    escalation,
    supersedes: purpose.entry.id,
  });
  const adopts = { type: 'domain', subject: purpose.content.subject, id: draft.id };
  const decision = await at.act(ana, 'decision', {
    operations: [{ op: 'adopt', adopts }],
    reason: { say: 'Nothing shall lie about.' },
  });
  await at.act(ben, 'confirmation', { of: decision.id });
}

/** A text to be agreed: it has no effect, and belongs to the domain that it names. */
async function propose() {
  return at.act(ana, 'proposal', {
    driver: { say: 'We never said so.' },
    domain: await domainUnderConsent(),
    operations: [{ op: 'resolve', text: { say: 'We are quiet after ten.' } }],
  });
}

async function domainUnderConsent() {
  return (await at.logged('domain')).find(({ content }) => content.rung === 'consent')?.content.subject;
}

const respond = (who: Person, proposal: string, value = 'consent') =>
  at.act(who, 'response', { proposal, value });

async function openings() {
  const logged = await at.logged('opening');
  return logged.map(({ entry, content }) => ({ step: content.step, at: entry.at }));
}

async function ends() {
  const logged = await at.logged('outcome');
  return logged.map(({ entry, content }) => ({
    status: entry.verdict?.status,
    result: content.result,
    at: entry.at,
  }));
}

async function open() {
  return (await at.instance.context.store.records.list('matter')).map(({ value }) => value.next);
}

describe('§6 [R-6.50] a matter that nobody decides goes its path by itself', () => {
  test('step by step, to its end', async () => {
    await propose();
    await at.pass(7 * DAY);
    expect(await open()).toEqual([START + 8 * DAY]);
    await at.pass(DAY);
    expect(await openings()).toEqual([
      { step: undefined, at: START },
      { step: 2, at: START + 8 * DAY },
    ]);
    await at.pass(2 * DAY - 1);
    expect(await ends()).toEqual([]);
    await at.pass(1);
    expect(await ends()).toEqual([{ status: 'counted', result: 'default', at: START + 10 * DAY }]);
    expect(await open()).toEqual([]);
  });

  test('[R-4.20] with a notice of each step, once', async () => {
    const { subject, id } = await propose();
    await at.pass(10 * DAY);
    const notices = (await at.logged('notice'))
      .map(({ content }) => content)
      .filter(({ event }) => event === 'step-started');
    expect(notices).toMatchObject([
      { about: { subject, id }, event: 'step-started', step: 1, happenedAt: '2026-05-11T08:00:00.000Z' },
      { about: { subject, id }, event: 'step-started', step: 2, happenedAt: '2026-05-12T08:00:00.000Z' },
    ]);
  });

  test('[R-6.51] the circle that is asked once more decides', async () => {
    const { subject } = await propose();
    await at.pass(7 * DAY);
    expect((await respond(ben, subject)).entry.verdict).toMatchObject({ code: 'closed' });
    await at.pass(DAY);
    for (const who of [ana, ben, cem, dia]) await respond(who, subject);
    expect(await ends()).toMatchObject([{ result: 'adopted', at: START + 8 * DAY }]);
  });

  test('once, however often and by how many processes anybody looks', async () => {
    await propose();
    await at.pass(7 * DAY);
    await at.pass(DAY);
    const { context, committer } = at.instance;
    await Promise.all([
      settleDue(context, committer),
      settleDue(context, committer),
      reactToLog(context, committer),
    ]);
    await at.pass(2 * DAY);
    await Promise.all([settleDue(context, committer), settleDue(context, committer)]);
    expect(await openings()).toHaveLength(2);
    expect(await ends()).toHaveLength(1);
  });

  test('also where the cursor of what was done is lost', async () => {
    await propose();
    await at.pass(8 * DAY);
    const { context, committer } = at.instance;
    await context.store.records.remove('cursor', 'reaction');
    await reactToLog(context, committer);
    await at.pass(2 * DAY);
    expect(await openings()).toHaveLength(2);
    expect(await ends()).toHaveLength(1);
  });

  test('[R-9.10] and a stranger recomputes that it had to end so', async () => {
    await propose();
    for (const days of [7, 1, 2]) await at.pass(days * DAY);
    const [outcome] = await at.logged('outcome');
    if (outcome === undefined) throw new TypeError('it has ended');
    await publishIfBehind(at.instance.context);
    const bundle = await exportBundle(at.instance.context, outcome.entry.id, publicOnly);
    const report = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
    expect(report.levels.V2.result).toBe('pass');
    expect(report.levels.V3.result).toBe('attested');
  });

  test('[R-6.53] whatever people do, and whenever: it ends in time', async () => {
    const acts = fc.array(
      fc.record({
        who: fc.nat({ max: 3 }),
        what: fc.constantFrom('consent', 'pause', 'abstain', 'object', 'amend', 'wait'),
        hours: fc.nat({ max: 60 }),
      }),
      { maxLength: 8 },
    );
    const play = async (script: readonly { who: number; what: string; hours: number }[]) => {
      await begin();
      const { subject } = await propose();
      for (const { who, what, hours } of script) {
        await at.pass(Math.min(hours * 3600 * SECOND, LATEST - at.now()));
        await attempt(at.people[who] as Person, subject, what);
      }
      // Whoever looks only now finds what time has brought; what was not asked in time is asked for its whole time.
      await at.pass(LATEST - at.now());
      expect(await ends()).toHaveLength(1);
      expect(await open()).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(acts, play), { numRuns: 10 });
  }, 120_000);
});

/** Something that a member may try; whether it counts is of no matter. */
async function attempt(who: Person, subject: string, what: string): Promise<void> {
  switch (what) {
    case 'wait':
      return;
    case 'object':
      await at.act(who, 'objection', {
        proposal: subject,
        ground: 'harms-aim',
        argument: { say: 'Ten is too early.' },
        resolvedBy: { say: 'Eleven.' },
      });
      return;
    case 'amend':
      await at.act(ana, 'proposal', {
        subject,
        driver: { say: 'Another hour.' },
        domain: await domainUnderConsent(),
        operations: [{ op: 'resolve', text: { say: `We are quiet after ${at.now()}.` } }],
      });
      return;
    default:
      await respond(who, subject, what);
  }
}
