import type { ConstraintRule } from '../../../../protocol/documents/constraint.ts';
import type { Operation } from '../../../../protocol/documents/operation.ts';
import type { Ref, Subject } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { mandateFields } from '../../example-things.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import { openTable } from '../../rules/table.ts';
import { confirmationOf, refTo, say, stock, transfer, type Wishes, type World } from '../../rules/world.ts';
import { botDecides, letBotIn } from './bot.ts';
import type { Scenario } from './scenario.ts';

interface More {
  readonly hard?: boolean;
  readonly circle?: Subject;
  readonly label?: string;
  readonly supersedes?: Ref;
}

/** A constraint, drafted and adopted by Ana: two entries. */
export async function bind(world: World, rule: ConstraintRule, more: More = {}): Promise<Ref> {
  const { label = 'C', hard = true, circle, supersedes } = more;
  const drafted = await world.draft('constraint', {
    subject: supersedes?.subject ?? world.own(label),
    title: { en: 'What we hold dear' },
    value: { en: 'We stay who we are.' },
    hard,
    rule,
    ...(supersedes === undefined ? {} : { supersedes: supersedes.id }),
  });
  const adopts = { type: 'constraint' as const, ...drafted, ...(circle === undefined ? {} : { circle }) };
  await world.structureDecides(`adopt ${drafted.id}`, [{ op: 'adopt', adopts }]);
  return drafted;
}

const GIVING: { effects: ('transfer' | 'agreement')[] } = { effects: ['transfer', 'agreement'] };
const BOUND = 'counted counted';

type Play = (world: World) => Promise<unknown>;

/** A constraint is adopted, then something happens. */
const under =
  (
    rule: ConstraintRule | ((world: World) => ConstraintRule),
    then: Play,
    more: More | ((world: World) => More) = {},
  ): Play =>
  async (world) => {
    await bind(
      world,
      typeof rule === 'function' ? rule(world) : rule,
      typeof more === 'function' ? more(world) : more,
    );
    await then(world);
  };
const everybody = (world: World): More => ({ circle: world.things.circle.subject });

const give =
  (...amounts: readonly number[]): Play =>
  (world) =>
    world.decide(
      'd',
      amounts.map((amount) => transfer(world.things.X, amount)),
    );

/** To a participant of our own, each an amount from X. */
function giveTo(...shares: readonly (readonly ['ana' | 'ben' | 'cem' | 'dia', number])[]): Play {
  return (world) =>
    world.decide(
      'd',
      shares.map(
        ([who, quantity]): Operation => ({
          op: 'transfer',
          resource: world.things.X,
          quantity,
          to: { party: world.people[who].author },
        }),
      ),
    );
}

/** Ana, or whoever is named, proposes to give 60; one entry. */
function propose(world: World, by = world.people.ana): Promise<LoggedEntry> {
  return world.log.append('proposal', by, {
    subject: world.own('P'),
    domain: world.things.spending,
    driver: say('It is broken.'),
    binding: { operations: sixty(world) },
    explanation: [],
    alternatives: [],
  });
}
const SIXTY = new WeakMap<World, Operation[]>();
/** The same text names the recipient wherever the same is decided. */
function sixty(world: World): Operation[] {
  const known = SIXTY.get(world) ?? [transfer(world.things.X, 60)];
  SIXTY.set(world, known);
  return known;
}
function decideProposed(world: World, proposal: LoggedEntry, more: Parameters<World['decide']>[2] = {}) {
  return world.decide('d', sixty(world), { proposal: refTo(proposal), ...more });
}

