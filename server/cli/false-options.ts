import type { Command } from 'commander';
import { hashTextSchema } from '../../protocol/ids.ts';

/** A hash, or as much of its beginning as is taken for it. */
const LIKE_A_HASH = /^-[A-Za-z0-9_-]{7,42}$/;

/**
 * A hash may begin with a dash, and then looks like an option: 1 in 64 does. Such words become ids.
 *
 * @param argv as in `process.argv`.
 * @param program with the command that is named: what is an option of it stays one.
 */
export function withoutFalseOptions(argv: readonly string[], program: Command): string[] {
  const takesValue = new Map(
    commandIn(argv.slice(2), program).options.flatMap(({ short, long, required }) =>
      [short, long].flatMap((flag) => (typeof flag === 'string' ? [[flag, required] as const] : [])),
    ),
  );
  return argv.map((word, position) => {
    const isValue = takesValue.get(argv[position - 1] ?? '') === true;
    const isOption = word.startsWith('--') || takesValue.has(word.slice(0, 2));
    const isHash = hashTextSchema.safeParse(word).success || (LIKE_A_HASH.test(word) && !isOption);
    return word.startsWith('-') && isHash && !isValue ? `ni:///sha-256;${word}` : word;
  });
}

/** The command that the words name, as far as they name one. */
export function commandIn(words: readonly string[], program: Command): Command {
  let command = program;
  for (const word of words) {
    const named = command.commands.find((known) => known.name() === word);
    if (named === undefined) break;
    command = named;
  }
  return command;
}
