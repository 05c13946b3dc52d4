import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { act, addResource, startInstances, type TestInstance } from '../../support/instances.ts';
import { cleanUp, type Device, ensureBuilt, newDevice, newFolder } from './support.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Bundle {
  readonly target: { readonly id: string };
  readonly logs: {
    entries: {
      readonly index: number;
      readonly leaf: { readonly doc: string; readonly type: string };
      readonly path: readonly string[];
      envelope?: { readonly payload: string; readonly signature: string };
    }[];
    readonly checkpoint: string;
  }[];
  readonly attachments: Readonly<Record<string, string>>;
}

let instance: TestInstance;
let reader: Device;
let folder: string;
/** A decision about hours, and one about money: without witnesses the second one's time is vouched for by nobody. */
let good: { readonly id: string; readonly text: string; readonly bundle: Bundle };
let money: string;

beforeAll(async () => {
  await ensureBuilt();
  folder = await newFolder();
  reader = await newDevice();
  [instance] = (await startInstances(['a'])) as [TestInstance]; // one for each name
  const hours = await decidedBundle({ kind: 'hours', name: 'Work', unit: 'minute', quantity: 600 });
  good = { ...hours, bundle: JSON.parse(hours.text) as Bundle };
  money = (await decidedBundle({ kind: 'money', name: 'Fund', unit: 'cent', quantity: 600 })).text;
}, 120_000);
afterAll(async () => {
  await instance?.stop();
  await cleanUp();
}, 60_000);

async function decidedBundle(what: Parameters<typeof addResource>[1]) {
  const resource = await addResource(instance, what);
  const { id } = await act(instance.client, 'decision', {
    operations: [{ op: 'transfer', resource, quantity: 10, to: { named: { say: 'the garden' } } }],
    reason: { say: 'They asked us.' },
  });
  const bytes = await instance.client.getBytes(`/bundles/${encodeURIComponent(id)}`);
  return { id, text: new TextDecoder().decode(bytes) };
}

/** Runs `verify` on a text, in a process of its own. */
async function verify(text: string, ...args: readonly string[]) {
  const file = join(folder, `${verified++}.json`);
  await writeFile(file, text);
  return reader.run('verify', file, ...args);
}
let verified = 0;

describe('§9 a good bundle', () => {
  test('passes, with status 0, in words and as JSON', async () => {
    const { status, stdout, stderr } = await verify(good.text);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`decision ${good.id}`);
    expect(stdout).toMatch(/^of the commons “Commons A” \(Qm\w{44}\), entry \d+, logged /m);
    expect(stdout).not.toContain('(es)');
    for (const level of ['V0', 'V1', 'V2', 'V3', 'V4', 'V5']) expect(stdout).toContain(`${level} `);
    expect(stdout).toContain('Single history: unresolved');
    expect(stdout).toContain('that members are distinct people');
    const json = await verify(good.text, '--json', '--require', 'v5');
    expect(json.status).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({
      result: 'pass',
      required: 'V5',
      target: { id: good.id, type: 'decision' },
      levels: { V0: { result: 'pass' }, V3: { result: 'attested' } },
    });
  });

  test('passes though a level that was not required is open, and says which in its last line', async () => {
    const { status, stdout } = await verify(good.text, '--max-age', '0');
    expect(status, stdout).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines.slice(-2)).toEqual([
      '',
      'Result: pass. Every level that was required holds (required: V0 to V4, marked *). V5 was not required: unresolved.',
    ]);
    expect(stdout).not.toContain('What is missing');
  });

  test('comes by standard input too', async () => {
    const { spawnSync } = await import('node:child_process');
    const main = join(root, 'dist/server/cli/main.js');
    const { status } = spawnSync(process.execPath, [main, 'verify', '-'], { input: good.text });
    expect(status).toBe(0);
  });

  test('about money whose time nobody vouches for is unresolved: status 3, but not for less', async () => {
    const { status, stdout } = await verify(money);
    expect(status).toBe(3);
    expect(stdout).toMatch(/V3 \w+ +unresolved/);
    expect(stdout).toContain('Result: unresolved, neither yes nor no. The file does not prove V3 ');
    expect((await verify(money, '--require', 'V2')).status).toBe(0);
    expect(JSON.parse((await verify(money, '--json')).stdout).result).toBe('unresolved');
  });
});

