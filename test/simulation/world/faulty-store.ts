import { ProtocolError } from '../../../protocol/problem.ts';
import type { Store, Transaction } from '../../../server/store/store.ts';
import type { Chance } from '../engine/chance.ts';
import type { StoreFaults } from '../engine/plan.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import type { Life } from './life.ts';

/** Longest that one operation takes. */
const SLOW_MS_MAX = 400;
/** So many operations of one process at one moment: it goes in circles. The busiest need some hundreds. */
const AT_ONE_MOMENT = 10_000;

export interface StoreWeather {
  readonly time: VirtualTime;
  readonly chance: Chance;
  /** As it is just now. */
  readonly faults: () => StoreFaults;
  readonly life: Life;
  /** Told before each operation: a process may crash at any of them. */
  readonly onOperation: () => void;
  /** Told once of a process that does not let time pass; its operations fail from then on, so that the run can end. */
  readonly onSpinning: () => void;
  /** Told after whatever may have been written. */
  readonly onWritten: () => void;
}

/**
 * A database as one process sees it over a connection that can break: before an operation, which then was never done, or
 * after it, which then was. A transaction is done as a whole or not at all.
 */
export function faultyStore(store: Store, weather: StoreWeather): Store {
  const { life } = weather;
  const { now, transact, records, cursors, watch, ...reads } = store;
  const through = viaWeather(weather);
  return {
    ...wrapped(reads, through),
    now: () => life.answer(now),
    records: wrapped(records, through),
    cursors: wrapped(cursors, through),
    watch,
    transact: (log, work) =>
      through(() =>
        transact(log, (tx) => {
          const { now: clock, ...verbs } = tx;
          const given: Transaction = { ...wrapped(verbs, through), now: () => life.answer(clock) };
          return Promise.race([work(given), life.ended]); // a dead process gives the lock back
        }),
      ),
  };
}

type Through = <Result>(operation: () => Promise<Result>) => Promise<Result>;

function viaWeather(weather: StoreWeather): Through {
  const { time, chance, faults, life, onOperation, onSpinning, onWritten } = weather;
  let moment = time.now();
  let operations = 0;

  function count(): void {
    if (operations < AT_ONE_MOMENT && time.now() !== moment) [moment, operations] = [time.now(), 0];
    if (++operations < AT_ONE_MOMENT) return;
    if (operations === AT_ONE_MOMENT) onSpinning();
    throw new Error('the process goes in circles');
  }

  async function trouble(): Promise<void> {
    const { failure, slow } = faults();
    if (slow > 0 && chance.happens(slow / 2)) await time.pause(chance.integer(1, SLOW_MS_MAX));
    // Half of it before the operation, and half of it after.
    if (failure > 0 && chance.happens(failure / 2)) {
      throw new ProtocolError('unavailable', 'The database cannot be used just now.');
    }
  }
  return (operation) =>
    life.answer(async () => {
      onOperation();
      count();
      await trouble();
      if (life.isOver()) throw new Error('the process crashed');
      try {
        const result = await operation();
        onWritten();
        await trouble();
        return result;
      } catch (error) {
        onWritten();
        throw error;
      }
    });
}

function wrapped<Verbs extends object>(verbs: Verbs, through: Through): Verbs {
  const all = Object.entries(verbs).map(
    ([name, verb]: [string, (...given: unknown[]) => Promise<unknown>]) => [
      name,
      (...given: unknown[]) => through(() => verb(...given)),
    ],
  );
  return Object.fromEntries(all) as Verbs; // the same names with the same parameters and results
}