const ASKED: readonly Scenario[] = [
  {
    id: 'about-another-effect',
    rule: 'R-12.4',
    what: 'a constraint on agreements, and a transfer',
    words: `${BOUND} counted`,
    play: under({ kind: 'forbidEffect', effects: ['agreement'] }, give(60)),
  },
  {
    id: 'about-another-resource',
    rule: 'R-12.4',
    what: 'a constraint on what leaves Z, and a transfer from X',
    words: `${BOUND} counted`,
    play: under(
      ({ things }) => ({ kind: 'forbidEffect', effects: ['*'], resource: things.Z.subject }),
      give(60),
    ),
  },
  {
    id: 'about-one-of-two',
    rule: 'R-12.4',
    what: 'one of two effects is enough',
    words: `${BOUND} constraint-violated`,
    play: under(
      ({ things }) => ({ kind: 'forbidEffect', effects: ['*'], resource: things.Z.subject }),
      ({ decide, things }) => decide('d', [transfer(things.X, 60), transfer(things.Z, 1)]),
    ),
  },
  {
    id: 'about-no-yes',
    rule: 'R-12.4',
    what: 'whoever says no gives nothing',
    words: `${BOUND} counted`,
    play: under({ kind: 'forbidEffect', effects: ['transfer'] }, ({ decide, things }) =>
      decide('d', [transfer(things.X, 60)], { result: 'not-adopted' }),
    ),
  },
  {
    id: 'asked-in-order',
    rule: 'R-12.4',
    what: 'two constraints, of which the second is violated',
    words: `${BOUND} ${BOUND} constraint-violated`,
    play: async (world) => {
      await bind(world, { kind: 'maxAmount', most: 100 });
      await bind(world, { kind: 'maxAmount', most: 50 }, { label: 'C2' });
      await give(60)(world);
    },
  },
];

const CHANGED_AT = '2026-01-10T12:00:00Z';
const COOLED = '2026-01-13T12:00:00Z';

/** A constraint of 50 gives way to one of 100, or to none; then 60 are given at a moment. */
function loosened(at: string, way: 'replaced' | 'ended'): Play {
  return async (world) => {
    world.log.setClock(CHANGED_AT);
    const thing = await bind(world, { kind: 'maxAmount', most: 50 });
    if (way === 'replaced') await bind(world, { kind: 'maxAmount', most: 100 }, { supersedes: thing });
    else await world.structureDecides('end it', [{ op: 'end', type: 'constraint', thing }]);
    world.log.setClock(at);
    await give(60)(world);
  };
}

const COOLING: readonly Scenario[] = [
  {
    id: 'loosened-and-relied-on',
    rule: 'R-12.3',
    what: 'a constraint is loosened, and relied on a millisecond before 72 hours are over',
    words: `${BOUND} ${BOUND} constraint-violated`,
    play: loosened('2026-01-13T11:59:59.999Z', 'replaced'),
  },
  {
    id: 'loosened-and-cooled',
    rule: 'R-12.3',
    what: '72 hours later',
    words: `${BOUND} ${BOUND} counted`,
    play: loosened(COOLED, 'replaced'),
  },
  {
    id: 'ended-and-relied-on',
    rule: 'R-12.3',
    what: 'a constraint is ended, and relied on at once',
    words: `${BOUND} counted constraint-violated`,
    play: loosened(CHANGED_AT, 'ended'),
  },
  {
    id: 'ended-and-cooled',
    rule: 'R-12.3',
    what: 'a constraint that was ended 72 hours ago',
    words: `${BOUND} counted counted`,
    play: loosened(COOLED, 'ended'),
  },
  {
    id: 'tightened',
    rule: 'R-12.3',
    what: 'a narrower version holds from its adoption on',
    words: `${BOUND} ${BOUND} constraint-violated`,
    play: async (world) => {
      const thing = await bind(world, { kind: 'maxAmount', most: 100 });
      await bind(world, { kind: 'maxAmount', most: 50 }, { supersedes: thing });
      await give(60)(world);
    },
  },
  {
    id: 'ended-in-the-same-decision',
    rule: 'R-12.3',
    what: 'the same decision ends a constraint on changes, and needs its end',
    words: `${BOUND} constraint-violated`,
    play: async (world) => {
      const thing = await bind(world, {
        kind: 'requireReviewWithin',
        effects: ['adopt:*'],
        seconds: DAY_SECONDS,
      });
      await world.structureDecides('end it', [{ op: 'end', type: 'constraint', thing }]);
    },
  },
];

