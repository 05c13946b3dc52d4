import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NOT_COUNTED } from '../../../protocol/governance/codes.ts';
import { replayCase } from '../../support/rules/replay-case.ts';
import type { CaseFile } from '../../support/vectors/governance/case-file.ts';
import { GOVERNANCE_FILES } from '../../support/vectors/governance/files.ts';
import { caseFile } from '../../support/vectors/governance/scenario.ts';

describe.each(GOVERNANCE_FILES)('vectors $name', ({ name, about, scenarios }) => {
  const file: CaseFile = JSON.parse(
    readFileSync(new URL(`../../../spec/vectors/${name}.json`, import.meta.url), 'utf8'),
  );

  test.each(file.cases)('[$rule] $id: $what', async (written) => {
    const { founding, expected, refused } = await replayCase(file, written);
    expect(new Set(founding)).toEqual(new Set(['counted']));
    expect(expected).toEqual(written.expected);
    for (const { level, refusal } of refused) expect(NOT_COUNTED[refusal.code].levels).toContain(level);
    expect(['counted', 'pending'].includes(expected.verdicts.at(-1) ?? '')).toBe(written.valid);
  });

  test('is what its scenarios write', async () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(await caseFile(about, scenarios))));
  }, 60_000);
});
