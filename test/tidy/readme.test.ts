import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../server/cli/run-cli.ts';
import { configTable } from '../../server/config.ts';

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

/** Commands of the README, each with the options that it uses. */
const commands = [...readme.matchAll(/npm run -s folkmoot -- (\w[^\n`#]*)/g)].map(([, rest = '']) =>
  rest.trim(),
);

describe('the README', () => {
  test('has the two commands on its first screen', () => {
    const firstScreen = readme.split('\n').slice(0, 24).join('\n');
    expect(firstScreen).toContain('npm ci && npm start');
    expect(firstScreen).toContain('npm ci && npm test');
  });

  test('lists every setting with its default and meaning', () => {
    const [, table = ''] = readme.split(/<!-- \/?settings -->/);
    const rows = table
      .trim()
      .split('\n')
      .slice(2)
      .map((row) => row.split('|').map((cell) => cell.trim()));
    expect(rows.map(([, name, byDefault, meaning]) => ({ name, default: byDefault, meaning }))).toEqual(
      configTable().map(({ name, default: byDefault, meaning }) => ({
        name: `\`${name}\``,
        default: byDefault === '' ? '' : `\`${byDefault}\``,
        meaning,
      })),
    );
  });

  test.each(commands)('%s: is a command, with these options', async (line) => {
    const words = line.split(/\s+/);
    const named = words.slice(
      0,
      words.findIndex((word) => !/^[a-z-]+$/.test(word) || word.startsWith('-')),
    );
    const help = await helpOf([...(named.length === 0 ? words.slice(0, 1) : named)]);
    for (const [option] of line.matchAll(/--[a-z-]+/g)) expect(help).toContain(option);
  });
});

/** The help of a command; of its group, where the words go beyond its name. */
async function helpOf(words: readonly string[]): Promise<string> {
  for (let count = Math.min(2, words.length); count > 0; count--) {
    const printed = await printedBy([...words.slice(0, count), '--help']);
    if (printed.includes(`folkmoot ${words.slice(0, count).join(' ')}`)) return printed;
  }
  throw new Error(`no command: ${words.join(' ')}`);
}

async function printedBy(args: readonly string[]): Promise<string> {
  const write = process.stdout.write;
  let printed = '';
  process.stdout.write = (text: string | Uint8Array) => {
    printed += text;
    return true;
  };
  try {
    await runCli([process.execPath, 'folkmoot', ...args]);
  } finally {
    process.stdout.write = write;
  }
  return printed;
}
