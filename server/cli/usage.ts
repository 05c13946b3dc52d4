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
    return new UsageError(
      lacksItsCommand(error, command) ? oneOfItsCommands(command) : sentenceOf(error, command),
      { expected: usageOf(command) },
      { cause: error },
    );
  }
  if (!(error instanceof UsageError) || error.extensions.expected !== undefined) return error;
  const extensions = { ...error.extensions, expected: usageOf(command) };
  return new UsageError(error.message, extensions, { cause: error.cause });
}

/** An option where one of the commands of a group should stand; what the program itself does not know stays unknown. */
function lacksItsCommand({ code, message }: CommanderError, { parent, commands }: Command): boolean {
  if (code !== 'commander.unknownOption' || commands.length === 0) return false;
  return parent !== null || message.includes("'--json'");
}

/** The program has printed all of its own by then. */
function oneOfItsCommands({ parent, commands }: Command): string {
  if (parent === null) return 'This takes one of its commands.';
  return `This takes one of its commands: ${commands.map((below) => below.name()).join(', ')}.`;
}

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
function sentenceOf({ code, message }: CommanderError, command: Command): string {
  if (code === 'commander.help') return oneOfItsCommands(command);
  const words = message.replace(/^error: /, '').replaceAll('\n', ' ');
  const sentence = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
  return /[.)]$/.test(sentence) ? sentence : `${sentence}.`;
}
