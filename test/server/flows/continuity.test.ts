import { expect, test } from 'vitest';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { rolesView } from '../../../server/flows/views/roles-view.ts';
import { memoryInstance, type Person } from '../../support/memory-instance.ts';
import { adoptRole, adoptThing } from './support/seats.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

test('§15 [R-15.60] a role that must not fall silent says since when it is, and by when that has to end', async () => {
  const at = await memoryInstance(['Ana', 'Ben'], START);
  const [ana] = at.people as unknown as [Person];
  const role = await adoptRole(at, { continuity: true });
  const shown = async () => {
    const reader = { kind: 'member', mayRead: () => true } as const;
    const { roles } = await rolesView(at.instance.context, reader);
    return roles.find(({ subject }) => subject === role.subject)?.silent;
  };
  expect(await shown()).toBe(null);
  const endsAt = START + 5 * DAY;
  const term = { role, holder: ana.author, startsAt: formatMillis(START), endsAt: formatMillis(endsAt) };
  await adoptThing(at, 'mandate', term);
  at.sleep(endsAt - at.now() - 1);
  expect(await shown()).toBe(null);
  at.sleep(1);
  expect(await shown()).toEqual({
    since: formatMillis(endsAt),
    conveneBy: formatMillis(endsAt + 3 * DAY),
    outcomeBy: formatMillis(endsAt + 14 * DAY),
  });
});
