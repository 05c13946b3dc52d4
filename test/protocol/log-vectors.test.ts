import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../protocol/bytes.ts';
import { parseLeaf } from '../../protocol/log/leaf.ts';
import { type LogFile, logFile, replayLogCase } from '../support/vectors/logs/log-file.ts';
import { LOG_FILES } from '../support/vectors/logs/log-files.ts';

describe.each(LOG_FILES)('vectors $name', ({ name, about, foundations }) => {
  const file: LogFile = JSON.parse(
    readFileSync(new URL(`../../spec/vectors/${name}.json`, import.meta.url), 'utf8'),
  );

  test('the file is what its generator writes', async () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(await logFile(about, foundations))));
  }, 60_000);

  test('every case has an id of its own', () => {
    expect(new Set(file.cases.map(({ id }) => id)).size).toBe(file.cases.length);
  });

  test.each(file.cases)('[$rule] $id: $what', async (written) => {
    const found = await replayLogCase(file, written);
    expect(found).toEqual(written.expected);
    expect(found.verdicts.at(-1) === 'counted').toBe(written.valid);
    for (const leaf of found.leaves) expect(() => parseLeaf(utf8(leaf))).not.toThrow();
  });
});
