import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toBase64url, utf8 } from '../../protocol/bytes.ts';
import { leafHash, rootOf } from '../../protocol/log/tree.ts';
import { wordOf } from '../support/rules/record.ts';
import { startReplay } from '../support/rules/replay.ts';
import { type ExampleFile, exampleFiles } from '../support/vectors/logs/example-file.ts';

describe.each(['04-example-a', '04-example-b'])('§4 [R-3.4] the example log %s', (name) => {
  const file: ExampleFile = JSON.parse(
    readFileSync(new URL(`../../spec/vectors/${name}.json`, import.meta.url), 'utf8'),
  );

  test('is what its generator writes', async () => {
    expect(file).toEqual(JSON.parse(JSON.stringify((await exampleFiles())[name])));
  });

  test('comes out again from the file alone: every leaf, every verdict, the root', async () => {
    const replay = startReplay(file.documents, file.commons);
    const leaves: string[] = [];
    for (const { id, expected, valid, ...entry } of file.cases) {
      const admitted = await replay.play(entry);
      const leaf = new TextDecoder().decode(admitted.leafBytes);
      leaves.push(leaf);
      expect({ id, leaf, verdict: wordOf(admitted) }).toEqual({ id, ...expected });
      expect(expected.verdict === 'counted').toBe(valid);
    }
    expect(toBase64url(rootOf(leaves.map((leaf) => leafHash(utf8(leaf)))))).toBe(file.root);
  });

  test('an entry less, and every later leaf of its threads is another one', async () => {
    const replay = startReplay(file.documents, file.commons);
    const left = file.cases.filter((_, index) => index !== 10);
    const words: string[] = [];
    for (const entry of left) {
      const admitted = await replay.play(entry);
      words.push(new TextDecoder().decode(admitted.leafBytes));
    }
    const expected = left.map((entry) => entry.expected.leaf);
    expect(words.slice(0, 10)).toEqual(expected.slice(0, 10));
    expect(words.slice(10)).not.toEqual(expected.slice(10));
  });
});
