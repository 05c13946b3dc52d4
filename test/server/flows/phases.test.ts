import { beforeEach, describe, expect, test } from 'vitest';
import type { Subject } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { lintView } from '../../../server/flows/views/lint-view.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const WISH = {
  driver: { say: 'A typo.' },
  operations: [{ op: 'change', paths: ['docs/readme.md'], content: 'A'.repeat(43), title: 'A sentence' }],
};

let at: MemoryInstance;
let [ana, ben] = [] as unknown as [Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben] = at.people as unknown as [Person, Person];
});

const begun = async () =>
  (await at.logged('notice'))
    .filter(({ content }) => content.event === 'phase-started')
    .map(({ content: { phase, happenedAt } }) => ({ phase, happenedAt }));

async function shown(proposal: string) {
  const { phase, secondFrom } = await proposalView(at.instance.context, proposal as Subject, () => true);
  return { phase, secondFrom };
}

async function findings(): Promise<readonly string[]> {
  const view = await lintView(at.instance.context, { kind: 'member', mayRead: () => true });
  return view.findings.map(({ code }) => code);
}

describe('§6 [R-6.38] the phase of a matter is told', () => {
  test('as people act, and by a notice where time begins it', async () => {
    await decideChangesBy(at, 'consensus', { windows: 2 });
    const { subject } = await at.act(ana, 'proposal', WISH);
    const secondFrom = formatMillis(START + 7 * DAY);
    expect(await shown(subject)).toEqual({ phase: 'clarify', secondFrom });
    await at.act(ana, 'response', { proposal: subject, value: 'agree' });
    expect(await shown(subject)).toEqual({ phase: 'respond', secondFrom });
    await at.pass(7 * DAY - 1);
    expect(await begun()).toEqual([]);
    await at.pass(1);
    await at.pass(0);
    expect(await begun()).toEqual([{ phase: 'respond', happenedAt: secondFrom }]);
    const block = { proposal: subject, value: 'block', ground: 'safety', text: { say: 'It burns.' } };
    await at.act(ben, 'response', block);
    expect(await shown(subject)).toMatchObject({ phase: 'integrate' });
    await at.act(ben, 'response', { proposal: subject, value: 'agree' });
    expect(await shown(subject)).toMatchObject({ phase: 'settle' });
    await at.pass(7 * DAY);
    expect(await begun()).toEqual([
      { phase: 'respond', happenedAt: secondFrom },
      { phase: 'settle', happenedAt: formatMillis(START + 14 * DAY) },
    ]);
  });

  test('a matter that nobody opens has none', async () => {
    const { subject } = await at.act(ana, 'proposal', WISH);
    expect(await shown(subject)).toEqual({ phase: null, secondFrom: null });
  });
});

describe('§6 [R-6.44] who must be asked is asked in time, or nobody decides', () => {
  test('a day is too short where things take days: told before it is signed, and by lint', async () => {
    await decideChangesBy(at, 'consultation', { askSeconds: DAY_SECONDS });
    const { warning } = await at.draft(ana, 'proposal', WISH);
    expect(warning).toContain('Nobody can decide it: the domain asks for 1 day');
    await at.act(ana, 'proposal', WISH);
    expect(await at.logged('opening')).toEqual([]);
    expect(await findings()).toContain('asks-too-briefly');
  });

  test('a day is enough where things take hours', async () => {
    await decideChangesBy(at, 'consultation', { askSeconds: DAY_SECONDS }, () => ({ timeline: 'hours' }));
    expect((await at.draft(ana, 'proposal', WISH)).warning).toContain('or after 2 days');
    await at.act(ana, 'proposal', WISH);
    expect(await at.logged('opening')).toHaveLength(1);
    expect(await findings()).not.toContain('asks-too-briefly');
  });
});

describe('§17 [R-17.24] a veto that nobody could use in time is found', () => {
  const veto = (windowSeconds: number) => (circle: string) => ({
    veto: { circle, rung: 'consent', windowSeconds },
  });

  test('as long as the answer takes is too short; a second more is not', async () => {
    await decideChangesBy(at, 'consent', {}, veto(7 * DAY_SECONDS));
    expect(await findings()).toContain('veto-too-short');
    await decideChangesBy(await fresh(), 'consent', {}, veto(7 * DAY_SECONDS + 1));
    expect(await findings()).not.toContain('veto-too-short');
  });
});

async function fresh() {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  return at;
}