const AMOUNTS: readonly Scenario[] = [
  {
    id: 'amount',
    rule: 'R-12.10',
    what: 'just as much as is allowed, in two operations',
    words: `${BOUND} counted`,
    play: under({ kind: 'maxAmount', most: 100 }, give(60, 40)),
  },
  {
    id: 'amount-exceeded',
    rule: 'R-12.10',
    what: 'one more',
    words: `${BOUND} constraint-violated`,
    play: under({ kind: 'maxAmount', most: 100 }, give(60, 41)),
  },
  {
    id: 'ratio',
    rule: 'R-12.11',
    what: 'just three times as much as the smallest',
    words: `${BOUND} counted`,
    play: under(
      { kind: 'maxRatio', most: { num: 3, den: 1 } },
      giveTo(['ana', 20], ['cem', 60], ['dia', 25]),
    ),
  },
  {
    id: 'ratio-exceeded',
    rule: 'R-12.11',
    what: 'one more',
    words: `${BOUND} constraint-violated`,
    play: under({ kind: 'maxRatio', most: { num: 3, den: 1 } }, giveTo(['ana', 20], ['cem', 61])),
  },
  {
    id: 'ratio-summed',
    rule: 'R-12.11',
    what: 'what one recipient gets in two operations is added up',
    words: `${BOUND} constraint-violated`,
    play: under({ kind: 'maxRatio', most: { num: 3, den: 1 } }, giveTo(['ana', 20], ['cem', 60], ['cem', 1])),
  },
  {
    id: 'ratio-alone',
    rule: 'R-12.11',
    what: 'one recipient is compared with nobody',
    words: `${BOUND} counted`,
    play: under({ kind: 'maxRatio', most: { num: 1, den: 1 } }, giveTo(['ana', 60])),
  },
  {
    id: 'ratio-by-resource',
    rule: 'R-12.11',
    what: 'amounts of two resources are not compared',
    words: `${BOUND} counted`,
    play: under({ kind: 'maxRatio', most: { num: 1, den: 1 } }, ({ decide, things }) =>
      decide('d', [transfer(things.X, 60), transfer(things.Z, 1)]),
    ),
  },
  {
    id: 'ratio-other-resource',
    rule: 'R-12.11',
    what: 'a ratio on what leaves Z, and unequal shares of X',
    words: `${BOUND} counted`,
    play: under(
      ({ things }) => ({ kind: 'maxRatio', resource: things.Z.subject, most: { num: 1, den: 1 } }),
      giveTo(['ana', 20], ['cem', 60]),
    ),
  },
];

/** X has 1000. */
const onX =
  (
    rule:
      | { kind: 'maxShare'; most: { num: number; den: number } }
      | { kind: 'minReserve'; least: number }
      | { kind: 'maxExposure'; most: number },
  ) =>
  ({ things }: World): ConstraintRule => ({ ...rule, resource: things.X.subject });
const TENTH = { kind: 'maxShare', most: { num: 1, den: 10 } } as const;
const RESERVE = { kind: 'minReserve', least: 800 } as const;
const EXPOSED = { kind: 'maxExposure', most: 250 } as const;

/** We promise so much of X in a negotiation: terms heard, decided, accepted; three entries. */
async function promise(world: World, money: number, label = 'N') {
  const table = await openTable(world, 1, label);
  const offer = table.fields({}, money);
  const said = await table.hear(table.b.terms(offer));
  const decision = await table.agree(offer, said);
  return { table, said, decision, accepted: await table.accept(said, decision) };
}
const PROMISED = 'counted counted';

