import type { EffectPattern } from '../../../../protocol/documents/effect-kind.ts';
import type { Effect } from '../../../../protocol/governance/effects.ts';
import { subjectOf } from '../../people.ts';

/** What of a domain says what it owns. */
export interface DomainScope {
  readonly name: string;
  /** Of an item; without it, its name tells. */
  readonly subject?: string;
  readonly scope: {
    readonly effects: readonly EffectPattern[];
    readonly resources?: readonly string[];
    readonly paths?: readonly string[];
  };
  readonly excludes?: { readonly resources?: readonly string[]; readonly paths?: readonly string[] };
}

export interface RegisterInput {
  /** Single domains in force, in the order of the register. */
  readonly domains: readonly DomainScope[];
  readonly sets?: readonly {
    readonly effects: readonly EffectPattern[];
    readonly items: readonly DomainScope[];
  }[];
  /** Names of domains that have ended. */
  readonly ended?: readonly string[];
  readonly effect: Effect;
}

export interface RegisterCase {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  /** Whether just one domain owns the effect. */
  readonly valid: boolean;
  readonly input: RegisterInput;
  readonly expected: {
    /** Names of the domains that match, with how exactly; the most specific first, equals in the order of the register. */
    readonly matches: readonly (readonly [name: string, specificity: readonly number[]])[];
  };
}

const FUND = subjectOf('fund');
const TOOLS = subjectOf('tools');
const pay: Effect = { kind: 'transfer', resource: FUND, amount: 60 };
const adopt: Effect = { kind: 'adopt:domain', amount: 0 };
const at = (path: string): Effect => ({ kind: 'change', path, amount: 0 });
const named = (
  name: string,
  effects: readonly EffectPattern[],
  more: Partial<DomainScope['scope']> = {},
  excludes?: DomainScope['excludes'],
): DomainScope => ({
  name,
  scope: { effects, ...more },
  ...(excludes === undefined ? {} : { excludes }),
});

export function registerVectors(): { readonly description: string; readonly cases: readonly RegisterCase[] } {
  return {
    description:
      'Who owns an effect (Spec §5.4, §5.5). `input.domains` are single domains in force, in the order of the register, each by its ' +
      '`name` and what it says of its scope; `input.sets` are sets in force, with the effects of their adoption and their items, whose subject ' +
      'is that of the single domain called `subject`, if it has one; `input.ended` are names of single domains that have ended. ' +
      '`expected.matches` are the domains that match `input.effect`, with path, resource and kind of how exactly; those that go before others ' +
      'first, equals in the order of the register. `valid`: the effect belongs to the first of them, and to no other.',
    cases: [...matching(), ...specificity(), ...owners(), ...sets()],
  };
}

