import { expect, test } from 'vitest';
import type { Subject } from '../../../protocol/ids.ts';
import { createForgetting } from '../../../server/flows/privacy/forget-erased.ts';
import { askNow, currentRecord } from '../../../server/flows/record/current.ts';
import { recordCacheOf } from '../../../server/flows/record/record-cache.ts';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import { foundOn, instanceOn, type Person } from '../../support/memory-instance.ts';

const NAME = 'On the illness of Cem';

/** Two processes on one database: each has its own memory, which goes with the object that it reaches the database by. */
test('§16 [R-16.18] what one process erases, the memory of another forgets', async () => {
  const store = createMemoryStore(() => Date.parse('2026-05-04T08:00:00.000Z'));
  const at = await foundOn(store, ['Ana'], 'simulated');
  const [ana] = at.people as unknown as [Person];
  const { context } = instanceOn({ ...store }, 'simulated');
  const text = { en: NAME };
  const draft = await at.act(ana, 'circle', {
    ...{ kind: 'working-group', name: text, aim: text, members: [ana.author], status: 'active' },
  });
  const held = () => JSON.stringify([...recordCacheOf(context.store).threads.entries]).includes(NAME);
  const read = async () => {
    const subject = draft.subject as Subject;
    await askNow(await currentRecord(context, at.commons), [subject], (view) => view.entries(subject));
  };
  const forget = createForgetting(context);
  await forget();
  await read();
  expect(held()).toBe(true);
  await at.act(ana, 'erasure', { of: draft.id, whole: true });
  expect(held()).toBe(true);
  await forget();
  expect(held()).toBe(false);
  await read(); // it is not read from anywhere again
  expect(held()).toBe(false);
});
