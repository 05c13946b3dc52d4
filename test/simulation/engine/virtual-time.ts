import { setImmediate as turn } from 'node:timers/promises';
import type { Millis } from '../../../protocol/time.ts';

/** Time that passes only when nothing is left to do now. */
export interface VirtualTime {
  readonly now: () => Millis;
  /** Runs something later; what is due at one time runs in the order in which it was asked for. */
  readonly after: (delayMs: number, run: () => void) => Cancel;
  /** Waits. */
  readonly pause: (delayMs: number) => Promise<void>;
  /**
   * Lets everything happen that is due until a moment.
   *
   * @param afterStep looks at what a step, and all that follows from it without waiting, has done.
   */
  readonly runUntil: (moment: Millis, afterStep: () => Promise<void>) => Promise<void>;
  readonly steps: () => number;
}
export type Cancel = () => void;

interface Due {
  readonly at: Millis;
  readonly order: number;
  run: (() => void) | null;
}

export function createVirtualTime(start: Millis): VirtualTime {
  const heap: Due[] = [];
  let now = start;
  let order = 0;
  let steps = 0;

  const after: VirtualTime['after'] = (delayMs, run) => {
    if (!Number.isFinite(delayMs)) return () => undefined; // never
    const due: Due = { at: now + Math.max(0, Math.round(delayMs)), order: order++, run };
    push(heap, due);
    return () => {
      due.run = null;
    };
  };

  return {
    now: () => now,
    after,
    pause: (delayMs) =>
      new Promise((resolve) => {
        after(delayMs, resolve);
      }),
    async runUntil(moment, afterStep) {
      await turn(); // what was begun since
      await afterStep();
      for (let next = heap[0]; next !== undefined && next.at <= moment; next = heap[0]) {
        pop(heap);
        if (next.run === null) continue;
        now = next.at;
        steps++;
        next.run();
        await turn(); // all that was promised and can be kept by now is done before this resolves
        await afterStep();
      }
      now = Math.max(now, moment);
    },
    steps: () => steps,
  };
}

function isBefore(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** A binary heap, the earliest first. */
function push(heap: Due[], due: Due): void {
  let child = heap.length;
  heap.push(due);
  while (child > 0) {
    const parent = (child - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !isBefore(due, above)) break;
    heap[child] = above;
    heap[parent] = due;
    child = parent;
  }
}

function pop(heap: Due[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let parent = 0;
  for (;;) {
    const left = 2 * parent + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    const [child, below] = b !== undefined && a !== undefined && isBefore(b, a) ? [left + 1, b] : [left, a];
    if (below === undefined || !isBefore(below, last)) break;
    heap[parent] = below;
    parent = child;
  }
  heap[parent] = last;
}
