import { openTable } from '../../rules/table.ts';
import { refTo, type World } from '../../rules/world.ts';
import { accepted, reversed } from './offers.ts';
import type { Scenario } from './scenario.ts';
import { clock, HELD, hold, lend, OPEN, offering, rooms } from './slot-kit.ts';

/** What negotiations hold of rooms. */
export const SLOT_HOLD_SCENARIOS: readonly Scenario[] = [
  {
    id: 'slots-held',
    rule: 'R-7.8',
    what: 'beside what a negotiation holds other times are free',
    words: `${OPEN} ${HELD} counted`,
    play: async (world) => {
      const room = await rooms(world, 1);
      await hold(await openTable(world), room, [9, 12]);
      await world.decide('d', [lend(room, [12, 14])]);
    },
  },
  {
    id: 'slots-held-overlap',
    rule: 'R-7.8',
    what: 'and its own time is not',
    words: `${OPEN} ${HELD} over-capacity`,
    play: async (world) => {
      const room = await rooms(world, 1);
      await hold(await openTable(world), room, [9, 12]);
      await world.decide('d', [lend(room, [11, 14])]);
    },
  },
  {
    id: 'slots-two-negotiations',
    rule: 'R-7.8',
    what: 'two negotiations about one time',
    words: `${OPEN} ${HELD} counted counted over-capacity`,
    play: async (world) => {
      const room = await rooms(world, 1);
      await hold(await openTable(world), room, [9, 12]);
      await hold(await openTable(world, 1, 'N2'), room, [11, 14]);
    },
  },
  {
    id: 'slots-newer-terms',
    rule: 'R-7.8',
    what: 'newer terms in one negotiation may use what the older ones hold, and it holds both times',
    words: `${OPEN} ${HELD} ${HELD} counted over-capacity over-capacity`,
    play: async (world) => {
      const room = await rooms(world, 1);
      const table = await openTable(world);
      const { terms } = await hold(table, room, [9, 12]);
      await accepted(table, offering(table, room, [[11, 14]]), terms);
      await world.decide('after', [lend(room, [14, 16])]);
      await world.decide('older', [lend(room, [9, 10])]);
      await world.decide('newer', [lend(room, [13, 14])]);
    },
  },
  {
    id: 'slots-two-parts',
    rule: 'R-7.8',
    what: 'one room for two times that do not meet, in one agreement',
    words: `${OPEN} ${HELD}`,
    play: async (world) => {
      const room = await rooms(world, 1);
      const table = await openTable(world);
      await accepted(
        table,
        offering(table, room, [
          [9, 12],
          [12, 14],
        ]),
      );
    },
  },
  {
    id: 'slots-two-parts-overlap',
    rule: 'R-7.8',
    what: 'that do',
    words: `${OPEN} counted counted over-capacity`,
    play: async (world) => {
      const room = await rooms(world, 1);
      const table = await openTable(world);
      await accepted(
        table,
        offering(table, room, [
          [9, 12],
          [11, 14],
        ]),
      );
    },
  },
  {
    id: 'slots-sealed',
    rule: 'R-7.8',
    what: 'the seal gives the time that was agreed; what was held beside it is free',
    words: `${OPEN} ${HELD} ${HELD} counted counted counted over-capacity`,
    play: async (world) => {
      const room = await rooms(world, 1);
      const table = await openTable(world);
      const before = await hold(table, room, [9, 12]);
      const { terms, acceptance } = await accepted(table, offering(table, room, [[11, 14]]), before.terms);
      await table.seal(terms, [acceptance, await table.hear(table.b.acceptance(terms))]);
      await world.decide('free again', [lend(room, [9, 11])]);
      await world.decide('agreed', [lend(room, [11, 12])]);
    },
  },
  {
    id: 'slots-lapse',
    rule: 'R-7.8',
    what: 'a lapse frees the time',
    words: `${OPEN} ${HELD} counted counted`,
    play: async (world) => {
      const room = await rooms(world, 1);
      const table = await openTable(world);
      const { terms, acceptance } = await hold(table, room, [9, 12]);
      world.log.setClock('2026-02-02T00:00:00.001Z');
      await table.lapse(terms, [acceptance]);
      await world.decide('d', [lend(room, [9, 12])]);
    },
  },
  {
    id: 'slots-withdrawal',
    rule: 'R-7.8',
    what: 'so does a registrar that takes its last yes back',
    words: `${OPEN} ${HELD} counted counted counted`,
    play: async (world) => {
      const room = await rooms(world, 1);
      const table = await openTable(world);
      const { decision, acceptance } = await hold(table, room, [9, 12]);
      await reversed(table, decision);
      const releases = [{ commons: world.log.commons, resource: room }];
      await table.withdraw(acceptance, { basis: refTo(decision), releases });
      await world.decide('d', [lend(room, [9, 12])]);
    },
  },
  {
    id: 'slots-end-while-held',
    rule: 'R-7.8',
    what: 'rooms do not end while a time ahead is held',
    words: `${OPEN} ${HELD} resource-held`,
    play: (world) => endWhileHeld(world, '2026-03-10T11:59:59.999Z'),
  },
  {
    id: 'slots-end-when-over',
    rule: 'R-7.8',
    what: 'they do once that time is over',
    words: `${OPEN} ${HELD} counted`,
    play: (world) => endWhileHeld(world, clock(12)),
  },
];

async function endWhileHeld(world: World, at: string) {
  const room = await rooms(world, 1);
  await hold(await openTable(world), room, [9, 12]);
  world.log.setClock(at);
  await world.structureDecides('end it', [{ op: 'end', type: 'resource', thing: room }]);
}
