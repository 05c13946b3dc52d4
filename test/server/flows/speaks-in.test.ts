import { expect, test } from 'vitest';
import { createApp } from '../../../server/app.ts';
import { rolesView } from '../../../server/flows/views/roles-view.ts';
import { memoryInstance, type Person } from '../../support/memory-instance.ts';
import { plain } from '../web/support/html.ts';
import { BROWSER_ACCEPT } from '../web/support/memory-commons.ts';
import { adoptRole } from './support/seats.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };

test('§15 [R-15.38] a role that speaks in a circle is shown, and whether that circle asks it', async () => {
  const at = await memoryInstance(['Ana', 'Ben'], START);
  const [ana, ben] = at.people as unknown as [Person, Person];
  const [known] = await at.logged('circle');
  if (known === undefined) throw new TypeError('the template has a circle');
  const { subject } = known.content;
  const role = await adoptRole(at, { liaison: { circle: subject } });
  const shown = async (mayRead = true) => {
    const { roles } = await rolesView(at.instance.context, {
      kind: 'member',
      // A circle, which alone has an aim, may be hidden while the role is not.
      mayRead: (document) => mayRead || !('aim' in document),
    });
    return roles.find((one) => one.subject === role.subject)?.speaksIn;
  };
  const page = async () => {
    const answer = await createApp(at.instance, HOOKS).request('/roles', {
      headers: { accept: BROWSER_ACCEPT },
    });
    return plain(await answer.text());
  };
  expect(await shown()).toMatchObject({ circle: subject, asked: false });
  expect(await shown(false)).toBeNull();
  expect(await page()).toContain('its holder is not asked there');

  const { refs: _, author: __, salt: ___, ...fields } = known.content;
  const draft = await at.act(ana, 'circle', {
    ...fields,
    liaisons: [role.subject],
    supersedes: known.entry.id,
  });
  const decision = await at.act(ana, 'decision', {
    operations: [{ op: 'adopt', adopts: { type: 'circle', subject, id: draft.id } }],
    reason: { say: 'They speak here.' },
  });
  await at.act(ben, 'confirmation', { of: decision.id });
  expect(await shown()).toMatchObject({ asked: true });
  expect(await page()).toContain('its holder is asked besides its members');
});
