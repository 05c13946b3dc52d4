import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const LATER = '2026-12-31T00:00:00Z';

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
});

/** Changes are put to the vote, as declared; Ana puts one forward. */
async function putToTheVote(declared: object): Promise<string> {
  await decideChangesBy(at, 'vote', declared);
  const { subject } = await at.act(ana, 'proposal', {
    driver: { say: 'The sign is faded.' },
    operations: [{ op: 'change', paths: ['docs/sign'], content: 'A'.repeat(43), title: 'A new sign' }],
  });
  return subject;
}

const shown = (subject: string) => proposalView(at.instance.context, subject as never, () => true);

const tally = (who: Person, proposal: string, yes: number, no: number) =>
  at.act(who, 'tally', { proposal, counts: { yes, no, abstain: 0 } });

async function levels() {
  const [outcome] = await at.logged('outcome');
  if (outcome === undefined) throw new TypeError('the vote has ended');
  await publishIfBehind(at.instance.context);
  const bundle = await exportBundle(at.instance.context, outcome.entry.id, () => true);
  return (await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() })).levels;
}

describe('§17 [R-17.3] a secret vote', () => {
  test('is not answered in the log, and a person learns so before they sign', async () => {
    const proposal = await putToTheVote({ secret: {} });
    const { verdict } = await at.draft(ben, 'response', { proposal, value: 'yes' });
    expect(verdict).toMatchObject({ status: 'not-counted', code: 'secret-ballot' });
    expect(verdict.sentence).toContain('secret');
  });

  test('[R-17.5] is decided once two tellers counted alike', async () => {
    const proposal = await putToTheVote({ secret: {} });
    await at.pass(7 * DAY);
    expect((await shown(proposal)).state).toBe('integrating');
    await tally(ben, proposal, 3, 1);
    await tally(cem, proposal, 2, 1);
    expect(await shown(proposal)).toMatchObject({ state: 'integrating', unmet: ['tally'] });
    await tally(cem, proposal, 3, 1);
    expect(await shown(proposal)).toMatchObject({ state: 'adopted', tallies: { length: 3 } });
  });

  test('[R-17.6] a stranger finds the count attested, and everything else as it was', async () => {
    const proposal = await putToTheVote({ secret: {} });
    await at.pass(7 * DAY);
    await tally(ben, proposal, 1, 3);
    await tally(dia, proposal, 1, 3);
    expect((await shown(proposal)).state).toBe('not-adopted');
    const { V2, V3, V4 } = await levels();
    expect(V2.result).toBe('pass');
    expect(V3).toMatchObject({ result: 'attested' });
    expect(V3.reason).toContain('two tellers');
    expect(V3.proofs).toEqual(
      expect.arrayContaining((await at.logged('tally')).map(({ entry }) => entry.id)),
    );
    expect(V4.result).toBe('pass');
  });

  test('[R-17.5] has stalled where nobody counted within a week', async () => {
    const proposal = await putToTheVote({ secret: {} });
    await at.pass(14 * DAY);
    expect((await shown(proposal)).state).toBe('stalled');
    expect((await tally(ben, proposal, 3, 1)).entry.verdict).toMatchObject({ code: 'closed' });
  });
});

describe('§17 [R-17.6] a vote that is not secret', () => {
  test('is recomputed from what everybody said', async () => {
    const proposal = await putToTheVote({});
    for (const who of at.people) await at.act(who, 'response', { proposal, value: 'yes' });
    const { V3 } = await levels();
    expect(V3.reason).not.toContain('teller');
  });
});

describe('§17 [R-17.2] notice', () => {
  test('comes before the first answer', async () => {
    const proposal = await putToTheVote({ noticeSeconds: 2 * DAY_SECONDS });
    const { verdict } = await at.draft(ben, 'response', { proposal, value: 'yes' });
    expect(verdict).toMatchObject({ code: 'too-early', detail: { from: expect.any(String) } });
    await at.pass(2 * DAY);
    expect((await at.draft(ben, 'response', { proposal, value: 'yes' })).verdict.status).toBe('counted');
  });
});

describe('§17 [R-17.7] a proxy', () => {
  test('[R-17.9] answers until its giver does, and is taken back', async () => {
    const proposal = await putToTheVote({ proxies: {} });
    const { id } = await at.act(dia, 'proxy', { to: ben.author, proposal, endsAt: LATER });
    const spoken = await at.act(ben, 'response', { proposal, value: 'yes', for: dia.author });
    expect(spoken.entry.verdict?.status).toBe('counted');
    expect((await shown(proposal)).answers).toMatchObject([{ by: 'Dia, by Ben', value: 'yes' }]);
    await at.act(dia, 'response', { proposal, value: 'no' });
    await at.act(ben, 'response', { proposal, value: 'yes', for: dia.author });
    expect((await shown(proposal)).answers).toMatchObject([{ by: 'Dia', value: 'no' }]);
    await at.act(dia, 'withdrawal', { of: id });
    const { verdict } = await at.draft(ben, 'response', { proposal, value: 'yes', for: dia.author });
    expect(verdict).toMatchObject({ code: 'no-proxy' });
  });

  test('[R-17.8] a third one is warned of before it is given', async () => {
    const proposal = await putToTheVote({ proxies: {} });
    const fields = { to: ben.author, proposal, endsAt: LATER };
    expect((await at.draft(ana, 'proxy', fields)).warning).toBe(null);
    await at.act(ana, 'proxy', fields);
    await at.act(cem, 'proxy', fields);
    expect((await at.draft(dia, 'proxy', fields)).warning).toContain('They hold 2 proxies');
  });

  test('[R-17.10] for one meeting it is drafted by that meeting, and a stranger recomputes it', async () => {
    const proposal = await putToTheVote({ proxies: {} });
    const meeting = await at.act(ana, 'meeting', {
      circle: (await at.logged('circle'))[0]?.content.subject,
      startsAt: formatMillis(at.now() + DAY),
      agenda: [{ proposal }],
      facilitator: ana.author,
      minuteTaker: ben.author,
    });
    const wish = { to: ben.author, meeting: meeting.subject };
    expect((await at.draft(dia, 'proxy', wish)).summary).toContain('in what one meeting deals with');
    const given = await at.act(dia, 'proxy', wish);
    expect(given.entry.verdict?.status).toBe('counted');
    for (const who of [ana, ben, cem]) await at.act(who, 'response', { proposal, value: 'yes' });
    await at.act(ben, 'response', { proposal, value: 'no', for: dia.author });
    expect((await shown(proposal)).state).toBe('adopted');
    const { V2, V3 } = await levels();
    expect([V2.result, V3.result]).toEqual(['pass', 'attested']);
  });

  test('[R-17.8] a stranger recomputes what was said by it', async () => {
    const proposal = await putToTheVote({ proxies: {} });
    await at.act(dia, 'proxy', { to: ben.author, proposal, endsAt: LATER });
    for (const who of [ana, ben, cem]) await at.act(who, 'response', { proposal, value: 'yes' });
    await at.act(ben, 'response', { proposal, value: 'no', for: dia.author });
    expect((await shown(proposal)).state).toBe('adopted');
    const { V2, V3 } = await levels();
    expect([V2.result, V3.result]).toEqual(['pass', 'attested']);
  });
});