const ACCOUNTS: readonly Scenario[] = [
  {
    id: 'share',
    rule: 'R-12.15',
    what: 'a tenth of the capacity in one decision, and a tenth in the next',
    words: `${BOUND} counted counted`,
    play: under(onX(TENTH), async (world) => {
      await world.decide('before', [transfer(world.things.X, 100)]);
      await give(100)(world);
    }),
  },
  {
    id: 'share-exceeded',
    rule: 'R-12.15',
    what: 'one more, in two operations',
    words: `${BOUND} constraint-violated`,
    play: under(onX(TENTH), give(100, 1)),
  },
  {
    id: 'share-of-new-capacity',
    rule: 'R-12.15',
    what: 'a version with more capacity is adopted first',
    words: `${BOUND} counted counted counted`,
    play: under(onX(TENTH), async (world) => {
      const { X, spending } = world.things;
      const { ref } = await world.adopt('more', 'resource', {
        ...stock(X.subject, spending.subject, 'Fund', 2000),
        supersedes: X.id,
      });
      await world.decide('d', [transfer(ref, 200)]);
    }),
  },
  {
    id: 'reserve',
    rule: 'R-12.16',
    what: 'just the reserve is left',
    words: `${BOUND} counted`,
    play: under(onX(RESERVE), give(200)),
  },
  {
    id: 'reserve-touched',
    rule: 'R-12.16',
    what: 'one less is left',
    words: `${BOUND} counted constraint-violated`,
    play: under(onX(RESERVE), async (world) => {
      await world.decide('before', [transfer(world.things.X, 150)]);
      await give(51)(world);
    }),
  },
  {
    id: 'reserve-with-holds',
    rule: 'R-12.16',
    what: 'what is held is not free',
    words: `${BOUND} counted ${PROMISED} constraint-violated`,
    play: under(onX(RESERVE), async (world) => {
      await promise(world, 150);
      await give(51)(world);
    }),
  },
  {
    id: 'reserve-of-less-capacity',
    rule: 'R-12.16',
    what: 'a version with so little capacity that the reserve is gone',
    words: `${BOUND} counted constraint-violated`,
    play: under(onX(RESERVE), async (world) => {
      const { X, spending } = world.things;
      await world.adopt('less', 'resource', {
        ...stock(X.subject, spending.subject, 'Fund', 799),
        supersedes: X.id,
      });
    }),
  },
  {
    id: 'reserve-refilled',
    rule: 'R-12.16',
    what: 'below the reserve, a version with more capacity leaves more than before',
    wishes: { stocks: { X: 100 } },
    words: `${BOUND} counted counted`,
    play: under(onX(RESERVE), async (world) => {
      const { X, spending } = world.things;
      await world.adopt('more', 'resource', {
        ...stock(X.subject, spending.subject, 'Fund', 200),
        supersedes: X.id,
      });
    }),
  },
  {
    id: 'exposure',
    rule: 'R-12.17',
    what: 'two negotiations hold just as much as may be held',
    words: `${BOUND} counted ${PROMISED} counted ${PROMISED}`,
    play: under(onX(EXPOSED), async (world) => {
      await promise(world, 200);
      await promise(world, 50, 'N2');
    }),
  },
  {
    id: 'exposure-exceeded',
    rule: 'R-12.17',
    what: 'one more: asked where the second is held',
    words: `${BOUND} counted ${PROMISED} counted counted constraint-violated`,
    play: under(onX(EXPOSED), async (world) => {
      await promise(world, 200);
      await promise(world, 51, 'N2');
    }),
  },
  {
    id: 'exposure-given-at-once',
    rule: 'R-12.17',
    what: 'what is given at once is not held',
    words: `${BOUND} counted`,
    play: under(onX(EXPOSED), give(600)),
  },
];

const HOLDS: readonly Scenario[] = [
  {
    id: 'held-share',
    rule: 'R-12.5',
    what: 'a tenth of X is promised, and held',
    words: `${BOUND} counted ${PROMISED}`,
    play: under(onX(TENTH), (world) => promise(world, 100)),
  },
  {
    id: 'held-share-exceeded',
    rule: 'R-12.5',
    what: 'one more: the decision counts, and its acceptance does not',
    words: `${BOUND} counted counted constraint-violated`,
    play: under(onX(TENTH), (world) => promise(world, 101)),
  },
  {
    id: 'held-reserve',
    rule: 'R-12.5',
    what: 'a hold that takes from the reserve',
    words: `${BOUND} counted counted constraint-violated`,
    play: under(onX(RESERVE), (world) => promise(world, 201)),
  },
  {
    id: 'held-adopted-later',
    rule: 'R-12.5',
    what: 'a constraint that was adopted after the decision is not asked where it is held',
    words: `counted counted ${BOUND} counted`,
    play: async (world) => {
      const table = await openTable(world);
      const offer = table.fields({}, 201);
      const said = await table.hear(table.b.terms(offer));
      const decision = await table.agree(offer, said);
      await bind(world, onX(RESERVE)(world));
      await table.accept(said, decision);
    },
  },
];

const SOON = { kind: 'requireReviewWithin', ...GIVING, seconds: 30 * DAY_SECONDS } as const;
const COOL = { kind: 'coolingAtLeast', ...GIVING, seconds: 2 * DAY_SECONDS } as const;
const APART = { kind: 'separateDuties', ...GIVING } as const;

