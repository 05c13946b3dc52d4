import { beforeEach, expect, test } from 'vitest';
import { lintView } from '../../../server/flows/views/lint-view.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

let at: MemoryInstance;
const NAMES = ['Ana', 'Ben', 'Cem', 'Dia', 'Eve'];

beforeEach(async () => {
  at = await memoryInstance(NAMES, Date.parse('2026-05-04T08:00:00.000Z'));
});

/** Somebody says how it stands with them; that rosters follow is filled in. */
async function says(who: Person, status: 'active' | 'left', supersedes?: string) {
  const { id } = await at.act(who, 'participant', {
    subject: who.author,
    kind: 'human',
    pseudonym: 'Somebody',
    keys: [{ key: who.key, custody: 'device' }],
    status,
    ...(supersedes === undefined ? {} : { supersedes }),
  });
  return id;
}

/** The circle decides what it is for. */
async function rosterOfNext(who: Person): Promise<unknown> {
  const [domain] = (await at.logged('domain')).filter(({ content }) =>
    (content.title as { en: string }).en.startsWith('Purpose'),
  );
  await at.act(who, 'proposal', {
    driver: { say: 'To be clear about it.' },
    operations: [{ op: 'resolve', text: { say: 'We go on.' } }],
    domain: domain?.content.subject,
  });
  const opening = (await at.logged('opening')).at(-1);
  expect(opening?.entry.verdict?.status).toBe('counted');
  return (opening?.content.roster as { count: number } | undefined)?.count;
}

test('§6 [R-6.3b] who has left is asked no more, and who comes back is asked again', async () => {
  const [ana, ben, cem] = at.people as unknown as [Person, Person, Person];
  expect(await rosterOfNext(ana)).toBe(5);
  await says(ben, 'left');
  const left = await says(cem, 'left');
  expect(await rosterOfNext(ana)).toBe(3);
  await says(cem, 'active', left);
  expect(await rosterOfNext(ana)).toBe(4);
});

test('§5 [R-5.40] where all have left, the register is told to be out of reach', async () => {
  for (const who of at.people) await says(who, 'left');
  const { findings } = await lintView(at.instance.context, { kind: 'member', mayRead: () => true });
  expect(findings.map(({ code }) => code)).toContain('unreachable-quorum');
});
