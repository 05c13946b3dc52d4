import { Command, CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandIn, withoutFalseOptions } from '../../../server/cli/false-options.ts';
import { createOutput } from '../../../server/cli/output.ts';
import { refuseRepeats } from '../../../server/cli/repeats.ts';
import { addCommands } from '../../../server/cli/run-cli.ts';
import { literalsIn, VALUE } from '../../support/tidy/literals.ts';
import { filesOf, type TextFile } from '../../support/tidy/tree.ts';
import { cleanUp, newFolder, runHere } from './support.ts';

/** In the place of a value: most are ids, and one of these may begin with a dash. */
const ID = `-${'A'.repeat(42)}`;
/** One after the other they are one word. */
const VALUES = new RegExp(`${VALUE}+`, 'g');
/** Nobody answers there. */
const NOWHERE = 'http://localhost:9';
/** As much as stands before a text to tell what it is. */
const BEFORE_CHARACTERS = 60;
/** What the parser misses where the rest is left to whoever types. */
const MISSING: ReadonlySet<string> = new Set([
  'commander.missingArgument',
  'commander.missingMandatoryOptionValue',
]);

interface Shown {
  readonly where: string;
  readonly words: readonly string[];
}

const NAMES = new Set((await program()).commands.map((command) => command.name()));

/** Commands that pages show, that commands print as what is typed next, and that the README names between its words. */
const onPages = commandsIn(filesOf('server/web/**/*.tsx'), /\brest=\{?$/, true);
const inActs = commandsIn(filesOf('server/web/commands/*.ts'), /^$/, true);
const inPrint = commandsIn(
  filesOf('server/cli/**/*.ts'),
  /\b(commandLine\(|nextCommand\((?:[^()]|\([^()]*\))*,)\s*$/,
  false,
);
const inReadme = filesOf('README.md').flatMap(({ path, text }) =>
  [...text.replaceAll(/^```\w*$[\s\S]*?^```$/gm, '').matchAll(/`([^`]+)`/g)]
    .map(([, span = '']) => ({ where: path, words: wordsOf(span) }))
    .filter(({ words: [name = '', ...more] }) => NAMES.has(name) && more.length > 0),
);

describe('every command that is shown is one that can be typed', () => {
  test('they are found at all', () => {
    expect(onPages.length).toBeGreaterThan(25);
    expect(inActs.length).toBeGreaterThan(40);
    expect(inPrint.length).toBeGreaterThan(40);
    expect(inReadme.length).toBeGreaterThan(5);
  });

  test.each([...onPages, ...inActs, ...inPrint])('$where: $words', async ({ words }) => {
    expect(await parsed(words)).toBe('parsed');
  });

  test.each(inReadme)('$where names what there is: $words', async ({ words }) => {
    expect(await parsed([...words, '…'])).toBe('parsed');
  });

  test('and so is every example of a help text', async () => {
    const examples = leavesOf(await program()).flatMap(examplesOf);
    expect(examples.length).toBeGreaterThan(80);
    for (const words of examples) expect([words, await parsed(words)]).toEqual([words, 'parsed']);
  });

  test.each([
    [['meeting', 'chnage', '--help'], 'chnage'],
    [['object', 'ID', '--ground', 'harms-aim', '--argument', 'x'], '--resolved-by'],
    [['respond', 'ID'], 'answer'],
    [['proxy', 'Ben', '--unitl', '3d'], '--unitl'],
  ])('what is misspelt or half said is none: %j', async (words, why) => {
    expect(await parsed(words)).toContain(why);
  });
});

describe('no command that is shown says half of something', () => {
  let home: string;
  beforeAll(async () => {
    home = await newFolder();
  });
  afterAll(cleanUp);

  test.each(onPages)('$where: $words', async ({ words }) => {
    const command = commandIn(words, await program());
    // Which type is signed is left to the value.
    const isWhole =
      !words.includes('…') && words[0] !== 'act' && command.options.some(({ long }) => long === '--server');
    const asked = isWhole ? await runHere([...words, '--server', NOWHERE, '--json'], home) : null;
    expect([asked?.status, asked?.stdout]).not.toEqual([2, expect.anything()]);
  });
});

/**
 * @param certain what stands before a text that is a command whatever it says.
 * @param others whether any other text is one if it begins with the name of a command.
 */
function commandsIn(files: readonly TextFile[], certain: RegExp, others: boolean): readonly Shown[] {
  return files.flatMap(({ path, text }) =>
    literalsIn(text).flatMap(({ text: shown, at }) => {
      const words = wordsOf(shown);
      const begins = others && words.length > 1 && NAMES.has(words[0] ?? '');
      const isOne = begins || certain.test(text.slice(Math.max(0, at - BEFORE_CHARACTERS), at));
      return isOne ? [{ where: path, words }] : [];
    }),
  );
}

/** As a shell would take them; a value stands for an id. */
function wordsOf(text: string): readonly string[] {
  return [...text.replaceAll(VALUES, ID).matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replaceAll(/["']/g, ''),
  );
}

/** The whole command line, where nothing is done by what is typed. */
async function program(): Promise<Command> {
  const all = new Command('folkmoot')
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  await addCommands({ program: all, output: () => createOutput(true), endWith: () => undefined });
  refuseRepeats(all);
  for (const leaf of leavesOf(all)) leaf.action(() => undefined);
  return all;
}

function leavesOf(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

/** @returns `parsed`, or what the parser has against it. */
async function parsed(words: readonly string[]): Promise<string> {
  const all = await program();
  const isOpen = words.includes('…');
  const below = words.slice(namesIn(words, all))[0];
  if (commandIn(words, all).commands.length > 0 && below !== undefined && !below.startsWith('-'))
    return `unknown command ${below}`;
  try {
    await all.parseAsync(withoutFalseOptions(['node', 'folkmoot', ...words], all));
    return 'parsed';
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const isLeftOpen = isOpen && (MISSING.has(error.code) || error.message.includes('…'));
    return error.exitCode === 0 || isLeftOpen ? 'parsed' : error.message;
  }
}

/** How many words name the command. */
function namesIn(words: readonly string[], all: Command): number {
  let count = 0;
  for (let at: Command | null = commandIn(words, all); at !== null && at.parent !== null; at = at.parent)
    count++;
  return count;
}

function examplesOf(command: Command): readonly (readonly string[])[] {
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  return [...help.matchAll(/^ {2}(?:npm run -s folkmoot --|folkmoot) (.*)$/gm)].map(([, rest = '']) =>
    wordsOf(rest),
  );
}
