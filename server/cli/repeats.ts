import type { Command } from 'commander';
import { UsageError } from './usage-error.ts';

/**
 * Refuses an option with one value that is given twice: which of the two was meant is not for us to guess. Those that may
 * be repeated collect their values.
 */
export function refuseRepeats(command: Command): void {
  for (const option of command.options) {
    if (option.parseArg !== undefined || option.variadic || !(option.required || option.optional)) continue;
    const flag = option.long ?? option.short ?? option.name();
    let times = 0;
    command.on(`option:${option.name()}`, () => {
      times++;
      if (times === 1) return;
      const expected = { option: flag, timesMax: 1 };
      throw new UsageError(`${flag} is given more than once: it takes one value.`, { expected });
    });
  }
  for (const below of command.commands) refuseRepeats(below);
}
