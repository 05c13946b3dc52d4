import { beforeAll, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { createApp } from '../../../server/app.ts';
import { homeView } from '../../../server/flows/views/home-view.ts';
import { lintView } from '../../../server/flows/views/lint-view.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const UNTIL = '2026-06-03T08:00:00.000Z';

let at: MemoryInstance;
let ana: Person;

beforeAll(async () => {
  at = await memoryInstance(['Ana'], START, undefined, { ratifyWithinSeconds: 30 * DAY_SECONDS });
  [ana] = at.people as unknown as [Person];
});

const change = { op: 'change', paths: ['a'], content: 'A'.repeat(43), title: 'A change' };
const ordinary = { operations: [change], driver: { say: 'It was wrong.' } };
const irreversible = { ...ordinary, reversibility: 'irreversible' };
const standing = async () => (await homeView(at.instance.context)).provisional;
const notices = async () => (await at.logged('notice')).map(({ content }) => content);
const unratified = async () => {
  const { findings } = await lintView(at.instance.context, { kind: 'member', mayRead: () => true });
  return findings.filter(({ code }) => code === 'not-ratified');
};
const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };
const page = async () =>
  (await createApp(at.instance, HOOKS).request('/', { headers: { accept: 'text/html' } })).text();

test('§4 [R-4.22] what cannot be undone is told before it is signed, and does not count', async () => {
  expect((await at.draft(ana, 'proposal', ordinary)).warning ?? '').not.toContain('provisional');
  const { warning } = await at.draft(ana, 'proposal', irreversible);
  expect(warning).toContain('nobody can decide it until the members have ratified the charter');
  const { subject, id } = await at.act(ana, 'proposal', irreversible);
  const decision = { proposal: { subject, id }, operations: [change], reason: { say: 'It is time.' } };
  const { verdict } = await at.draft(ana, 'decision', decision);
  expect(verdict).toMatchObject({ code: 'not-ratified' });
});

test('§4 [R-4.23] the time for it is shown and told once; a circle ratifies it all the same', async () => {
  expect(await standing()).toEqual({ until: UNTIL, overdue: false });
  expect(await page()).toContain('The members ratify it by');
  await at.pass(29 * DAY);
  expect(await notices()).toEqual([]);
  expect(await unratified()).toEqual([]);
  await at.pass(3 * DAY);
  expect(await notices()).toMatchObject([{ event: 'ratification-due', happenedAt: UNTIL }]);
  expect(await standing()).toEqual({ until: UNTIL, overdue: true });
  expect(await page()).toContain('The members were to ratify it by');
  expect(await unratified()).toMatchObject([{ severity: 'warning', words: `by ${UNTIL}` }]);

  const [founding] = await at.logged('charter');
  const left = ['type', 'commons', 'author', 'issuedAt', 'audience', 'salt', 'ratifyWithinSeconds'];
  const said = Object.entries(founding?.content ?? {});
  const own = Object.fromEntries(said.filter(([name]) => !left.includes(name)));
  const version = await at.act(ana, 'charter', { ...own, supersedes: founding?.entry.id });
  const adopts = { type: 'charter', subject: version.subject, id: version.id };
  const put = { operations: [{ op: 'adopt', adopts }], driver: { say: 'It holds.' } };
  expect((await at.draft(ana, 'proposal', put)).warning).toContain('the members ratify the charter');
  const proposal = await at.act(ana, 'proposal', put);
  const named = { subject: proposal.subject, id: proposal.id };
  await at.act(ana, 'response', { proposal: named, value: 'consent' });
  expect(await at.logged('outcome')).toMatchObject([{ content: { result: 'adopted' } }]);

  expect(await standing()).toBeNull();
  expect(await unratified()).toEqual([]);
  expect(await page()).not.toContain('provisional');
  expect((await at.draft(ana, 'proposal', irreversible)).warning ?? '').not.toContain('provisional');
  await at.pass(2 * DAY);
  expect(await notices()).toHaveLength(1);
});