const WAYS: readonly Scenario[] = [
  {
    id: 'rung-too-low',
    rule: 'R-12.20',
    what: 'a role decides alone where people have to be asked',
    words: `${BOUND} constraint-violated`,
    play: under({ kind: 'requireRung', ...GIVING, least: 'consultation' }, give(60), everybody),
  },
  {
    id: 'human',
    rule: 'R-12.21',
    what: 'a human decides where a human has to',
    words: `${BOUND} counted`,
    play: under({ kind: 'requireHuman', ...GIVING }, give(60)),
  },
  {
    id: 'agent',
    rule: 'R-12.21',
    what: 'an agent decides where a human has to',
    words: `counted counted counted counted ${BOUND} constraint-violated`,
    play: async (world) => {
      const bot = await letBotIn(world);
      await bind(world, { kind: 'requireHuman', ...GIVING });
      await botDecides(world, bot, [transfer(world.things.X, 60)]);
    },
  },
  {
    id: 'consulted-nobody',
    rule: 'R-12.22',
    what: 'a role decides alone where the auditor has to be asked',
    words: `${BOUND} constraint-violated`,
    play: under(
      ({ things }) => ({ kind: 'requireConsulted', ...GIVING, who: [things.auditor.subject] }),
      give(60),
      everybody,
    ),
  },
  {
    id: 'consulted-oneself',
    rule: 'R-12.22',
    what: 'the role that has to be asked decides itself',
    words: `${BOUND} counted`,
    play: under(
      ({ things }) => ({ kind: 'requireConsulted', ...GIVING, who: [things.treasurer.subject] }),
      give(60),
      everybody,
    ),
  },
  {
    id: 'review-soon',
    rule: 'R-12.23',
    what: 'it is looked at again just in time',
    words: `${BOUND} counted`,
    play: under(SOON, ({ decide, things }) =>
      decide('d', [transfer(things.X, 60)], { reviewAt: '2026-02-09T12:00:00Z' }),
    ),
  },
  {
    id: 'review-late',
    rule: 'R-12.23',
    what: 'a second later',
    words: `${BOUND} constraint-violated`,
    play: under(SOON, ({ decide, things }) =>
      decide('d', [transfer(things.X, 60)], { reviewAt: '2026-02-09T12:00:01Z' }),
    ),
  },
  {
    id: 'duties-apart',
    rule: 'R-12.24',
    what: 'Ana puts it forward and Ben decides it',
    words: `${BOUND} counted counted`,
    play: under(APART, async (world) => decideProposed(world, await propose(world)), everybody),
  },
  {
    id: 'duties-in-one-hand',
    rule: 'R-12.24',
    what: 'Ben decides what he put forward',
    words: `${BOUND} counted constraint-violated`,
    play: under(
      APART,
      async (world) => decideProposed(world, await propose(world, world.people.ben)),
      everybody,
    ),
  },
  {
    id: 'duties-without-proposal',
    rule: 'R-12.24',
    what: 'nobody put it forward',
    words: `${BOUND} constraint-violated`,
    play: under(APART, give(60), everybody),
  },
  {
    id: 'duties-to-oneself',
    rule: 'R-12.24',
    what: 'Ben decides to give something to himself, put forward by Ana',
    words: `${BOUND} counted constraint-violated`,
    play: under(
      APART,
      async (world) => {
        const operations: Operation[] = [
          {
            op: 'transfer',
            resource: world.things.X,
            quantity: 1,
            to: { party: world.people.ben.author },
          },
        ];
        const proposal = await world.log.append('proposal', world.people.ana, {
          subject: world.own('P'),
          domain: world.things.spending,
          driver: say('He needs it.'),
          binding: { operations },
          explanation: [],
          alternatives: [],
        });
        await world.decide('d', operations, { proposal: refTo(proposal) });
      },
      everybody,
    ),
  },
  {
    id: 'duties-own-mandate',
    rule: 'R-12.24',
    what: 'Ana gives herself a mandate, put forward by Ben',
    words: `${BOUND} counted counted constraint-violated`,
    play: under(
      { kind: 'separateDuties', effects: ['adopt:mandate'] },
      async (world) => {
        const { things, people } = world;
        const mandate = await world.draft('mandate', {
          ...mandateFields(
            world.own('M ana 2'),
            things.treasurer,
            people.ana.author,
            '2026-02-01T00:00:00Z',
            '2026-03-01T00:00:00Z',
          ),
        });
        const operations: Operation[] = [
          { op: 'adopt', adopts: { type: 'mandate', ...mandate, role: things.treasurer.subject } },
        ];
        const proposal = await world.log.append('proposal', people.ben, {
          subject: world.own('P'),
          domain: things.structure,
          driver: say('She should.'),
          binding: { operations },
          explanation: [],
          alternatives: [],
        });
        await world.structureDecides('d', operations, { proposal: refTo(proposal) });
      },
      everybody,
    ),
  },
  {
    id: 'cooled',
    rule: 'R-12.26',
    what: 'it has been on the table for two days',
    words: `${BOUND} counted counted`,
    play: under(COOL, cooledUntil('2026-01-12T12:00:00Z')),
  },
  {
    id: 'cooled-too-short',
    rule: 'R-12.26',
    what: 'a millisecond less',
    words: `${BOUND} counted constraint-violated`,
    play: under(COOL, cooledUntil('2026-01-12T11:59:59.999Z')),
  },
  {
    id: 'cooled-not-at-all',
    rule: 'R-12.26',
    what: 'a decision that nobody put forward before',
    words: `${BOUND} constraint-violated`,
    play: under(COOL, give(60)),
  },
  {
    id: 'cooled-explanation',
    rule: 'R-12.26',
    what: 'a version that explains more goes on cooling',
    words: `${BOUND} counted counted counted`,
    play: under(COOL, async (world) => {
      const proposal = await propose(world);
      world.log.setClock('2026-01-12T00:00:00Z');
      const explained = await again(world, proposal, sixty(world));
      world.log.setClock('2026-01-12T12:00:00Z');
      await decideProposed(world, explained);
    }),
  },
  {
    id: 'cooled-anew',
    rule: 'R-12.26',
    what: 'a version with another binding part begins anew, also where it goes back to an earlier one',
    words: `${BOUND} counted counted counted constraint-violated`,
    play: under(COOL, async (world) => {
      const proposal = await propose(world);
      const other = await again(world, proposal, [transfer(world.things.X, 70)]);
      world.log.setClock('2026-01-12T00:00:00Z');
      const back = await again(world, other, sixty(world));
      world.log.setClock('2026-01-12T12:00:00Z');
      await decideProposed(world, back);
    }),
  },
  {
    id: 'forbidden',
    rule: 'R-12.27',
    what: 'a transfer where transfers are forbidden',
    words: `${BOUND} constraint-violated`,
    play: under({ kind: 'forbidEffect', effects: ['transfer'] }, give(1)),
  },
  {
    id: 'not-forbidden',
    rule: 'R-12.27',
    what: 'a change where transfers are forbidden',
    words: `${BOUND} counted`,
    play: under({ kind: 'forbidEffect', effects: ['transfer'] }, ({ structureDecides, things }) =>
      structureDecides('d', [
        { op: 'end', type: 'mandate', thing: things.mandates.cem, role: things.treasurer.subject },
      ]),
    ),
  },
];

