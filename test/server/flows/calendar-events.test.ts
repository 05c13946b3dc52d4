import { describe, expect, test } from 'vitest';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { calendarView } from '../../../server/flows/calendar/calendar-view.ts';
import { phaseEvents } from '../../../server/flows/calendar/phase-events.ts';
import type { ProposalSummary } from '../../../server/flows/views/proposal-summary.ts';
import { memoryInstance, type Person } from '../../support/memory-instance.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

describe('§19 [R-19.40] a calendar has the last days', () => {
  test('of what is announced and challenged, of minutes, and of a matter that waits', async () => {
    const at = await memoryInstance(['Ana', 'Ben', 'Cem'], START);
    const [ana, ben, cem] = at.people as unknown as [Person, Person, Person];
    await decideChangesBy(at, 'delegation', { waitSeconds: 3 * DAY_SECONDS });
    const events = async (mayRead = (_: unknown) => true) =>
      (await calendarView(at.instance.context, mayRead)).entries.map((one) => [one.at, one.title]);
    const [role] = await at.logged('role');
    const to = role?.content.subject;
    await at.act(cem, 'matter', { what: { say: 'The gate is open.' }, to, audience: 'public' });
    expect(await events()).toContainEqual([
      formatMillis(START + 14 * DAY),
      'Has waited for two weeks: The gate is open.',
    ]);

    const announced = await at.act(ana, 'proposal', {
      driver: { say: 'It is faded.' },
      operations: [{ op: 'change', paths: ['sign'], content: 'A'.repeat(43), title: 'A new sign' }],
    });
    const wait = [formatMillis(START + 3 * DAY), 'May be decided from now on: A new sign (sign)'];
    expect(await events()).toContainEqual(wait);
    await at.pass(DAY);
    const challenge = await at.act(ben, 'challenge', {
      decision: announced.id,
      ground: 'harms-aim',
      argument: { say: 'It is good.' },
      resolvedBy: { say: 'Paint.' },
    });
    const rule = [formatMillis(START + 31 * DAY), 'Last day to rule on a challenge: A new sign (sign)'];
    expect(await events()).toEqual(expect.arrayContaining([wait, rule]));
    const without = (document: { type?: unknown }) => document.type !== 'challenge';
    expect(await events(without as never)).not.toContainEqual(rule);
    const settling = await at.act(ben, 'proposal', {
      driver: { say: 'Settle it.' },
      operations: [{ op: 'rule', on: challenge.id, ruling: 'reversed', text: { say: 'So it is.' } }],
    });
    for (const who of [ana, ben, cem])
      await at.act(who, 'response', { proposal: settling.subject, value: 'consent' });
    const titles = (await events()).map(([, title]) => title);
    expect(titles.filter((title) => title?.includes('A new sign'))).toEqual([]);

    const circle = (await at.logged('circle'))[0]?.content.subject;
    const meeting = await at.act(ana, 'meeting', {
      circle,
      startsAt: formatMillis(at.now() + 4 * DAY),
      agenda: [{ about: { say: 'The roof' } }],
      minuteTaker: ben.author,
    });
    await at.pass(4 * DAY);
    const taken = at.now();
    const minutes = await at.act(ben, 'minutes', {
      meeting: meeting.subject,
      attendance: [ana, ben, cem].map(({ author }) => author).sort(),
      matters: [],
      text: { say: 'We talked.' },
    });
    const last = [formatMillis(taken + 3 * DAY), 'Last day to confirm the minutes of the circle “Everyone”'];
    expect(await events()).toContainEqual(last);
    await at.act(ana, 'confirmation', { of: minutes.id });
    expect(await events()).not.toContainEqual(last);
  });

  const BASE = {
    subject: '019a0000-0000-7000-8000-000000000000',
    what: ['sing'],
    by: 'Ana',
    domain: { title: 'Music' },
    closesAt: formatMillis(START + DAY),
    deadline: formatMillis(START + DAY),
    secondFrom: null,
    decidableFrom: null,
    ruleBy: null,
    step: null,
    naming: false,
  };
  test.each([
    [{ state: 'open' }, 'Answers until: sing'],
    [{ state: 'open', naming: true }, 'People are named until: sing'],
    [{ state: 'asking' }, 'Advice until: sing'],
    [{ state: 'talk', step: 1 }, 'Talked over until: sing'],
    [{ state: 'mediate', step: 2 }, 'Mediated until: sing'],
    [{ state: 'stalled' }, 'Ends by itself: sing'],
  ])('%o: %s', (given, title) => {
    const matter = { ...BASE, ...given } as unknown as ProposalSummary;
    expect(phaseEvents(matter, START).map((event) => event.title)).toEqual([title]);
    expect(phaseEvents(matter, START + DAY)).toEqual([]);
  });
});
