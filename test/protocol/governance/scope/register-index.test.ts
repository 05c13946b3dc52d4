import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { domain } from '../../../../protocol/documents/domain.ts';
import type { DomainBody } from '../../../../protocol/documents/domain-fields.ts';
import type { DomainItem } from '../../../../protocol/documents/set.ts';
import {
  createRegisterIndex,
  type RegisterIndex,
} from '../../../../protocol/governance/scope/register-index.ts';
import type { RegisteredSet, RegisterState } from '../../../../protocol/governance/state.ts';
import { documentIdSchema, hashTextSchema, type Subject } from '../../../../protocol/ids.ts';
import { saltOf, subjectOf } from '../../../support/people.ts';
import { payloadOf } from '../../../support/vectors/documents/payload-case.ts';
import { hashOf, idOf } from '../../../support/vectors/documents/samples.ts';
import {
  type DomainScope,
  type RegisterCase,
  type RegisterInput,
  registerVectors,
} from '../../../support/vectors/scope/register-cases.ts';

const file: { readonly cases: readonly RegisterCase[] } = JSON.parse(
  readFileSync(new URL('../../../../spec/vectors/05-register.json', import.meta.url), 'utf8'),
);

describe('§5.4 vectors', () => {
  test('the file is what its generator writes', () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(registerVectors())));
  });

  test.each(file.cases)('[$rule] $id: $what', ({ input, expected, valid }) => {
    const register = registerOf(input);
    const matches = register.matches(input.effect);
    expect(matches.map(({ domain, specificity }) => [domain.body.title.en, specificity])).toEqual(
      expected.matches,
    );
    const owner = register.owner(input.effect);
    expect(owner.kind === 'one').toBe(valid);
    if (owner.kind === 'one') expect(owner.domain.body.title.en).toBe(expected.matches[0]?.[0]);
    if (owner.kind === 'none') expect(expected.matches).toEqual([]);
    if (owner.kind === 'several') expect(owner.domains.length).toBeGreaterThan(1);
  });
});

const BODY = domain.schema.parse(payloadOf('domain'));
const transfers = { kind: 'transfer', amount: 1 } as const;

describe('§5.5 [R-5.9] a register asks only for the pages that a question needs', () => {
  const set = {
    effects: ['change'],
    items: [{ name: 'src', scope: { effects: ['change'], paths: ['src/'] } }],
  } as const;

  test('not for those of a set that cannot own the effect', () => {
    const asked: string[] = [];
    const register = registerOf({ domains: [], sets: [set], effect: transfers }, asked);
    expect(register.owner(transfers)).toEqual({ kind: 'none' });
    expect(asked).toEqual([]);
  });

  test('and for those of a set that can', () => {
    const asked: string[] = [];
    const effect = { kind: 'change', path: 'src/a.c', amount: 0 } as const;
    expect(registerOf({ domains: [], sets: [set], effect }, asked).owner(effect).kind).toBe('one');
    expect(asked).toHaveLength(1);
  });
});

describe('§5.8 [R-5.32] a register with too many patterns', () => {
  const crowd = (count: number): RegisterInput => ({
    domains: [
      ...Array.from({ length: count }, (_, index) => ({
        name: `crowd ${index}`,
        scope: {
          effects: ['change'] as const,
          paths: Array.from({ length: 400 }, (_, path) => `d${index}/${path}`),
        },
      })),
      { name: 'everything', scope: { effects: ['*'] } },
    ],
    effect: { kind: 'change', path: 'd0/0', amount: 0 },
  });

  test('has owners up to the limit', () => {
    const register = registerOf(crowd(250));
    expect(register.owner({ kind: 'change', path: 'd0/0', amount: 0 }).kind).toBe('one');
  });

  test('beyond it MUST NOT have an owner of any path, and still has owners of everything else', () => {
    const register = registerOf(crowd(251));
    expect(register.owner({ kind: 'change', path: 'd0/0', amount: 0 }).kind).toBe('none');
    expect(register.owner({ kind: 'change', path: 'elsewhere', amount: 0 }).kind).toBe('none');
    expect(register.owner(transfers).kind).toBe('one');
  });
});

test('§5.5 [R-5.14] a domain is found by its subject, single or item', () => {
  const item = { name: 'src', scope: { effects: ['change'] } } as const;
  const register = registerOf({
    domains: [{ name: 'A', scope: { effects: ['transfer'] } }],
    sets: [{ effects: ['change'], items: [item] }],
    effect: transfers,
  });
  expect(register.bySubject(subjectOf('A'))?.source.kind).toBe('document');
  expect(register.bySubject(subjectOf('src'))?.source.kind).toBe('set');
  expect(register.bySubject(subjectOf('nobody'))).toBeNull();
  expect(register.all().map(({ subject }) => subject)).toEqual([subjectOf('A'), subjectOf('src')]);
});

/** A register in force as a case describes it. */
function registerOf({ domains, sets = [], ended = [] }: RegisterInput, asked: string[] = []): RegisterIndex {
  const bodies = new Map(domains.map((one) => [idOf(one.name), bodyOf(one)]));
  const registered = sets.map(
    (set, index): RegisteredSet => ({
      ...{
        type: 'set',
        of: 'domain',
        subject: subjectOf(`set ${index}`),
        root: hashTextSchema.parse(hashOf('set')),
      },
      ...{ count: set.items.length, effects: [...set.effects], n: 1 },
    }),
  );
  const state: RegisterState = {
    kind: 'register',
    domains: domains.map(({ name }) => ({
      subject: subjectOf(name),
      id: documentIdSchema.parse(idOf(name)),
    })),
    sets: registered,
    ended: ended.map(subjectOf),
  };
  return createRegisterIndex(state, {
    domain: (id) => bodies.get(id) ?? null,
    items: (set) => {
      asked.push(set.subject);
      return (sets[registered.indexOf(set)]?.items ?? []).map(itemOf);
    },
  });
}

function itemOf(scope: DomainScope): DomainItem {
  return { ...bodyOf(scope), subject: subjectNamed(scope), salt: saltOf(scope.name) };
}

function subjectNamed({ name, subject = name }: DomainScope): Subject {
  return subjectOf(subject);
}

function bodyOf({ name, scope, excludes }: DomainScope): DomainBody {
  const content = {
    ...payloadOf('domain'),
    title: { en: name },
    scope,
    ...(excludes === undefined ? {} : { excludes }),
  };
  const parsed = domain.schema.parse(content);
  const { title, scope: read, excludes: left } = parsed;
  return { ...BODY, title, scope: read, ...(left === undefined ? {} : { excludes: left }) };
}
