import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { domainFields } from '../../../protocol/documents/domain-fields.ts';
import { foundInMemory, type MemoryCommons } from './support/memory-commons.ts';

/**
 * A public document may name what is not public. Its id is no secret; its words are. Spec §2.
 */
let commons: MemoryCommons;
let adopted: string;
let given: string;
let vault: { readonly subject: string; readonly adopted: string; readonly decided: string };
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
  const register = (await commons.json('/register')) as unknown as {
    readonly domains: readonly { readonly subject: string }[];
  };
  const [first] = register.domains;
  const { body } = (await commons.json(`/domains/${first?.subject}`)) as unknown as { body: JsonObject };
  const fields = Object.fromEntries(
    Object.entries(body).filter(([name]) => Object.hasOwn(domainFields, name)),
  );
  const drafted = await commons.act('domain', {
    ...fields,
    audience: 'members',
    title: { en: 'The hidden vault' },
    scope: { effects: ['change'], paths: ['vault/'] },
  });
  const { id: adoptedVault } = await commons.act('decision', {
    operations: [{ op: 'adopt', adopts: { type: 'domain', ...drafted } }],
    reason: { say: 'It needs a keeper.' },
  });
  const talk = await commons.act('domain', {
    ...fields,
    disclosure: 'members',
    title: { en: 'Talk in the yard' },
    scope: { effects: ['change'], paths: ['talk/'] },
  });
  await commons.act('decision', {
    operations: [{ op: 'adopt', adopts: { type: 'domain', ...talk } }],
    reason: { say: 'People speak freely there.' },
  });
  const { id: decided } = await commons.act('decision', {
    operations: [{ op: 'change', paths: ['vault/door'], content: 'A'.repeat(43), title: 'A door' }],
    reason: { say: 'It squeaks.' },
  });
  vault = { subject: drafted.subject, adopted: adoptedVault, decided };
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

  test.each([
    ['the register', () => '/register'],
    ['a search in it', () => '/register?q=vault'],
    ['what is wrong with it', () => '/register/lint'],
    ['a path', () => '/register/path?path=vault/door'],
    ['the decision that adopts it', () => `/why/${hashOf(vault.adopted)}`],
    ['a decision in it', () => `/why/${hashOf(vault.decided)}`],
    ['the same as a document', () => `/documents/${hashOf(vault.decided)}`],
    ['the front page', () => '/'],
  ])('%s does not name a domain that is for members, and members see it', async (name, path) => {
    for (const text of [(await commons.page(path())).html, await (await commons.get(path())).text()]) {
      expect(text).not.toContain('The hidden vault');
    }
    const isListed = !['the front page', 'what is wrong with it', 'the same as a document'].includes(name);
    if (isListed) expect(await (await commons.signed(path())).text()).toContain('The hidden vault');
  });

  test('strangers are told how many domains are not for them', async () => {
    const open = await commons.json('/register');
    expect(open).toMatchObject({ total: 5, withheld: 1 });
    expect(await (await commons.signed('/register')).json()).toMatchObject({ total: 6, withheld: 0 });
    expect(await commons.json('/register/path?path=vault/door')).toMatchObject({ withheld: 1 });
    expect((await commons.get(`/domains/${vault.subject}`)).status).toBe(404);
    expect((await commons.signed(`/domains/${vault.subject}`)).status).toBe(200);
    expect((await commons.page('/register/path?path=vault/door')).html).not.toContain('This domain decides');
  });

  test('a domain whose disclosure is for members is itself public: it says who decides', async () => {
    const { domains } = (await commons.json('/register?q=talk')) as unknown as {
      readonly domains: readonly { readonly subject: string }[];
    };
    expect(domains).toHaveLength(1);
    const { body } = await commons.json(`/domains/${domains[0]?.subject}`);
    expect(body).toMatchObject({ title: { en: 'Talk in the yard' }, disclosure: 'members' });
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