function matching(): RegisterCase[] {
  const one = (
    id: string,
    what: string,
    domain: DomainScope,
    effect: Effect,
    specific: readonly number[] | null,
  ) =>
    found(
      'R-5.6',
      id,
      what,
      { domains: [domain], effect },
      specific === null ? [] : [[domain.name, specific]],
    );
  const src = { paths: ['src/'] };
  return [
    one('kind', 'the kind by its name', named('A', ['transfer']), pay, [-2, 0, 2]),
    one('kind-star', 'everything', named('A', ['*']), pay, [-2, 0, 0]),
    one('kind-adoptions', 'all adoptions', named('A', ['adopt:*']), adopt, [-2, 0, 1]),
    one('kind-other', 'another kind', named('A', ['agreement']), pay, null),
    one('kind-adoptions-other', 'all adoptions, and a transfer', named('A', ['adopt:*']), pay, null),
    one('resource', 'the resource', named('A', ['transfer'], { resources: [TOOLS, FUND] }), pay, [-2, 1, 2]),
    one('resource-other', 'another resource', named('A', ['transfer'], { resources: [TOOLS] }), pay, null),
    one(
      'resource-none',
      'resources, and an effect without one',
      named('A', ['agreement'], { resources: [FUND] }),
      { kind: 'agreement', amount: 0 },
      null,
    ),
    one(
      'resource-excluded',
      'an excluded resource',
      named('A', ['transfer'], {}, { resources: [FUND] }),
      pay,
      null,
    ),
    one(
      'resource-excluded-other',
      'another resource is excluded',
      named('A', ['transfer'], {}, { resources: [TOOLS] }),
      pay,
      [-2, 0, 2],
    ),
    one('path', 'a path', named('A', ['change'], src), at('src/a.c'), [1, 0, 2]),
    one('path-other', 'a path elsewhere', named('A', ['change'], src), at('doc/a.md'), null),
    one('path-none', 'paths, and an effect without one', named('A', ['*'], src), pay, null),
    one(
      'path-excluded',
      'an excluded path',
      named('A', ['change'], src, { paths: ['src/gen/'] }),
      at('src/gen/a.c'),
      null,
    ),
    one('path-unbounded', 'a path, and no patterns', named('A', ['change']), at('src/a.c'), [-2, 0, 2]),
    one(
      'path-unbounded-excluded',
      'no patterns, and an excluded path',
      named('A', ['change'], {}, { paths: ['src/gen/'] }),
      at('src/gen/a.c'),
      null,
    ),
    one(
      'path-unbounded-not-excluded',
      'no patterns, and another path is excluded',
      named('A', ['change'], {}, { paths: ['src/gen/'] }),
      at('src/a.c'),
      [-2, 0, 2],
    ),
  ];
}

function specificity(): RegisterCase[] {
  const order = (
    id: string,
    what: string,
    domains: readonly DomainScope[],
    effect: Effect,
    matches: RegisterCase['expected']['matches'],
  ) => found('R-5.7', id, what, { domains, effect }, matches);
  return [
    order(
      'path-deeper',
      'a deeper path goes before a shallower one',
      [named('A', ['change'], { paths: ['src/'] }), named('B', ['change'], { paths: ['src/net/'] })],
      at('src/net/a.c'),
      [
        ['B', [2, 0, 2]],
        ['A', [1, 0, 2]],
      ],
    ),
    order(
      'path-first',
      'any path goes before a kind by its name',
      [named('A', ['change']), named('B', ['*'], { paths: ['*/'] })],
      at('src/a.c'),
      [
        ['B', [-1, 0, 0]],
        ['A', [-2, 0, 2]],
      ],
    ),
    order(
      'resource-second',
      'a resource goes before a kind by its name',
      [named('A', ['transfer']), named('B', ['*'], { resources: [FUND] })],
      pay,
      [
        ['B', [-2, 1, 0]],
        ['A', [-2, 0, 2]],
      ],
    ),
    order(
      'kind-third',
      'a kind by its name goes before everything',
      [named('A', ['*']), named('B', ['transfer'])],
      pay,
      [
        ['B', [-2, 0, 2]],
        ['A', [-2, 0, 0]],
      ],
    ),
    order(
      'kind-prefix',
      'all adoptions go before everything',
      [named('A', ['*']), named('B', ['adopt:*'])],
      adopt,
      [
        ['B', [-2, 0, 1]],
        ['A', [-2, 0, 0]],
      ],
    ),
    order('kind-highest', 'the most exact of several patterns', [named('A', ['*', 'transfer'])], pay, [
      ['A', [-2, 0, 2]],
    ]),
    order(
      'path-highest',
      'the deepest of several paths',
      [named('A', ['change'], { paths: ['src/', 'src/net/', '*/'] })],
      at('src/net/a.c'),
      [['A', [2, 0, 2]]],
    ),
    order(
      'equal',
      'neither of two equals',
      [named('A', ['transfer']), named('B', ['transfer', 'agreement'])],
      pay,
      [
        ['A', [-2, 0, 2]],
        ['B', [-2, 0, 2]],
      ],
    ),
  ];
}

