import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { emergenciesView } from '../../../server/flows/views/emergencies-view.ts';
import { whyView } from '../../../server/flows/views/why-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import {
  type Acted,
  type MemoryInstance,
  memoryInstance,
  type Person,
} from '../../support/memory-instance.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const CHANGE = { op: 'change', paths: ['docs/cellar'], content: 'A'.repeat(43), title: 'Drain the cellar' };

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
});

const rule = (on: string, ruling: string) => ({
  op: 'rule',
  on,
  ruling,
  text: { say: 'We have looked at it.' },
});

async function levelsOf(id: Acted['id']) {
  await publishIfBehind(at.instance.context);
  const bundle = await exportBundle(at.instance.context, id, () => true);
  return (await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() })).levels;
}

const why = (id: Acted['id']) => whyView(at.instance.context, id, () => true);

describe('§17 [R-17.30] an act in an emergency', () => {
  const reported = (more: object = {}) =>
    at.act(dia, 'emergency-act', {
      operations: [CHANGE],
      actedAt: new Date(at.now()).toISOString(),
      harm: { say: 'The cellar was filling.' },
      did: { say: 'I opened the drain.' },
      ...more,
    });
  const listed = () => emergenciesView(at.instance.context, () => true);
  const noticed = async () => (await at.logged('notice')).map(({ content }) => content.event);

  test('is reported, told of, and ratified by whoever decides there', async () => {
    const { id, entry } = await reported();
    expect(entry.verdict?.status).toBe('counted');
    expect(await listed()).toMatchObject([
      { id, by: 'Dia', did: 'I opened the drain.', standing: 'reported', until: '2026-05-11T08:00:00.000Z' },
    ]);
    expect(await noticed()).toEqual(['emergency-reported']);
    const word = await at.act(ana, 'decision', {
      operations: [rule(id, 'ratified')],
      reason: { say: 'It was right.' },
    });
    expect(word.entry.verdict?.status).toBe('counted');
    expect(await listed()).toMatchObject([{ standing: 'ratified', ruledBy: word.id }]);
    expect((await why(word.id)).emergencies).toMatchObject([{ id, standing: 'ratified' }]);
    const { V2, V3, V4 } = await levelsOf(word.id);
    expect([V2.result, V3.result, V4.result]).toEqual(['pass', 'attested', 'pass']);
  });

  test('[R-17.32] lapses after seven days, and stays listed', async () => {
    const { id } = await reported();
    await at.pass(7 * DAY);
    expect(await listed()).toMatchObject([{ id, standing: 'lapsed' }]);
    expect(await noticed()).toEqual(['emergency-reported', 'emergency-lapsed']);
    await at.pass(7 * DAY);
    expect(await noticed()).toHaveLength(2);
    expect(await listed()).toHaveLength(1);
    expect((await levelsOf(id)).V5).toMatchObject({ result: 'fail', reason: 'Nobody ratified it in time.' });
  });

  test('[R-17.32] a stranger sees that it was reversed', async () => {
    const { id } = await reported();
    const { V2, V3, V5 } = await levelsOf(id);
    expect([V2.result, V3.result, V5.result]).toEqual(['pass', 'attested', 'attested']);
    const word = await at.act(ana, 'decision', {
      operations: [rule(id, 'reversed')],
      reason: { say: 'Nobody was in danger.' },
    });
    expect((await levelsOf(id)).V5).toMatchObject({ result: 'fail', proofs: [word.id] });
  });

  test('spends nothing, and a person learns so before they sign', async () => {
    const { verdict } = await at.draft(dia, 'emergency-act', {
      operations: [
        { op: 'end', type: 'domain', thing: { subject: dia.author, id: `ni:///sha-256;${'A'.repeat(43)}` } },
      ],
      domain: (await at.logged('domain'))[0]?.content.subject,
      actedAt: new Date(at.now()).toISOString(),
      harm: { say: 'Harm.' },
      did: { say: 'Something.' },
    });
    expect(verdict).toMatchObject({ status: 'not-counted', code: 'not-emergency' });
  });

  test('[R-17.33] a circle is asked about it for three days at the most', async () => {
    await decideChangesBy(at, 'consent');
    const { id } = await reported();
    const put = { operations: [rule(id, 'ratified')], driver: { say: 'It should stay.' } };
    const warned = async () => (await at.draft(ben, 'proposal', put)).warning ?? '';
    expect(await warned()).not.toContain('too late');
    await at.pass(4 * DAY);
    expect(await warned()).toContain(
      'It may come too late: people can answer until 2026-05-11T08:00:00.000Z',
    );
    const proposal = await at.act(ben, 'proposal', put);
    const [opening] = await at.logged('opening');
    expect(opening?.entry.verdict?.status).toBe('counted');
    expect(opening?.content).toMatchObject({
      parameters: { consent: { openSeconds: 3 * DAY_SECONDS, deadlineSeconds: 3 * DAY_SECONDS } },
    });
    for (const who of at.people)
      await at.act(who, 'response', { proposal: proposal.subject, value: 'consent' });
    expect(await listed()).toMatchObject([{ standing: 'ratified' }]);
  });

  test('[R-17.33] about anything else for as long as the domain says', async () => {
    await decideChangesBy(at, 'consent');
    await at.act(ben, 'proposal', { operations: [CHANGE], driver: { say: 'It is wet.' } });
    const [opening] = await at.logged('opening');
    expect(opening?.content).toMatchObject({ parameters: { consent: { openSeconds: 7 * DAY_SECONDS } } });
  });
});