describe('§9 one changed byte fails, with status 1', () => {
  const positions: readonly (readonly [string, (bundle: Bundle) => string | undefined])[] = [
    ['the decision', (bundle) => targetOf(bundle).envelope?.payload],
    ['its signature', (bundle) => targetOf(bundle).envelope?.signature],
    ['its path to the root', (bundle) => targetOf(bundle).path[0]],
    ['another document', ({ logs }) => logs[0]?.entries[0]?.envelope?.payload],
    ['an attached text', ({ attachments }) => Object.values(attachments)[0]],
    ['the root in the checkpoint', ({ logs }) => logs[0]?.checkpoint.split('\n')[2]],
    ['the log’s signature', ({ logs }) => logs[0]?.checkpoint.split('\n')[4]?.split(' ')[2]],
    ['the mark of a bundle', () => 'folkmoot'],
  ];

  test.for(positions)('in %s', async ([, find]) => {
    const found = find(good.bundle);
    if (found === undefined) throw new Error('the bundle has no such part');
    const altered = changeInside(good.text, found);
    const ran = await verify(altered, '--json');
    expect(ran.status, ran.stdout + ran.stderr).toBe(1);
    const answer = JSON.parse(ran.stdout);
    expect(answer.result).toBe('fail');
    expect(answer.faults?.length ?? 1).toBeGreaterThan(0);
  });

  test('and a file that nests too deep is told of in a sentence', async () => {
    expect((await verify('['.repeat(40))).stderr).toContain('damaged: JSON may nest 32 deep');
  });

  test('and a file that is cut off, empty, or something else altogether', async () => {
    for (const text of [
      good.text.slice(0, -1),
      good.text.slice(0, 5000),
      '',
      'null',
      '[]',
      'GIF89a\u0000\u0001',
      '{"folkmoot":"bundle"}',
    ]) {
      const ran = await verify(text, '--json');
      expect(ran.status, text.slice(0, 30)).toBe(1);
      expect(JSON.parse(ran.stdout)).toMatchObject({
        type: 'urn:folkmoot:problem:malformed',
        result: 'fail',
      });
    }
    const { stderr, stdout } = await verify('nonsense');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^folkmoot: The file is no proof bundle, or it is damaged: /);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('and none of a hundred random ones ends in a crash', async () => {
    const { verifyBundle } = await import('../../../protocol/verify/verify-bundle.ts');
    const { verifyWithNode } = await import('../../../server/keys/node-verify.ts');
    const { ProtocolError } = await import('../../../protocol/problem.ts');
    const bytes = new TextEncoder().encode(good.text);
    for (let count = 0; count < 100; count++) {
      const altered = bytes.slice();
      const at = Math.floor((count + 0.5) * (bytes.length / 100));
      altered[at] = (altered[at] ?? 0) ^ 1;
      const said = await verifyBundle(altered, { verify: verifyWithNode, now: Date.now() }).catch(
        (error) => error,
      );
      expect(said instanceof ProtocolError || 'levels' in said, `byte ${at}: ${said}`).toBe(true);
    }
  });
});

describe('§9 a hole', () => {
  test('where a document is left out is unresolved, with status 3, and named', async () => {
    for (const type of ['mandate', 'charter', 'role']) {
      const bundle = structuredClone(good.bundle);
      for (const entry of bundle.logs[0]?.entries ?? []) if (entry.leaf.type === type) delete entry.envelope;
      const { status, stdout } = await verify(textOf(bundle));
      expect(status, type + stdout).toBe(3);
      expect(stdout).toContain('What is missing in the file:');
    }
  });

  test('where a whole entry is left out, too', async () => {
    const bundle = structuredClone(good.bundle);
    for (const log of bundle.logs) log.entries = log.entries.filter(({ leaf }) => leaf.type !== 'mandate');
    expect((await verify(textOf(bundle))).status).toBe(3);
  });
});

describe('wrong usage ends with status 2', () => {
  test.for([
    [['/nowhere/bundle.json'], 'cannot be read'],
    [[dirname(root)], 'is no archive: there is no archive.json in it'],
    [[], "Missing required argument 'file'"],
    [['x', '--require', 'V9'], '--require takes one of V0, V1, V2, V3, V4, V5, not “V9”'],
    [['x', '--trust', 'my friend'], '--trust takes an SCID'],
    [['x', '--max-age', 'old'], '--max-age takes a whole number'],
  ] as const)('%j', async ([args, sentence]) => {
    expect((await reader.problem(2, 'verify', ...args)).detail).toContain(sentence);
  });

  test('as a process, too', async () => {
    const { status, stderr } = await reader.run('verify', '/nowhere/bundle.json');
    expect(status).toBe(2);
    expect(stderr).toContain('/nowhere/bundle.json cannot be read');
  });
});

test('`verify` needs protocol/ and Node’s Ed25519 alone: no network, no server, no settings', async () => {
  const allowed =
    /^(protocol\/|server\/keys\/node-verify\.ts$|server\/(amount-text|any-language|issue-words)\.ts$|server\/cli\/)/;
  const nodeAllowed = new Set(
    ['crypto', 'events', 'fs', 'fs/promises', 'path', 'readline', 'module', 'async_hooks'].map(
      (name) => `node:${name}`,
    ),
  );
  const seen = new Set<string>();
  const foreign = new Set<string>();
  const queue = [
    'server/cli/main.ts',
    'server/cli/run-cli.ts',
    'server/cli/compile-cache.ts',
    'server/cli/commands/verify.ts',
  ];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const source = await readFile(join(root, file), 'utf8');
    // What is only a type is gone at run time; what is imported by `import()` is another command's.
    for (const [, what, from = ''] of source.matchAll(/^import (type )?[^;]*?from '([^']+)';/gm)) {
      if (what !== undefined) continue;
      if (from.startsWith('.')) queue.push(relative(root, resolve(root, dirname(file), from)));
      else foreign.add(from.startsWith('node:') ? from : packageOf(from));
    }
  }
  expect([...seen].filter((file) => !allowed.test(file))).toEqual([]);
  const packages = [...foreign].filter((name) => !name.startsWith('node:'));
  const own = [
    '@noble/curves',
    '@noble/hashes',
    'canonicalize',
    'jose',
    're2js',
    'zod',
    'commander',
    'cli-table3',
  ];
  expect(packages.filter((name) => !own.includes(name))).toEqual([]);
  expect([...foreign].filter((name) => name.startsWith('node:') && !nodeAllowed.has(name))).toEqual([]);
});

/** `@scope/name/path` → `@scope/name` */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function targetOf({ logs, target }: Bundle) {
  const entry = logs[0]?.entries.find(({ leaf }) => leaf.doc === target.id);
  if (entry === undefined) throw new Error('the bundle holds its target');
  return entry;
}

/** The text with one character in the middle of a part replaced by its neighbour: one bit of one byte. */
function changeInside(text: string, part: string): string {
  const at = text.indexOf(part.replaceAll('\n', '\\n')) + Math.floor(part.length / 2);
  const changed = String.fromCharCode(text.charCodeAt(at) ^ 1);
  return text.slice(0, at) + changed + text.slice(at + 1);
}

/** As a server would write it. */
function textOf(bundle: Bundle): string {
  return new TextDecoder().decode(canonicalBytes(bundle as unknown as JsonObject));
}
