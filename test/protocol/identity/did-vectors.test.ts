import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extendsHistory, resolveDidLog } from '../../../protocol/identity/did-log.ts';
import { scidSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { parseTime } from '../../../protocol/time.ts';
import { type DidCase, summaryOf } from '../../support/vectors/did-case.ts';
import { didCases } from '../../support/vectors/did-cases.ts';
import { verifyEd25519 } from '../../support/vectors/ed25519.ts';

const file = new URL('../../../spec/vectors/01-did.json', import.meta.url);
const vectors: { description: string; cases: DidCase[] } = JSON.parse(readFileSync(file, 'utf8'));

describe('§1 the vectors of DID logs', () => {
  test.each(vectors.cases)('[$rule] $id: $what', async (vector) => {
    const { lines, known = [], valid } = vector;
    if (vector.problem !== undefined) {
      const { problem, fault } = vector;
      expect(await refusalOf(vector)).toEqual({ problem, ...(fault !== undefined && { fault }) });
      return;
    }
    const versions = await resolve(vector);
    expect(versions.map(summaryOf)).toEqual(vector.versions);
    expect(versions.map((version) => version.line)).toEqual(lines);
    expect(extendsHistory(known, lines)).toBe(valid);
  });

  test('are what their generator makes', async () => {
    expect(JSON.parse(JSON.stringify(await didCases()))).toEqual(vectors.cases);
  });

  test('have a good and a bad case of each rule, and each id once', () => {
    const rulesOf = (valid: boolean) =>
      new Set(vectors.cases.filter((vector) => vector.valid === valid).map((vector) => vector.rule));
    expect([...rulesOf(true)].toSorted()).toEqual([...rulesOf(false)].toSorted());
    expect(new Set(vectors.cases.map((vector) => vector.id)).size).toBe(vectors.cases.length);
  });
});

function resolve({ lines, now, expectedScid }: DidCase) {
  return resolveDidLog(lines, {
    now: parseTime(now) ?? Number.NaN,
    verify: verifyEd25519,
    ...(expectedScid !== undefined && { expectedScid: scidSchema.parse(expectedScid) }),
  });
}

async function refusalOf(vector: DidCase): Promise<unknown> {
  try {
    await resolve(vector);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const { fault } = error.extensions;
    return { problem: error.type, ...(fault !== undefined && { fault }) };
  }
  return 'accepted';
}
