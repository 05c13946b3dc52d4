import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { verifyArchive } from '../../../protocol/verify/verify-archive.ts';
import { readArchive } from '../../../server/cli/read-archive.ts';
import { archiveFiles } from '../../../server/flows/archive/archive-files.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { settle, twoPeers, writeDrafts } from '../../support/network/negotiation.ts';
import { createNetwork, type Node } from '../../support/network/network.ts';

test('[R-20.2] an archive brings the DID logs of its witnesses: whoever trusts one needs nothing else', async () => {
  const network = createNetwork();
  const { a, b } = await twoPeers(network);
  await writeDrafts(a, 3);
  await settle([a, b]);
  const folder = await archiveOf(a);
  const found = async (trust: readonly string[]) =>
    verifyArchive(await readArchive(folder), { verify: verifyWithNode, now: network.now(), trust });
  expect(await found([b.commons])).toMatchObject({
    result: 'pass',
    singleHistory: { result: 'pass', trusted: [`folkmoot/${b.commons}`], unknown: 0 },
    findings: [],
  });
  expect((await found([])).singleHistory).toMatchObject({ result: 'unresolved', unknown: 1 });
  // Without its DID log the witness is nobody.
  await rm(join(folder, 'witnesses'), { recursive: true });
  expect((await found([b.commons])).singleHistory).toMatchObject({ result: 'unresolved', unknown: 0 });
});

test('[R-20.4] a file among the witnesses that is named after nobody is refused', async () => {
  const network = createNetwork();
  const { a } = await twoPeers(network);
  const folder = await archiveOf(a);
  await mkdir(join(folder, 'witnesses'), { recursive: true });
  await writeFile(join(folder, 'witnesses', 'somebody.jsonl'), '{}\n');
  await expect(readArchive(folder)).rejects.toMatchObject({
    type: 'malformed',
    message: expect.stringContaining('witnesses/somebody.jsonl'),
  });
});

test('[R-20.4] neither the order of the lines of entries.jsonl nor how they end matters; an empty line does', async () => {
  const network = createNetwork();
  const { a } = await twoPeers(network);
  await writeDrafts(a, 3);
  await settle([a]);
  const folder = await archiveOf(a);
  const file = join(folder, 'entries.jsonl');
  const whole = await readFile(file, 'utf8');
  const lines = whole.trimEnd().split('\n');
  const [first = '', second = '', ...rest] = lines;
  const found = async (text: string) => {
    await writeFile(file, text);
    return verifyArchive(await readArchive(folder), { verify: verifyWithNode, now: network.now() });
  };
  const expected = await found(whole);
  expect(expected).toMatchObject({ result: 'pass', entries: lines.length, faults: [] });
  expect(await found(`${[second, first, ...rest].join('\n')}\n`)).toEqual(expected);
  expect(await found(`${lines.toReversed().join('\n')}\n`)).toEqual(expected);
  expect(await found(`${lines.join('\r\n')}\r\n`)).toEqual(expected);
  for (const text of [`${first}\n\n${second}\n`, `${whole}\n`, `\r\n${whole}`])
    await expect(found(text)).rejects.toMatchObject({
      type: 'malformed',
      message: expect.stringContaining('is no entry'),
    });
  // Two lines whose places were exchanged, index and all, are another history.
  const other = lines.map((line) => JSON.parse(line));
  [other[3].index, other[4].index] = [4, 3];
  expect((await found(`${other.map((one) => JSON.stringify(one)).join('\n')}\n`)).faults).toContainEqual(
    expect.objectContaining({ code: 'not-included' }),
  );
});

async function archiveOf({ instance }: Node): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'folkmoot-archive-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for await (const { path, content } of archiveFiles(instance.context, () => true)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}