function owners(): RegisterCase[] {
  const owned = (
    id: string,
    what: string,
    domains: readonly DomainScope[],
    effect: Effect,
    matches: RegisterCase['expected']['matches'],
  ) => found('R-5.8', id, what, { domains, effect }, matches);
  const A = named('A', ['transfer']);
  return [
    owned('one', 'one domain', [A], pay, [['A', [-2, 0, 2]]]),
    owned('none', 'none', [A], adopt, []),
    owned('empty', 'no domain at all', [], pay, []),
    owned('two', 'two equals own nothing', [A, named('B', ['transfer'])], pay, [
      ['A', [-2, 0, 2]],
      ['B', [-2, 0, 2]],
    ]),
    owned(
      'two-below',
      'two equals behind a more specific one do no harm',
      [A, named('B', ['transfer']), named('C', ['transfer'], { resources: [FUND] })],
      pay,
      [
        ['C', [-2, 1, 2]],
        ['A', [-2, 0, 2]],
        ['B', [-2, 0, 2]],
      ],
    ),
  ];
}

function sets(): RegisterCase[] {
  const src = { ...named('src', ['change'], { paths: ['src/'] }) };
  const all = named('everything', ['*']);
  const set = (effects: readonly EffectPattern[], ...items: readonly DomainScope[]) => ({ effects, items });
  const replacing = { ...src, subject: 'own' };
  return [
    found(
      'R-5.13',
      'single-first',
      'single domains come before items',
      {
        domains: [named('A', ['change'], { paths: ['src/'] })],
        sets: [set(['change'], src)],
        effect: at('src/a.c'),
      },
      [
        ['A', [1, 0, 2]],
        ['src', [1, 0, 2]],
      ],
    ),
    found(
      'R-5.13',
      'sets-in-order',
      'sets in their order',
      {
        domains: [],
        sets: [set(['change'], src), set(['change'], named('also', ['change'], { paths: ['src/'] }))],
        effect: at('src/a.c'),
      },
      [
        ['src', [1, 0, 2]],
        ['also', [1, 0, 2]],
      ],
    ),
    found('R-5.13', 'single-alone', 'a single domain owns it', { domains: [all], effect: pay }, [
      ['everything', [-2, 0, 0]],
    ]),
    found(
      'R-5.9',
      'bound',
      'an item within the bound of its set',
      { domains: [], sets: [set(['change'], src)], effect: at('src/a.c') },
      [['src', [1, 0, 2]]],
    ),
    found(
      'R-5.9',
      'beyond-bound',
      'an item that claims everything owns nothing beyond the bound of its set',
      { domains: [], sets: [set(['change'], all)], effect: pay },
      [],
    ),
    found(
      'R-5.9',
      'bound-star',
      'a set that bounds nothing',
      { domains: [], sets: [set(['*'], all)], effect: pay },
      [['everything', [-2, 0, 0]]],
    ),
    found('R-5.14', 'item', 'an item', { domains: [], sets: [set(['change'], src)], effect: at('src/a.c') }, [
      ['src', [1, 0, 2]],
    ]),
    found(
      'R-5.14',
      'replaced',
      'a single domain takes the place of an item, whatever it owns',
      { domains: [named('own', ['transfer'])], sets: [set(['change'], replacing)], effect: at('src/a.c') },
      [],
    ),
    found(
      'R-5.14',
      'replaced-ended',
      'an item stays out when the single domain in its place has ended',
      { domains: [], ended: ['own'], sets: [set(['change'], replacing)], effect: at('src/a.c') },
      [],
    ),
    found(
      'R-5.14',
      'twice',
      'two sets with an item of one subject: two domains',
      {
        domains: [],
        sets: [set(['change'], replacing), set(['change'], { ...replacing, name: 'again' })],
        effect: at('src/a.c'),
      },
      [
        ['src', [1, 0, 2]],
        ['again', [1, 0, 2]],
      ],
    ),
  ];
}

function found(
  rule: string,
  id: string,
  what: string,
  input: RegisterInput,
  matches: RegisterCase['expected']['matches'],
): RegisterCase {
  const [first, second] = matches;
  const valid = first !== undefined && String(first[1]) !== String(second?.[1]);
  return { id, rule, what, valid, input, expected: { matches } };
}
