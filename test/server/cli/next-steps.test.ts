import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanUp, type Device, ensureBuilt, freePort, newDevice, newFolder, startServer } from './support.ts';

let ana: Device;

beforeAll(async () => {
  await ensureBuilt();
  ana = await newDevice();
  const data = join(await newFolder(), 'data');
  const port = String(await freePort());
  await ana.json('init', '--name', 'Water co-op', '--founder', 'Ana', '--data', data, '--port', port);
  await startServer(['--port', port, '--data', data]);
}, 120_000);
afterAll(cleanUp, 60_000);

interface Logged {
  readonly short: string;
  readonly verdict: { readonly status: string; readonly code: string | null };
}

const COUNTS = /is entry \d+ of the log\. It counts\./;
const FUND = ['resource', 'add', 'Fund', '--kind', 'money', '--unit', 'EUR cent', '--quantity', '1000'];

/** The command that is printed after the words that say what it is for. */
function hinted(printed: string, words: string): readonly string[] {
  const line = printed.split('\n').find((candidate) => candidate.startsWith(words)) ?? '';
  const [, rest = ''] = line.split('npm run -s folkmoot -- ');
  return [...rest.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ''));
}

describe('what is printed as the next step', () => {
  test('after a proposal in words under delegation is typed, and decides it', async () => {
    const wish = ['propose', '--text', 'Fridays closed.', '--domain', 'Sharing and spending'];
    const { stdout } = await ana.run(...wish, '--reason', 'We rest.', '--yes');
    const decide = hinted(stdout, 'Whoever has the right decides it');
    expect(decide.slice(0, 2)).toEqual(['decide', '--proposal']);
    const decided = await ana.run(...decide, '--yes');
    expect(decided.stderr).toContain('You decide under “Sharing and spending”');
    expect(decided.stdout).toMatch(COUNTS);
  });

  test('a decision on a proposal takes no other domain', async () => {
    const wish = ['decide', '--proposal', 'AAAAAAAAAAAA', '--domain', 'Sharing and spending'];
    expect((await ana.problem(2, ...wish, '--reason', 'x')).detail).toContain('leave the other options');
  });

  test('after a proposal to a circle is an answer, and repeats whose key it is', async () => {
    const wish = ['propose', '--text', 'We meet on Tuesdays.', '--domain', 'Purpose and charter'];
    const { stdout } = await ana.run(...wish, '--reason', 'To plan.', '--yes', '--profile', 'ana');
    expect(stdout).not.toContain('decide --proposal');
    expect(hinted(stdout, 'Whoever sees harm objects')[0]).toBe('object');
    const respond = hinted(stdout, 'The circle decides it by consent');
    expect(respond).toEqual(['respond', expect.any(String), 'consent', '--profile', 'ana']);
    expect((await ana.run(...respond, '--yes')).stdout).toMatch(COUNTS);
  });

  test('is left out after what does not count', async () => {
    await ana.json(...FUND);
    const proposed = await ana.json<Logged>(
      ...['propose', '--give', '5 of Fund', '--to', 'x', '--reason', 'They ask.'],
    );
    const decide = ['decide', '--proposal', proposed.short, '--reason', 'Yes.', '--anyway', '--yes'];
    expect((await ana.run(...decide)).stdout).toContain('folkmoot -- why ');
    const again = await ana.run(...decide);
    expect(again.stdout).toContain('It does not count (closed)');
    expect(again.stdout).not.toContain('folkmoot -- ');
  });

  test('names a resource by its subject where the name is taken, which is said before it is signed', async () => {
    const second = await ana.run(...FUND, '--yes');
    const [note = ''] = second.stderr.split('\n');
    expect(note).toMatch(/^Note: “Fund” is the name of a resource in force already \(money, 10\.00 EUR, /);
    const give = hinted(second.stdout, 'Give from it');
    expect((await ana.run(...give, '--yes')).stdout).toMatch(COUNTS);
    const { sameName } = await ana.json<{ sameName: readonly string[] }>(...FUND);
    expect(sameName).toHaveLength(2);
  });
});
