import { expect, test } from 'vitest';
import type { Subject } from '../../../protocol/ids.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { proposalPage } from '../../../server/web/pages/proposal-page.tsx';
import { renderPage } from '../../../server/web/render.tsx';
import { plainShell } from '../../../server/web/shell.ts';
import { memoryInstance, type Person } from '../../support/memory-instance.ts';
import { plain } from '../web/support/html.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

test('§6 [R-6.33] a page says which objection a version offers to meet, when that lapses, and which answer is not counted', async () => {
  const at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  const [ana, , , dia] = at.people as unknown as [Person, Person, Person, Person];
  await decideChangesBy(at, 'consent');
  const put = (title: string, more: object = {}, who = ana) =>
    at.act(who, 'proposal', {
      driver: { say: 'It is wet.' },
      operations: [{ op: 'change', paths: ['docs/wall'], content: 'A'.repeat(43), title }],
      ...more,
    });
  const { subject } = await put('Drain the wall');
  const objection = await at.act(dia, 'objection', {
    proposal: subject,
    ground: 'harms-aim',
    argument: { say: 'It floods the yard.' },
    resolvedBy: { say: 'A drain.' },
  });
  const shown = () => proposalView(at.instance.context, subject as Subject, () => true);
  expect((await shown()).objections).toMatchObject([{ offers: [], lapsesAt: null }]);
  await at.act(dia, 'response', { proposal: subject, value: 'consent' });
  await at.act(ana, 'response', { proposal: subject, value: 'consent' });
  expect(await shown()).toMatchObject({
    answers: [
      { by: 'Dia', uncounted: 'objection' },
      { by: 'Ana', uncounted: null },
    ],
    counts: { responders: 2, answers: { consent: 1 } },
  });
  const said = plain(await renderPage(proposalPage, await shown(), plainShell('http://localhost', '/')));
  expect(said.match(/; not counted: their objection stands/g)).toHaveLength(1);
  const first = await put('Drain wall and yard', { subject, integrates: [objection.id] });
  await at.pass(3 * DAY);
  const second = await put('Drain wall, yard and path', { subject, integrates: [objection.id] });
  const view = await shown();
  expect(view.versions.map(({ integrates }) => integrates.map(({ by }) => by))).toEqual([
    [],
    ['Dia'],
    ['Dia'],
  ]);
  expect(view.objections).toMatchObject([
    {
      offers: [{ version: first.id }, { version: second.id }],
      lapsesAt: '2026-05-14T08:00:00.000Z',
    },
  ]);
  const html = plain(await renderPage(proposalPage, view, plainShell('http://localhost', '/')));
  expect(html).toMatch(/Offered to meet it: .* It lapses at .* unless whoever raised it says something\./);
  expect(html.match(/To meet the objection of Dia/g)).toHaveLength(2);
});
