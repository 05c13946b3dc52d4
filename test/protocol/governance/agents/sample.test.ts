import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { utf8 } from '../../../../protocol/bytes.ts';
import { isSampled } from '../../../../protocol/governance/agents/sample.ts';
import { documentIdSchema, hashTextOf } from '../../../../protocol/ids.ts';

const idOf = (label: string) => documentIdSchema.parse(`ni:///sha-256;${hashTextOf(utf8(label))}`);
const at = fc.integer({ min: 0, max: 4_000_000_000_000 });

describe('§13 [R-13.20] the sample', () => {
  test.prop([fc.string(), at])('is the same for everybody', (label, time) => {
    const entry = { id: idOf(label), at: time };
    expect(isSampled(entry)).toBe(isSampled({ ...entry }));
  });

  test('takes about one in ten, whatever the document: the time decides', () => {
    const id = idOf('a document that an agent chose');
    const taken = Array.from({ length: 10_000 }, (_, time) => isSampled({ id, at: time })).filter(Boolean);
    expect(taken.length).toBeGreaterThan(850);
    expect(taken.length).toBeLessThan(1150);
  });
});