function cooledUntil(at: string): Play {
  return async (world) => {
    const proposal = await propose(world);
    world.log.setClock(at);
    await decideProposed(world, proposal);
  };
}

function again(world: World, before: LoggedEntry, operations: Operation[]): Promise<LoggedEntry> {
  return world.log.append('proposal', world.people.ana, {
    subject: world.own('P'),
    supersedes: before.entry.id,
    domain: world.things.spending,
    driver: say('It is still broken.'),
    binding: { operations },
    explanation: [],
    alternatives: [],
  });
}

/** Of 4 decisions and more in a day, at most half by one person. */
const HALF: ConstraintRule = {
  kind: 'concentrationCap',
  effects: ['transfer'],
  most: { num: 1, den: 2 },
  seconds: DAY_SECONDS,
  least: 4,
};

/** Who decides about 1, one after the other, each at its time. */
function turns(...deciders: readonly (readonly ['ben' | 'cem', at?: string])[]): Play {
  return async (world) => {
    for (const [index, [who, at]] of deciders.entries()) {
      if (at !== undefined) world.log.setClock(at);
      const mandate = world.things.mandates[who];
      await world.decide(`d${index}`, [transfer(world.things.X, 1)], { by: world.people[who], mandate });
    }
  };
}

const TWO_SIGNERS: Wishes = {
  spending: { parameters: { delegation: { signers: 2, proposerMayDecide: true } } },
};

