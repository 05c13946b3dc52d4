import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../support/tidy/tree.ts';

type Planted = readonly [path: string, what: string, text: string];

/** A file that breaks the layers, each in its own way. */
const REFUSED: readonly Planted[] = [
  ['protocol/1.ts', 'node:fs', "export { readFileSync } from 'node:fs';\n"],
  ['protocol/2.ts', 'server/', "import { serve } from '../server/serve.ts';\nexport const start = serve;\n"],
  ['protocol/3.ts', 'federation/', "import { a } from '../federation/a.ts';\nexport const b = a;\n"],
  ['protocol/4.ts', 'a package not listed', "import { Hono } from 'hono';\nexport const app = new Hono();\n"],
  ['protocol/5.ts', 'the clock', 'export const now = () => Date.now();\n'],
  ['protocol/6.ts', 'the environment', 'export const home = () => process.env.HOME;\n'],
  ['protocol/7.ts', 'the network', "export const get = () => fetch('https://example.org');\n"],
  ['protocol/log/8.ts', 'node:fs, deeper', "import { readFileSync } from 'node:fs';\nreadFileSync('a');\n"],
  [
    'federation/1.ts',
    'server/',
    "import { serve } from '../server/serve.ts';\nexport const start = serve;\n",
  ],
  ['federation/2.ts', 'node:fs', "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n"],
  ['server/1.ts', 'test/', "import { a } from '../test/support/people.ts';\nexport const b = a;\n"],
];

const ALLOWED: readonly Planted[] = [
  ['protocol/a.ts', 'zod', "import * as z from 'zod';\nexport const text = z.string();\n"],
  ['protocol/b.ts', 'itself', "import { utf8 } from './bytes.ts';\nexport const bytes = utf8;\n"],
  ['federation/a.ts', 'protocol/', "import { utf8 } from '../protocol/bytes.ts';\nexport const b = utf8;\n"],
  ['server/a.ts', 'all below', "import { a } from '../federation/a.ts';\nexport const b = a;\n"],
  ['server/b.ts', 'node:fs', "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n"],
];

describe('the layers: server -> federation -> protocol', () => {
  let report = '';

  beforeAll(async () => {
    report = await lint([...REFUSED, ...ALLOWED]);
  });

  test.each(REFUSED)('%s MUST NOT use %s', (path) => {
    expect(complaints(report, path)).toContainEqual(expect.stringMatching(/noRestricted(Imports|Globals)$/));
  });

  test.each(ALLOWED)('%s may use %s', (path) => {
    expect(complaints(report, path)).toEqual([]);
  });
});

/** What the linter, set up as in this repository, says to files planted in an empty tree. */
async function lint(planted: readonly Planted[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'folkmoot-layers-'));
  try {
    await copyFile(join(ROOT, '.biome.jsonc'), join(folder, '.biome.jsonc'));
    for (const [path, , text] of planted) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await outputOf(join(ROOT, 'node_modules/.bin/biome'), folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function outputOf(biome: string, cwd: string): Promise<string> {
  const args = ['lint', '--colors=off', '--vcs-enabled=false', '--max-diagnostics=none', '.'];
  return new Promise((resolve) => {
    execFile(biome, args, { cwd }, (_, stdout, stderr) => resolve(stdout + stderr));
  });
}

/** Names of the rules that a file breaks. */
function complaints(report: string, path: string): readonly string[] {
  return report
    .split('\n')
    .filter((line) => line.startsWith(`${path}:`))
    .map((line) => line.split(' ')[1] ?? '');
}
