import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanUp, type Device, ensureBuilt, freePort, newDevice, newFolder, startServer } from './support.ts';

const SAID = 'Because Cem is never there.';

let ana: Device;
let ben: Device;
let files: string;

/** Two coordinators at two keyboards, and a server in a process of its own. */
beforeAll(async () => {
  await ensureBuilt();
  const data = await newFolder();
  files = await newFolder();
  const port = String(await freePort());
  [ana, ben] = [await newDevice(), await newDevice()];
  const { key } = await ben.json<{ key: string }>('login', '--new-key', '--name', 'Ben');
  const wish = ['init', '--name', 'Pair', '--founder', 'Ana', '--co-founder', `Ben=${key}`];
  await ana.json(...wish, '--data', data, '--port', port);
  const { origin } = await startServer(['--data', data, '--port', port]);
  await ben.json('login', '--server', origin, '--as', 'Ben');
  await ben.json('confirm');
}, 120_000);
afterAll(cleanUp, 60_000);

interface Logged {
  readonly id: string;
  readonly short: string;
  readonly verdict: { readonly status: string };
}
interface Erasures {
  readonly erasures: readonly object[];
}
interface Bundle {
  readonly target: { readonly id: string };
  readonly logs: readonly {
    readonly checkpoint: string;
    readonly entries: readonly {
      readonly leaf: { readonly doc: string; readonly type: string };
      readonly envelope?: object;
    }[];
  }[];
  readonly attachments: Readonly<Record<string, string>>;
}

const at = (name: string) => join(files, name);
const bundleIn = async (name: string) => JSON.parse(await readFile(at(name), 'utf8')) as Bundle;
const textsIn = ({ attachments }: Bundle) =>
  Object.values(attachments).map((text) => Buffer.from(text, 'base64url').toString());

/** Ana decides, and where that takes two Ben signs as well. */
async function decided(...options: readonly string[]): Promise<Logged> {
  const logged = await ana.json<Logged>('decide', ...options);
  if (logged.verdict.status === 'pending') await ben.json('confirm', logged.short);
  return logged;
}
const changed = (reason: string) =>
  decided('--change', 'docs/a.md', '--title', 'A sentence', '--content', at('a.md'), '--reason', reason);

beforeAll(() => writeFile(at('a.md'), 'A clearer sentence.'));

describe('§16 [R-16.14] `erase`', () => {
  test('deletes what one wrote, says what stays and where, and the place tells of it', async () => {
    const text = ['propose', '--text', 'We swim on Tuesdays.', '--domain', 'Purpose and charter'];
    const { short } = await ana.json<Logged>(...text, '--reason', SAID);
    expect((await ben.run('proposals', short)).stdout).toContain(SAID);
    const { status, stdout, stderr } = await ana.run('erase', short, '--reason', 'I said too much.', '--yes');
    expect(status).toBe(0);
    expect(stderr).toContain('You erase what you wrote, for good, in 1 document');
    expect(stdout).toMatch(/^The erasure is entry \d+ of the log\. It counts\./);
    expect(stdout).toContain('copies in bundles that somebody took home stay');
    expect(stdout).toContain('erasures');
    const shown = (await ben.run('proposals', short)).stdout;
    expect(shown).not.toContain(SAID);
    expect(shown.replaceAll(/\s+/g, ' ')).toMatch(
      /\[This text was erased on [\d-]+: Its author asked for it\.\]/,
    );
    const listed = (await ben.run('erasures')).stdout;
    expect(listed).toContain('author-request');
    expect(listed).toContain('no peers');
    expect(listed).toContain('cannot be called back');
  }, 120_000);

  test('refuses before anything is signed what would not count, and says why', async () => {
    const { short } = await changed('It was wrong.');
    const { erasures } = await ana.json<Erasures>('erasures');
    const office = await ana.problem(1, 'erase', short);
    expect(office).toMatchObject({ code: 'no-right', detail: expect.stringContaining('Nothing was signed') });
    const text = ['propose', '--text', 'We run.', '--domain', 'Purpose and charter', '--reason', 'Why not.'];
    const mine = await ana.json<Logged>(...text);
    expect(await ben.problem(1, 'erase', mine.short)).toMatchObject({ code: 'not-author' });
    expect(await ana.problem(1, 'erase', mine.short, '--whole')).toMatchObject({ code: 'still-needed' });
    expect((await ana.problem(2, 'erase', mine.short, '--text', 'A'.repeat(43))).detail).toContain(
      'no such text',
    );
    expect((await ana.problem(2, 'decide', '--ground', 'law', '--reason', 'x')).detail).toContain('--erase');
    expect((await ana.json<Erasures>('erasures')).erasures).toEqual(erasures);
  }, 120_000);

  test('[R-16.15] [R-16.21] by decision, of a decision’s reason: what is taken home afterwards lacks it, and verifies as before', async () => {
    const { id, short } = await changed('Because a child is named.');
    await ben.json('bundle', id, '-o', at('before.json'));
    await decided('--erase', short, '--ground', 'safety', '--reason', 'It names a child.');
    const { erasures } = await ben.json<Erasures>('erasures');
    expect(erasures[0]).toMatchObject({ ground: 'safety', what: [{ document: id, texts: 1, whole: false }] });
    await ben.json('bundle', id, '-o', at('after.json'));
    const said = (text: string) => text.includes('Because a child is named.');
    expect(textsIn(await bundleIn('before.json')).some(said)).toBe(true);
    expect(textsIn(await bundleIn('after.json')).some(said)).toBe(false);
    for (const name of ['before.json', 'after.json'])
      expect((await ben.run('verify', at(name))).stdout).toContain('Result: pass.');
  }, 120_000);
});

