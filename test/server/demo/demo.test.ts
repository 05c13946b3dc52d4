import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_STEPS, type DemoSummary } from '../../../server/demo/demo.ts';
import { ensureBuilt, runCommand } from '../cli/support.ts';

const MAIN = fileURLToPath(new URL('../../../dist/server/cli/main.js', import.meta.url));

/** A demo in a process of its own. */
interface Running {
  readonly out: { stdout: string; stderr: string };
  readonly ended: Promise<number>;
  /** Resolves once it has printed the text. */
  readonly prints: (text: string) => Promise<void>;
  readonly interrupt: () => void;
}

beforeAll(ensureBuilt, 120_000);

const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) {
    one.interrupt();
    await one.ended;
  }
});

describe('`demo`', () => {
  test('every step comes out as it should, and nothing is left behind', { timeout: 120_000 }, async () => {
    const { out, ended } = start('--exit', '--json');
    expect(await ended, out.stdout + out.stderr).toBe(0);
    const summary = JSON.parse(out.stdout) as DemoSummary;
    expect(summary.steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(summary.ok).toBe(true);
    expect(summary.steps.map(({ name }) => name)).toEqual(DEMO_STEPS);
    expect(summary.steps.map(({ number }) => number)).toEqual(DEMO_STEPS.map((_, place) => place + 1));
    expect(summary.servers).toHaveLength(2);

    expect(factsOf(summary, 'import')).toMatchObject({ domains: 42, people: 17, verdict: 'counted' });
    expect(factsOf(summary, 'decide')).toMatchObject({ verdict: 'counted', left: 475_000 });
    expect(factsOf(summary, 'over-limit')).toEqual({
      draft: { status: 'not-counted', code: 'limit-exceeded' },
      logged: { status: 'not-counted', code: 'limit-exceeded' },
      left: 475_000,
    });
    expect(factsOf(summary, 'negotiate')).toMatchObject({
      status: ['formed', 'formed'],
      events: ['terms', 'terms', 'acceptance', 'acceptance', 'seal'],
      left: { money: 455_000, minutes: 58_500 },
    });
    expect(factsOf(summary, 'verify')).toMatchObject({
      verdict: 'pass',
      levels: { V0: 'pass', V1: 'pass', V2: 'pass', V3: 'pass', V4: 'pass' },
    });
    expect(factsOf(summary, 'change')).toMatchObject({ verdict: 'fail', levels: { V0: 'fail' } });
    const { removed, missing, verdict, levels } = factsOf(summary, 'remove');
    expect(verdict).toBe('unresolved');
    expect(Object.values(levels as object)).not.toContain('fail');
    expect(missing).toEqual(expect.arrayContaining([expect.stringContaining(String(removed))]));
    expect(factsOf(summary, 'who')).toMatchObject({
      path: 'tools/power/laser/lens.md',
      owners: ['LASER CUTTER', 'TOOLS', 'THE REST', 'Changes to what we look after'],
    });
    expect(existsSync(String(factsOf(summary, 'start').folder))).toBe(false);
  });

  test('told in words, both servers go on until Ctrl-C', { timeout: 120_000 }, async () => {
    const demo = start();
    await demo.prints('Ctrl-C stops both servers');
    const { stdout } = demo.out;
    for (const number of DEMO_STEPS.keys()) expect(stdout).toContain(`\n${number + 1}. `);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(90);
    for (const [, port] of stdout.matchAll(/or http:\/\/127\.0\.0\.1:(\d+)/g)) {
      const answer = await fetch(`http://127.0.0.1:${port}/commons`, {
        headers: { accept: 'application/json' },
      });
      expect(answer.status).toBe(200);
    }
    const folder = folderIn(stdout);
    expect(existsSync(folder)).toBe(true);
    for (const [file, status] of [
      ['agreement', 0],
      ['agreement-changed', 1],
      ['agreement-incomplete', 3],
    ] as const) {
      const words = verifyWords(stdout).map((word) => word.replace('agreement.json', `${file}.json`));
      expect((await runCommand(words, {})).status, file).toBe(status);
    }
    demo.interrupt();
    expect(await demo.ended).toBe(0);
    expect(existsSync(folder)).toBe(false);
  });

  test.each(['2. Two commons', '8. The two agree'])(
    'Ctrl-C at “%s” ends it and leaves nothing',
    { timeout: 120_000 },
    async (step) => {
      const demo = start('--exit');
      await demo.prints(step);
      demo.interrupt();
      expect(await demo.ended).toBe(1);
      expect(demo.out.stdout).toMatch(/did not come out as it should: It was stopped\./);
      expect(existsSync(folderIn(demo.out.stdout))).toBe(false);
    },
  );

  test('a register that is none is refused before anything starts', async () => {
    const { out, ended } = start('--register', '/nowhere/MAINTAINERS', '--exit');
    expect(await ended).toBe(2);
    expect(out.stderr).toMatch(
      /--register: the file \/nowhere\/MAINTAINERS cannot be read: it does not exist\./,
    );
    expect(out.stdout).toBe('');
  });
});

function start(...args: readonly string[]): Running {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  const child = spawn(process.execPath, [MAIN, 'demo', ...args], { env: { PATH, HOME, TMPDIR } });
  const out = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out.stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    out.stderr += text;
  });
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code) => resolve(code ?? -1));
  });
  const one: Running = {
    out,
    ended,
    prints: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (out.stdout.includes(text)) resolve();
        };
        listeners.add(look);
        look();
        ended.then((status) => reject(new Error(`it ended with ${status}: ${out.stdout}${out.stderr}`)));
      }),
    interrupt: () => {
      child.kill('SIGINT');
    },
  };
  running.push(one);
  return one;
}

function factsOf(summary: DemoSummary, name: (typeof DEMO_STEPS)[number]) {
  return summary.steps.find((step) => step.name === name)?.facts ?? {};
}

/** The command to verify that is printed at the end, as a shell would take it. */
function verifyWords(stdout: string): readonly string[] {
  const typed = /folkmoot -- (verify \S+(?: \\\n +--trust \S+)*)/.exec(stdout)?.[1] ?? '';
  return typed.split(/[\s\\]+/);
}

function folderIn(stdout: string): string {
  const folder = /^ +folder {2,}(\S+)$/m.exec(stdout)?.[1];
  if (folder === undefined) throw new Error(`no folder is named: ${stdout}`);
  return folder;
}
