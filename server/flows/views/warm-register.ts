import type { Context } from '../../context.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { pathView } from './register-view.ts';

/** Paths of many depths and shapes: the automata of regular expressions are built while they run. */
const TYPICAL_PATHS = [
  'README.md',
  'Makefile',
  'docs/guide/first-steps.txt',
  'src/core/list.c',
  'drivers/net/ethernet/vendor/part_main.c',
  'include/linux/device-types.h',
  'arch/arm64/boot/dts/vendor/board-2.dtsi',
  'money/2026/book-12.csv',
  'tools/power/bandsaw/blade.md',
];
const STRANGER = { kind: 'stranger', mayRead: publicOnly } as const;
/** What ran so often is compiled: without it the first question of a process took five times as long as the next. */
const FIRST_ROUNDS = 8;

/**
 * A step that builds the index of the register in force whenever that has changed, and asks it about typical paths, so
 * that nobody's question waits for that. Spec §5.
 */
export function registerWarmer(context: Context): () => Promise<void> {
  let warmedAt: number | null = null;
  return async () => {
    const [register] = await context.store.threads(await context.commons(), { names: ['register'] });
    if (register === undefined || register.n === warmedAt) return;
    const rounds = warmedAt === null ? FIRST_ROUNDS : 1;
    for (let round = 0; round < rounds; round++) {
      for (const path of TYPICAL_PATHS) await pathView(context, path, STRANGER);
    }
    warmedAt = register.n;
  };
}
