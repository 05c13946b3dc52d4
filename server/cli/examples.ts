import type { Command } from 'commander';
import { commandLine } from './invocation.ts';

/** Ends a command's help with how it is typed. */
export function addExample(command: Command, ...examples: readonly string[]): Command {
  const title = examples.length === 1 ? 'Example:' : 'Examples:';
  return command.addHelpText(
    'after',
    ['', title, ...examples.map((rest) => `  ${commandLine(rest)}`)].join('\n'),
  );
}
