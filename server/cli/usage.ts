import { type Command, CommanderError } from 'commander';
import { UsageError } from './usage-error.ts';

/**
 * What went wrong with the command line itself, with how the command is typed as what is expected, for programs.
 * Anything else comes back as it is.
 *
 * @param command the one that was named, as far as one was.
 */
export function withUsage(error: unknown, command: Command): unknown {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return error;
    const isGroup = command.commands.length > 0 && error.message.includes("'--json'");
    return new UsageError(
      isGroup ? ONE_OF_ITS_COMMANDS : sentenceOf(error),
      { expected: usageOf(command) },
      { cause: error },
    );
  }
  if (!(error instanceof UsageError) || error.extensions.expected !== undefined) return error;
  const extensions = { ...error.extensions, expected: usageOf(command) };
  return new UsageError(error.message, extensions, { cause: error.cause });
}

const ONE_OF_ITS_COMMANDS = 'This takes one of its commands.';

function usageOf(command: Command) {
  const { options, commands } = command;
  return {
    usage: `${namesOf(command)} ${command.usage()}`,
    ...(commands.length === 0 ? {} : { commands: commands.map((below) => below.name()) }),
    options: options.map(({ flags }) => flags),
  };
}

function namesOf(command: Command): string {
  return command.parent === null ? command.name() : `${namesOf(command.parent)} ${command.name()}`;
}

/** What commander says, as a sentence. Of a group without one of its commands it has printed their list instead. */
function sentenceOf({ code, message }: CommanderError): string {
  if (code === 'commander.help') return ONE_OF_ITS_COMMANDS;
  const words = message.replace(/^error: /, '').replaceAll('\n', ' ');
  const sentence = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
  return /[.)]$/.test(sentence) ? sentence : `${sentence}.`;
}