const CONCENTRATION: readonly Scenario[] = [
  {
    id: 'concentration-few',
    rule: 'R-12.25',
    what: 'three by one person, before there are four',
    words: `${BOUND} counted counted counted`,
    play: under(HALF, turns(['ben'], ['ben'], ['ben']), everybody),
  },
  {
    id: 'concentration-half',
    rule: 'R-12.25',
    what: 'just half of four',
    words: `${BOUND} counted counted counted counted`,
    play: under(HALF, turns(['ben'], ['cem'], ['cem'], ['ben']), everybody),
  },
  {
    id: 'concentration-more',
    rule: 'R-12.25',
    what: 'three of four',
    words: `${BOUND} counted counted counted constraint-violated`,
    play: under(HALF, turns(['ben'], ['ben'], ['cem'], ['ben']), everybody),
  },
  {
    id: 'concentration-others-go-on',
    rule: 'R-12.25',
    what: 'what did not count is not counted, and somebody else goes on',
    words: `${BOUND} counted counted counted constraint-violated counted`,
    play: under(HALF, turns(['ben'], ['ben'], ['ben'], ['ben'], ['cem']), everybody),
  },
  {
    id: 'concentration-next-period',
    rule: 'R-12.25',
    what: 'with the next period counting begins anew',
    words: `${BOUND} counted counted counted counted`,
    play: under(HALF, turns(['ben'], ['ben'], ['ben'], ['ben', '2026-01-11T00:00:00Z']), everybody),
  },
  {
    id: 'concentration-same-period',
    rule: 'R-12.25',
    what: 'a millisecond before the period ends',
    words: `${BOUND} counted counted counted constraint-violated`,
    play: under(HALF, turns(['ben'], ['ben'], ['ben'], ['ben', '2026-01-10T23:59:59.999Z']), everybody),
  },
  {
    id: 'concentration-half-signed',
    rule: 'R-12.25',
    what: 'what waits for a second signature is counted',
    wishes: TWO_SIGNERS,
    words: `${BOUND} pending pending pending constraint-violated`,
    play: under(HALF, turns(['ben'], ['ben'], ['ben'], ['ben']), everybody),
  },
  {
    id: 'concentration-second-signature',
    rule: 'R-12.25',
    what: 'a second signature makes nobody a decider',
    wishes: TWO_SIGNERS,
    words: `${BOUND} pending counted pending pending pending`,
    play: under(
      HALF,
      async (world) => {
        const { things, people } = world;
        const first = await world.decide('first', [transfer(things.X, 1)]);
        await world.log.append('confirmation', people.cem, {
          subject: world.own('second'),
          ...confirmationOf(first, {
            mandate: things.mandates.cem,
            role: things.treasurer,
            domain: things.spending,
          }),
        });
        await turns(['cem'], ['cem'], ['ben'])(world);
      },
      everybody,
    ),
  },
];

