import { expect, test } from 'vitest';
import { memoryInstance } from '../../support/memory-instance.ts';

test('§6 [R-6.2] a decision that adopts a term nobody has logged is told so, and nothing fails', async () => {
  const at = await memoryInstance(['Ana', 'Ben'], Date.parse('2026-05-04T08:00:00.000Z'));
  const [ana] = at.people;
  const [role] = await at.logged('role');
  const adopts = {
    type: 'mandate',
    subject: at.instance.context.random.subject(),
    id: `ni:///sha-256;${'A'.repeat(43)}`,
    role: role?.content.subject,
  };
  if (ana === undefined) throw new TypeError('somebody founds');
  const wish = { operations: [{ op: 'adopt', adopts }], reason: { say: 'So be it.' } };
  const { verdict } = await at.draft(ana, 'decision', wish);
  expect(verdict.code).toBe('unknown-reference');
});

test.each([
  [
    'meeting',
    {
      agenda: [
        {
          proposal: {
            subject: '01a207bf-237d-711e-be7e-37784c4166e9',
            id: `ni:///sha-256;${'A'.repeat(43)}`,
          },
        },
      ],
    },
  ],
  [
    'proposal',
    { opensIn: { subject: '01a207bf-237d-711e-be7e-37784c4166e9', id: `ni:///sha-256;${'A'.repeat(43)}` } },
  ],
] as const)('§10 [R-10.30] nor does a %s that names what is not there', async (type, names) => {
  const at = await memoryInstance(['Ana', 'Ben'], Date.parse('2026-05-04T08:00:00.000Z'));
  const [ana] = at.people;
  if (ana === undefined) throw new TypeError('somebody founds');
  const [circle] = await at.logged('circle');
  const own =
    type === 'meeting'
      ? { circle: circle?.content.subject, startsAt: '2026-05-05T08:00:00.000Z' }
      : {
          driver: { say: 'Dry.' },
          operations: [{ op: 'change', paths: ['docs/a'], content: 'A'.repeat(43), title: 'Dry it' }],
        };
  const drafted = at.draft(ana, type, { ...own, ...names });
  await expect(
    drafted.then(
      ({ verdict }) => verdict.status,
      ({ type: problem }) => problem,
    ),
  ).resolves.toMatch(/counted|not-found/);
});