describe('§16 [R-16.35] a part is handed on, and the rest later', () => {
  let whole: Bundle;
  let id: string;
  let domain: string;
  beforeAll(async () => {
    ({ id } = await changed('It rains in.'));
    await ana.json('bundle', id, '-o', at('whole.json'));
    whole = await bundleIn('whole.json');
    const shown = whole.logs[0]?.entries.filter(({ envelope }) => envelope !== undefined) ?? [];
    domain = shown.findLast(({ leaf }) => leaf.type === 'domain')?.leaf.doc ?? '';
  }, 120_000);

  test('what rests on what is withheld is unresolved, in words; with it, it passes, to the byte', async () => {
    expect((await ana.run('verify', at('whole.json'))).status).toBe(0);
    const taken = await ana.run('bundle', id, '--withhold', domain, '-o', at('part.json'));
    expect(taken.stdout).toContain('Verify it anywhere, without network');
    expect(await readFile(at('part.json'), 'utf8')).not.toBe(await readFile(at('whole.json'), 'utf8'));
    const { status, stdout } = await ben.run('verify', at('part.json'));
    expect(status).toBe(3);
    expect(stdout).toContain(
      'Withheld from this bundle: 1 document; what rests on it is unresolved(withheld 1).',
    );
    expect(stdout).toContain('Result: unresolved, neither yes nor no.');
    expect(stdout).toContain(`What is missing in the file:\n  document ${domain}`);
    expect(
      await ben.json<{ file: string }>(
        'disclose',
        at('part.json'),
        '--from',
        at('whole.json'),
        '-o',
        at('again.json'),
      ),
    ).toMatchObject({ file: at('again.json') });
    // Between the two the log may have stated its heads: then the part is one of a longer log.
    const sizeOf = async (file: string) => (await bundleIn(file)).logs[0]?.checkpoint.split('\n')[1];
    if ((await sizeOf('part.json')) === (await sizeOf('whole.json')))
      expect((await readFile(at('again.json'))).equals(await readFile(at('whole.json')))).toBe(true);
    const again = await ben.run('verify', at('again.json'));
    expect(again.status).toBe(0);
    expect(again.stdout).not.toContain('Withheld');
  }, 120_000);

  test('a part is named by a beginning of its id, or by what it calls itself', async () => {
    const named = (name: string, file: string) => ['bundle', id, '--withhold', name, '-o', at(file)];
    const lacks = async (file: string) =>
      (await bundleIn(file)).logs.flatMap(({ entries }) =>
        entries.flatMap(({ leaf, envelope }) => (envelope === undefined ? [leaf.doc] : [])),
      );
    const [before, hash] = [await lacks('whole.json'), domain.replace('ni:///sha-256;', '')];
    for (const name of [hash, hash.slice(0, 8)]) {
      await ana.json(...named(name, 'named.json'));
      expect(await lacks('named.json')).toEqual(expect.arrayContaining([...before, domain]));
    }
    await ana.json(...named('coordinator', 'named.json'));
    expect(await lacks('named.json')).toHaveLength(before.length + 1);
    expect((await ana.problem(1, ...named('Treasurer', 'never.json'))).type).toContain('not-found');
    expect((await ana.problem(2, ...named('x', 'never.json'))).detail).toContain('names no part');
  }, 120_000);

  test('some of it first: the number is told, and falls', async () => {
    const withheld = ['--withhold', domain, '--withhold', id];
    await ana.json('bundle', id, ...withheld, '--no-texts', '-o', at('less.json'));
    expect((await bundleIn('less.json')).attachments).toEqual({});
    expect((await ben.run('verify', at('less.json'))).status).toBe(3);
    const one = ['disclose', at('less.json'), id, '--from', at('whole.json'), '-o', at('more.json')];
    expect((await ben.run(...one)).stdout).toContain('Verify it anywhere, without network');
    expect((await ben.run('verify', at('more.json'))).stdout).toContain('unresolved(withheld 1)');
    const rest = ['disclose', at('more.json'), domain, '--from', at('whole.json'), '-o', at('most.json')];
    expect((await ben.run(...rest)).status).toBe(0);
    expect((await ben.run('verify', at('most.json'))).status).toBe(0);
  }, 120_000);

  test('texts are no part of any proof', async () => {
    await ana.json('bundle', id, '--no-texts', '-o', at('bare.json'));
    expect((await ben.run('verify', at('bare.json'))).status).toBe(0);
  }, 60_000);

  test('[R-16.36] something else under the same name is refused, and so is a name that is not there', async () => {
    await ana.json('bundle', id, '--withhold', domain, '-o', at('lacking.json'));
    const { logs } = whole;
    const [other] = logs.flatMap(({ entries }) =>
      entries.filter((entry) => entry.leaf.doc !== domain && entry.envelope !== undefined),
    );
    const forged = logs.map((log) => ({
      ...log,
      entries: log.entries.map((entry) =>
        entry.leaf.doc === domain ? { ...entry, envelope: other?.envelope } : entry,
      ),
    }));
    await writeFile(at('forged.json'), JSON.stringify({ ...whole, logs: forged }));
    const out = ['-o', at('never.json')];
    const bad = await ben.problem(1, 'disclose', at('lacking.json'), '--from', at('forged.json'), ...out);
    expect(bad.type).toBe('urn:folkmoot:problem:malformed');
    const stray = ['disclose', at('lacking.json'), 'A'.repeat(43), '--from', at('whole.json'), ...out];
    expect((await ben.problem(1, ...stray)).type).toBe('urn:folkmoot:problem:not-found');
    expect(
      (await ben.problem(2, 'disclose', at('lacking.json'), 'x', '--from', at('whole.json'), ...out)).detail,
    ).toContain('names no part');
    await expect(readFile(at('never.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  }, 60_000);
});