const LOCK_OUT: readonly Scenario[] = [
  {
    id: 'people-unnamed',
    rule: 'R-12.40',
    what: 'duties are separated, and nobody is named who could keep them apart',
    words: 'counted locks-out',
    play: (world) => bind(world, APART),
  },
  {
    id: 'people-one',
    rule: 'R-12.40',
    what: 'duties are separated in a circle of one',
    words: 'counted counted counted locks-out',
    play: async (world) => bind(world, APART, { circle: await circleOf(world, 1) }),
  },
  {
    id: 'people-two',
    rule: 'R-12.40',
    what: 'duties are separated in a circle of two',
    words: 'counted counted counted counted',
    play: async (world) => bind(world, APART, { circle: await circleOf(world, 2) }),
  },
  {
    id: 'people-soft',
    rule: 'R-12.40',
    what: 'a soft constraint locks nobody out',
    words: 'counted counted',
    play: (world) => bind(world, APART, { hard: false }),
  },
  {
    id: 'people-third',
    rule: 'R-12.40',
    what: 'at most a third by one person takes three, and there are two',
    words: 'counted counted counted locks-out',
    play: async (world) =>
      bind(world, { ...HALF, most: { num: 1, den: 3 } } as ConstraintRule, {
        circle: await circleOf(world, 2),
      }),
  },
  {
    id: 'way-back',
    rule: 'R-12.41',
    what: 'changes of constraints take a review within a day: that can be given',
    words: 'counted counted',
    play: (world) =>
      bind(world, { kind: 'requireReviewWithin', effects: ['adopt:constraint'], seconds: DAY_SECONDS }),
  },
  {
    id: 'no-way-back-forbidden',
    rule: 'R-12.41',
    what: 'everything is forbidden for ever',
    words: 'counted locks-out',
    play: (world) => bind(world, { kind: 'forbidEffect', effects: ['*'] }),
  },
  {
    id: 'no-way-back-rung',
    rule: 'R-12.41',
    what: 'changes take a circle, where a role decides them',
    words: 'counted locks-out',
    play: (world) =>
      bind(world, { kind: 'requireRung', effects: ['adopt:*'], least: 'consent' }, everybody(world)),
  },
];

/** Changes of constraints are put to whoever keeps the structure; then the domain that owns them becomes another one. */
const structureBecomes =
  (more: (world: World) => Partial<World['bodies']['structure']>): Scenario['play'] =>
  async (world) => {
    const { keeper, structure } = world.things;
    await bind(
      world,
      { kind: 'requireConsulted', effects: ['adopt:constraint'], who: [keeper.subject] },
      everybody(world),
    );
    await world.adopt('structure anew', 'domain', {
      ...world.bodies.structure,
      subject: structure.subject,
      supersedes: structure.id,
      ...more(world),
    });
  };

const WAY_KEPT: readonly Scenario[] = [
  {
    id: 'way-back-kept',
    rule: 'R-12.43',
    what: 'the domain that owns changes of constraints gets another name',
    words: 'counted counted counted counted',
    play: structureBecomes(() => ({ title: { en: 'How we are set up' } })),
  },
  {
    id: 'way-back-taken',
    rule: 'R-12.43',
    what: 'another role is to own it alone, which would never ask the one that has to be asked',
    words: 'counted counted counted locks-out',
    play: structureBecomes(({ things }) => ({ owner: { kind: 'role', ...things.treasurer } })),
  },
  {
    id: 'way-back-to-a-circle',
    rule: 'R-12.43',
    what: 'a circle is to own it by consent, and asks the role that has to be asked',
    words: 'counted counted counted counted',
    play: structureBecomes(({ things }) => ({
      ...{ owner: { kind: 'circle', ...things.circle }, rung: 'consent' },
    })),
  },
  {
    id: 'way-back-of-a-role-by-consent',
    rule: 'R-12.43',
    what: 'a role is to own it by consent, which no role can decide by',
    words: 'counted counted counted locks-out',
    play: structureBecomes(() => ({ rung: 'consent' })),
  },
  {
    id: 'way-back-of-a-circle-alone',
    rule: 'R-12.43',
    what: 'a circle is to own it by delegation, where only a role decides',
    words: 'counted counted counted locks-out',
    play: structureBecomes(({ things }) => ({ owner: { kind: 'circle', ...things.circle } })),
  },
];

/** Some founders in a circle of their own: two entries. */
async function circleOf(world: World, count: number): Promise<Subject> {
  const { circle } = world.things;
  const people = [world.people.ana, world.people.ben, world.people.cem].slice(0, count);
  const { ref } = await world.adopt('a circle', 'circle', {
    subject: world.own('K2'),
    kind: 'circle',
    name: { en: 'A few' },
    aim: { en: 'Some of us.' },
    members: people.map(({ author }) => author),
    parent: circle,
    status: 'active',
  });
  return ref.subject;
}

/** What hard constraints ask, and what may become one. */
export const CONSTRAINT_SCENARIOS: readonly Scenario[] = [
  ...ASKED,
  ...COOLING,
  ...AMOUNTS,
  ...ACCOUNTS,
  ...HOLDS,
  ...WAYS,
  ...CONCENTRATION,
  ...LOCK_OUT,
  ...WAY_KEPT,
];
