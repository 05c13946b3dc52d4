import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle } from '../../../server/flows/acts/export-bundle.ts';
import { feedView } from '../../../server/flows/feeds/feed-view.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { proposalsView } from '../../../server/flows/views/proposal-summary.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { hashOf } from '../../../server/web/hrefs.ts';
import { proposalPage } from '../../../server/web/pages/proposal-page.tsx';
import { renderPage } from '../../../server/web/render.tsx';
import { plainShell } from '../../../server/web/shell.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const NO_FILTER = { type: [], domain: [], circle: [], effect: [], commons: [] };
const DAY = DAY_SECONDS * SECOND;

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

/** Changes are decided by Ana alone, and announced three days before. */
beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
  await decideChangesBy(at, 'delegation', { waitSeconds: 3 * DAY_SECONDS });
});

const announce = () =>
  at.act(ana, 'proposal', {
    driver: { say: 'The sign is faded.' },
    operations: [{ op: 'change', paths: ['docs/sign'], content: 'A'.repeat(43), title: 'A new sign' }],
  });
const shown = (subject: string) => proposalView(at.instance.context, subject as never, () => true);
const drafted = async (proposal: string) =>
  (await at.draft(ana, 'decision', { proposal, reason: { say: 'So be it.' } })).verdict;

describe('§6 [R-6.90] what somebody decides alone is announced', () => {
  test('and the time to wait follows from the domain', async () => {
    const { subject } = await announce();
    expect((await shown(subject)).announced).toEqual({
      until: '2026-05-07T08:00:00.000Z',
      suspended: false,
      takesChallenges: true,
      challenges: [],
    });
    expect(await drafted(subject)).toMatchObject({
      code: 'too-early',
      detail: { from: '2026-05-07T08:00:00.000Z' },
    });
    await at.pass(3 * DAY);
    expect((await drafted(subject)).status).toBe('counted');
  });

  test('its page lets people challenge it, as long as that is taken', async () => {
    const { subject, id } = await announce();
    const forms = async () => {
      const view = await shown(subject);
      const html = await renderPage(proposalPage, view, plainShell('http://localhost', '/'));
      return [...html.matchAll(/data-act="([a-z-]+)"/g)].map(([, type]) => type);
    };
    expect(await forms()).toContain('challenge');
    await at.act(ana, 'withdrawal', { of: id });
    expect(await forms()).not.toContain('challenge');
  });

  test('a person learns before they sign that it must be', async () => {
    const { verdict } = await at.draft(ana, 'decision', {
      operations: [{ op: 'change', paths: ['docs/sign'], content: 'A'.repeat(43), title: 'A new sign' }],
      reason: { say: 'Now.' },
    });
    expect(verdict).toMatchObject({ code: 'unannounced', detail: { waitSeconds: 3 * DAY_SECONDS } });
    expect(verdict.sentence).toContain('announced');
  });

  test('[R-6.93] a challenge suspends it until the circle has ruled, and a stranger recomputes that', async () => {
    const { subject, id } = await announce();
    const challenge = await at.act(dia, 'challenge', {
      decision: id,
      ground: 'harms-affected',
      argument: { say: 'Nobody reads signs.' },
      resolvedBy: { say: 'Ask.' },
    });
    expect(challenge.entry.verdict?.status).toBe('counted');
    expect((await shown(subject)).state).toBe('suspended');
    await at.pass(3 * DAY);
    expect(await drafted(subject)).toMatchObject({ code: 'suspended' });
    expect((await shown(subject)).announced?.challenges).toEqual([challenge.id]);
    const settling = await at.act(ben, 'proposal', {
      driver: { say: 'It should be settled.' },
      operations: [{ op: 'rule', on: challenge.id, ruling: 'upheld', text: { say: 'It does no harm.' } }],
    });
    for (const who of [ana, ben, cem, dia])
      await at.act(who, 'response', { proposal: settling.subject, value: 'consent' });
    expect((await shown(subject)).state).toBe('waiting');
    const decided = await at.act(ana, 'decision', { proposal: subject, reason: { say: 'So be it.' } });
    expect(decided.entry.verdict?.status).toBe('counted');
    await publishIfBehind(at.instance.context);
    const bundle = await exportBundle(at.instance.context, decided.id, () => true);
    const { levels } = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
    expect([levels.V2.result, levels.V3.result, levels.V4.result]).toEqual(['pass', 'attested', 'pass']);
  });

  test.each([
    ['reversed', 'Reversed', 'The circle has ruled against it'],
    ['remanded', 'Sent back', 'The circle has sent it back'],
  ])(
    'where a challenge was right it is %s: the list, the page and the feed say so',
    async (ruling, short, long) => {
      const { subject, id } = await announce();
      const challenge = await at.act(dia, 'challenge', {
        decision: id,
        ground: 'harms-affected',
        argument: { say: 'Nobody reads signs.' },
        resolvedBy: { say: 'Ask.' },
      });
      const settling = await at.act(ben, 'proposal', {
        driver: { say: 'It should be settled.' },
        operations: [{ op: 'rule', on: challenge.id, ruling, text: { say: 'It does harm.' } }],
      });
      for (const who of [ana, ben, cem, dia])
        await at.act(who, 'response', { proposal: settling.subject, value: 'consent' });
      const view = await shown(subject);
      expect(view).toMatchObject({ state: ruling, announced: { takesChallenges: false } });
      const listed = await proposalsView(at.instance.context, () => true);
      expect(listed.map(({ state }) => state)).toEqual([ruling]);
      const html = await renderPage(proposalPage, view, plainShell('http://localhost', '/'));
      expect(html).toContain(`${short}</span> ${long}`);
      for (const gone of ['I decide it', `decide --proposal`, `challenge ${hashOf(id)}`])
        expect(html).not.toContain(gone);
      expect(html).toContain(`withdraw ${hashOf(id)}`);
      const { items } = await feedView(at.instance.context, 'proposals', NO_FILTER);
      expect(items.flatMap(({ text }) => text).join()).toContain(`${short}. Put forward`);
      await at.pass(3 * DAY);
      expect(await drafted(subject)).toMatchObject({ code: 'closed' });
    },
  );
});
