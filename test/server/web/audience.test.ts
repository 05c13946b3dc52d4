import { beforeAll, describe, expect, test } from 'vitest';
import { foundInMemory, type MemoryCommons } from './support/memory-commons.ts';

/**
 * A public document may name what is not public. Its id is no secret; its words are. Spec §2.
 */
let commons: MemoryCommons;
let adopted: string;
let given: string;
let kitchen: { readonly subject: string; readonly id: string };
beforeAll(async () => {
  commons = await foundInMemory();
  const safe = await commons.act('resource', {
    audience: 'members',
    kind: 'goods',
    name: { en: 'Gold in the cellar' },
    unit: 'bar',
    capacity: { model: 'stock', quantity: 12 },
    steward: '019a0000-0000-7000-8000-000000000000',
    askers: 'members',
  });
  ({ id: adopted } = await commons.act('decision', {
    operations: [{ op: 'adopt', adopts: { type: 'resource', ...safe } }],
    reason: { say: 'It was found.' },
  }));
  ({ id: given } = await commons.act('decision', {
    operations: [{ op: 'transfer', resource: safe, quantity: 1, to: { named: { say: 'The dentist' } } }],
    reason: { say: 'A tooth.' },
  }));
  kitchen = await commons.act('circle', {
    audience: 'members',
    kind: 'circle',
    name: { en: 'Quiet kitchen' },
    aim: { en: 'To cook unseen.' },
    members: [commons.founder.author],
    status: 'active',
  });
});

describe('[R-2.15] what is for members is not named to strangers', () => {
  test.each([
    ['the decision that adopts it', () => `/why/${hashOf(adopted)}`],
    ['the decision that gives of it', () => `/why/${hashOf(given)}`],
    ['the same as a document', () => `/documents/${hashOf(given)}`],
    ['the front page', () => '/'],
    ['resources', () => '/resources'],
    ['agreements', () => '/agreements'],
  ])('%s', async (_name, path) => {
    const { html, status } = await commons.page(path());
    expect(status).toBe(200);
    expect(html).not.toContain('Gold in the cellar');
    expect(await (await commons.get(path())).text()).not.toContain('Gold in the cellar');
  });

  test('members see it', async () => {
    for (const path of [`/why/${hashOf(adopted)}`, '/resources']) {
      expect(await (await commons.signed(path)).text()).toContain('Gold in the cellar');
    }
  });

  test('a stranger is told how much, though not of what', async () => {
    const { sentence } = await commons.json(`/why/${hashOf(given)}`);
    expect(sentence).toContain('decided to give 1 unit to “The dentist”');
  });

  test('a document for members is as if it were not there', async () => {
    expect((await commons.page(`/documents/${hashOf(kitchen.id)}`)).status).toBe(404);
    expect((await commons.page(`/documents/${'A'.repeat(43)}`)).status).toBe(404);
    expect(await (await commons.signed(`/documents/${hashOf(kitchen.id)}`)).text()).not.toBe('');
  });
});

function hashOf(id: string): string {
  return id.slice(id.indexOf(';') + 1);
}
