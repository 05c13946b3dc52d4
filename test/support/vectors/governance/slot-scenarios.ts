import { openTable } from '../../rules/table.ts';
import { refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import { accepted } from './offers.ts';
import type { Scenario } from './scenario.ts';
import { SLOT_HOLD_SCENARIOS } from './slot-hold-scenarios.ts';
import { clock, type Hours, lend, OPEN, offering, renew, rooms, slots } from './slot-kit.ts';

/** Spending may also adopt resources: so one decision can do both. */
const BOTH: Wishes = { spending: { scope: { effects: ['transfer', 'agreement', 'adopt:resource'] } } };

/** Decisions one after the other, each with one time. */
function lending(quantity: number, ...times: readonly (readonly [Hours, number?])[]) {
  return async (world: World) => {
    const room = await rooms(world, quantity);
    for (const [place, [hours, many = 1]] of times.entries())
      await world.decide(`lend ${place}`, [lend(room, hours, many)]);
  };
}

const INTERVALS: readonly Scenario[] = [
  {
    id: 'slots-for-a-time',
    rule: 'R-7.6',
    what: 'a room is given for a time',
    words: `${OPEN} counted`,
    play: lending(1, [[9, 12]]),
  },
  {
    id: 'slots-for-good',
    rule: 'R-7.6',
    what: 'a room is given without saying when',
    words: `${OPEN} wrong-interval`,
    play: async (world) => {
      await world.decide('d', [transfer(await rooms(world, 1), 1)]);
    },
  },
  {
    id: 'stock-for-a-time',
    rule: 'R-7.6',
    what: 'what is used up is given for a time',
    words: 'wrong-interval',
    play: (world) => world.decide('d', [lend(world.things.X, [9, 12])]),
  },
  {
    id: 'slots-over',
    rule: 'R-7.6',
    what: 'at the moment at which the time is over',
    words: `${OPEN} too-late`,
    play: async (world) => {
      const room = await rooms(world, 1);
      world.log.setClock(clock(12));
      await world.decide('d', [lend(room, [9, 12])]);
    },
  },
  {
    id: 'slots-nearly-over',
    rule: 'R-7.6',
    what: 'a millisecond before',
    words: `${OPEN} counted`,
    play: async (world) => {
      const room = await rooms(world, 1);
      world.log.setClock('2026-03-10T11:59:59.999Z');
      await world.decide('d', [lend(room, [9, 12])]);
    },
  },
  {
    id: 'slots-promised-for-good',
    rule: 'R-7.6',
    what: 'an acceptance of terms that do not say when',
    words: `${OPEN} counted counted wrong-interval`,
    play: async (world) => {
      const room = await rooms(world, 1);
      const table = await openTable(world);
      await accepted(table, offering(table, room, [[9, 12], null]));
    },
  },
];

const OVERLAPS: readonly Scenario[] = [
  {
    id: 'slots-touching',
    rule: 'R-7.8',
    what: 'two times that touch do not overlap',
    words: `${OPEN} counted counted counted`,
    play: lending(1, [[9, 12]], [[12, 14]], [[8, 9]]),
  },
  {
    id: 'slots-overlap',
    rule: 'R-7.8',
    what: 'two times that share an hour',
    words: `${OPEN} counted over-capacity`,
    play: lending(1, [[9, 12]], [[11, 14]]),
  },
  {
    id: 'slots-around',
    rule: 'R-7.8',
    what: 'a time around another one',
    words: `${OPEN} counted over-capacity`,
    play: lending(1, [[10, 11]], [[9, 12]]),
  },
  {
    id: 'slots-several',
    rule: 'R-7.8',
    what: 'of three rooms two and one at the same time',
    words: `${OPEN} counted counted`,
    play: lending(3, [[9, 12], 2], [[10, 11]]),
  },
  {
    id: 'slots-several-exceeded',
    rule: 'R-7.8',
    what: 'and one more within it',
    words: `${OPEN} counted counted over-capacity`,
    play: lending(3, [[9, 12], 2], [[10, 11]], [[8, 14]]),
  },
  {
    id: 'slots-chain',
    rule: 'R-7.8',
    what: 'many times of which never more than two meet find room in two rooms',
    words: `${OPEN} counted counted counted counted`,
    play: lending(2, [[8, 10]], [[12, 14]], [[9, 13]], [[10, 12]]),
  },
  {
    id: 'slots-in-one-decision',
    rule: 'R-7.8',
    what: 'the times of one decision are asked together',
    words: `${OPEN} over-capacity counted`,
    play: async (world) => {
      const room = await rooms(world, 1);
      await world.decide('both', [lend(room, [9, 12]), lend(room, [11, 14])]);
      await world.decide('one after the other', [lend(room, [9, 12]), lend(room, [12, 14])]);
    },
  },
  {
    id: 'slots-reversed-stays',
    rule: 'R-7.8',
    what: 'a time stays given, also if the decision is reversed',
    words: `${OPEN} counted counted over-capacity`,
    play: async (world) => {
      const room = await rooms(world, 1);
      const first = await world.decide('one', [lend(room, [9, 12])]);
      await world.decide('mistake', [{ op: 'resolve', text: say('A mistake.') }], { reverses: refTo(first) });
      await world.decide('other', [lend(room, [9, 12])]);
    },
  },
  {
    id: 'slots-what-is-over',
    rule: 'R-7.8',
    what: 'hours of a time that are over are not asked any more',
    words: `${OPEN} counted counted`,
    play: async (world) => {
      const room = await rooms(world, 1);
      await world.decide('one', [lend(room, [9, 11])]);
      world.log.setClock(clock(11));
      await world.decide('other', [lend(room, [10, 14])]);
    },
  },
  {
    id: 'slots-nearly-free',
    rule: 'R-7.8',
    what: 'a millisecond before they are',
    words: `${OPEN} counted over-capacity`,
    play: async (world) => {
      const room = await rooms(world, 1);
      await world.decide('one', [lend(room, [9, 11])]);
      world.log.setClock('2026-03-10T10:59:59.999Z');
      await world.decide('other', [lend(room, [10, 14])]);
    },
  },
];

const VERSIONS: readonly Scenario[] = [
  {
    id: 'slots-fewer',
    rule: 'R-7.8',
    what: 'a new version with as many rooms as are given at once',
    words: `${OPEN} counted counted counted counted`,
    play: async (world) => {
      const room = await rooms(world, 3);
      await world.decide('one', [lend(room, [9, 12])]);
      await world.decide('other', [lend(room, [12, 14])]);
      await renew(world, room, 1);
    },
  },
  {
    id: 'slots-too-few',
    rule: 'R-7.8',
    what: 'with one less',
    words: `${OPEN} counted counted counted over-capacity`,
    play: async (world) => {
      const room = await rooms(world, 3);
      await world.decide('one', [lend(room, [9, 12])]);
      await world.decide('other', [lend(room, [11, 14])]);
      await renew(world, room, 1);
    },
  },
  {
    id: 'slots-fewer-later',
    rule: 'R-7.8',
    what: 'once they are over, no rooms at all',
    words: `${OPEN} counted counted counted`,
    play: async (world) => {
      const room = await rooms(world, 1);
      await world.decide('one', [lend(room, [9, 12])]);
      world.log.setClock(clock(12));
      await renew(world, room, 0);
    },
  },
  {
    id: 'slots-lend-and-shrink',
    rule: 'R-7.8',
    what: 'a decision gives two rooms and leaves two',
    wishes: BOTH,
    words: `${OPEN} counted counted`,
    play: (world) => lendAndRenew(world, 2),
  },
  {
    id: 'slots-lend-and-shrink-too-far',
    rule: 'R-7.8',
    what: 'and leaves one',
    wishes: BOTH,
    words: `${OPEN} counted over-capacity`,
    play: (world) => lendAndRenew(world, 1),
  },
  {
    id: 'slots-become-a-stock',
    rule: 'R-7.8',
    what: 'rooms that somebody has become a stock',
    words: `${OPEN} counted counted unit-changed`,
    play: async (world) => {
      const room = await rooms(world, 1);
      await world.decide('one', [lend(room, [9, 12])]);
      await renew(world, room, 5, { capacity: { model: 'stock', quantity: 5 } });
    },
  },
  {
    id: 'free-slots-become-a-stock',
    rule: 'R-7.8',
    what: 'rooms that nobody has any more do',
    words: `${OPEN} counted counted counted counted`,
    play: async (world) => {
      const room = await rooms(world, 1);
      await world.decide('one', [lend(room, [9, 12])]);
      world.log.setClock(clock(12));
      const { ref } = await renew(world, room, 5, { capacity: { model: 'stock', quantity: 5 } });
      await world.decide('give', [transfer(ref, 5)]);
    },
  },
];

async function lendAndRenew(world: World, quantity: number) {
  const room = await world.draft('resource', slots(world, 3));
  await world.decide('open the rooms', [{ op: 'adopt', adopts: { type: 'resource', ...room } }]);
  const ref = await world.draft('resource', { ...slots(world, quantity), supersedes: room.id });
  await world.decide('d', [lend(room, [9, 12], 2), { op: 'adopt', adopts: { type: 'resource', ...ref } }]);
}

/** Slots: who has a thing when, and that at no moment more is given and held than there is. */
export const SLOT_SCENARIOS: readonly Scenario[] = [
  ...INTERVALS,
  ...OVERLAPS,
  ...VERSIONS,
  ...SLOT_HOLD_SCENARIOS,
];