describe('§17 [R-17.21] a veto', () => {
  const declare = (windowSeconds: number) =>
    decideChangesBy(at, 'delegation', {}, (circle) => ({ veto: { circle, rung: 'consent', windowSeconds } }));
  const decide = () => at.act(ana, 'decision', { operations: [CHANGE], reason: { say: 'It is wet.' } });

  async function veto(id: string): Promise<string> {
    const { subject } = await at.act(dia, 'proposal', {
      operations: [rule(id, 'vetoed')],
      driver: { say: 'The well runs dry.' },
    });
    return subject;
  }

  test('[R-17.23] asks the circle that the domain names, and returns the decision', async () => {
    await declare(10 * DAY_SECONDS);
    const decision = await decide();
    expect(decision.entry.verdict?.status).toBe('counted');
    const proposal = await veto(decision.id);
    const [opening] = await at.logged('opening');
    expect(opening?.entry.verdict?.status).toBe('counted');
    expect(opening?.content).toMatchObject({ veto: true, rung: 'consent' });
    for (const who of [ana, ben, cem, dia]) await at.act(who, 'response', { proposal, value: 'consent' });
    expect((await why(decision.id)).life?.standing).toBe('returned');
    const [outcome] = await at.logged('outcome');
    expect((await levelsOf(decision.id)).V5).toMatchObject({ result: 'fail', proofs: [outcome?.entry.id] });
    const { V2, V3 } = await levelsOf(outcome?.entry.id as Acted['id']);
    expect([V2.result, V3.result]).toEqual(['pass', 'attested']);
  });

  test('[R-17.23] what was reversed otherwise is told as reversed', async () => {
    await declare(10 * DAY_SECONDS);
    const { id, subject } = await decide();
    await at.act(ana, 'decision', {
      operations: [{ ...CHANGE, title: 'Leave it wet' }],
      reason: { say: 'I was wrong.' },
      reverses: { subject, id },
    });
    expect((await why(id)).life?.standing).toBe('reversed');
  });

  test('[R-17.21] is nobody’s where the domain names none', async () => {
    const decision = await decide();
    await veto(decision.id);
    expect(await at.logged('opening')).toEqual([]);
    expect((await why(decision.id)).life?.standing).toBe('cooling');
  });
});
