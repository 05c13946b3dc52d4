import { expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { circlesView } from '../../../server/flows/views/circles-view.ts';
import { lintView } from '../../../server/flows/views/lint-view.ts';
import { memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

test('§5 [R-5.53] [R-5.54] a circle without quorum: told before it comes to that, shown, told once; its matters fall', async () => {
  const at = await memoryInstance(['Ana', 'Ben'], START);
  const [ana, ben] = at.people as unknown as [Person, Person];
  const adopt = async (type: 'circle' | 'domain', fields: object) => {
    const { subject, id } = await at.act(ana, type, fields);
    const operations = [{ op: 'adopt', adopts: { type, subject, id } }];
    const decision = await at.act(ana, 'decision', { operations, reason: { say: 'We garden.' } });
    await at.act(ben, 'confirmation', { of: decision.id });
    return { subject, id };
  };
  const [all] = await at.logged('circle');
  const alone = { name: { en: 'Alone' }, kind: 'circle', aim: { en: 'x' }, members: [ben.author] };
  const never = { ...alone, status: 'active', retiresWithoutQuorumAfterSeconds: 3600 };
  await expect(at.draft(ana, 'circle', never)).rejects.toThrow('only where there is one above it');
  const above = { ...never, parent: { subject: all?.content.subject, id: all?.entry.id } };
  expect((await at.draft(ana, 'circle', above)).summary).toContain(
    'below “Everyone”; after 1 hour without quorum it retires, and what it decides falls to “Everyone”',
  );
  const circle = await adopt('circle', {
    ...{ name: { en: 'Garden' }, kind: 'circle', aim: { en: 'To grow.' }, members: [ben.author] },
    ...{ status: 'active', retiresWithoutQuorumAfterSeconds: 30 * DAY_SECONDS },
    parent: { subject: all?.content.subject, id: all?.entry.id },
  });
  const [sharing] = (await at.logged('domain')).map(({ content }) => content);
  const left = ['type', 'commons', 'author', 'issuedAt', 'audience', 'salt'];
  const body = Object.fromEntries(Object.entries(sharing ?? {}).filter(([name]) => !left.includes(name)));
  await adopt('domain', {
    ...{ ...body, subject: at.instance.context.random.subject(), title: { en: 'The garden' } },
    ...{
      scope: { effects: ['change'], paths: ['garden/'] },
      limits: [],
      owner: { kind: 'circle', ...circle },
    },
    ...{ rung: 'consent', parameters: {} },
  });
  const change = { op: 'change', paths: ['garden/a'], content: 'A'.repeat(43), title: 'A bed' };
  const put = { operations: [change], driver: { say: 'It is spring.' } };
  const standing = async () => {
    const { circles } = await circlesView(at.instance.context, { kind: 'member', mayRead: () => true });
    return circles.find(({ subject }) => subject === circle.subject)?.retires;
  };
  const told = async () =>
    (await at.logged('notice')).filter(({ content }) => content.event === 'circle-retired');
  expect(await standing()).toBeNull();

  const leaves = {
    ...{ subject: ben.author, kind: 'human', pseudonym: 'Ben', status: 'left' },
    keys: [{ key: ben.key, custody: 'device' }],
  };
  const { warning } = await at.draft(ben, 'participant', leaves);
  expect(warning).toContain('the circle “Garden” has no quorum, and retires after 30 days');
  expect(warning).toContain('one person alone has the role “Coordinator”, and two must sign');
  await at.act(ben, 'participant', leaves);
  const from = new Date(at.now() + 30 * DAY).toISOString();
  expect(await standing()).toEqual({ from, isOver: false });
  const { findings } = await lintView(at.instance.context, { kind: 'member', mayRead: () => true });
  expect(findings.filter(({ code }) => code === 'owner-retires')).toMatchObject([
    { domain: { title: { en: 'The garden' } }, words: `circle “Garden”; retires ${from}` },
  ]);
  expect((await at.draft(ana, 'proposal', put)).warning ?? '').not.toContain('has retired');

  await at.pass(31 * DAY);
  expect(await standing()).toEqual({ from, isOver: true });
  expect(await told()).toMatchObject([{ content: { about: circle, happenedAt: from } }]);
  const drafted = await at.draft(ana, 'proposal', put);
  expect(drafted.warning).toContain(
    'The circle whose matter it is has retired: it falls to the circle above',
  );
  const { subject } = await at.act(ana, 'proposal', put);
  const [opening] = await at.logged('opening');
  expect(opening?.content).toMatchObject({
    proposal: { subject },
    circle: { subject: all?.content.subject },
    domain: { through: [circle.subject], retired: true },
  });

  const nobody = { ...leaves, subject: ana.author, pseudonym: 'Ana', status: 'resting' };
  const rests = { ...nobody, keys: [{ key: ana.key, custody: 'device' }] };
  expect((await at.draft(ana, 'participant', rests)).warning).toMatch(
    /nobody has the role “Coordinator”.*or you are back/,
  );
});
