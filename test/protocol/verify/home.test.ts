import { beforeEach, describe, expect, test } from 'vitest';
import type { Leaf } from '../../../protocol/log/leaf.ts';
import { readLogs } from '../../../protocol/verify/read-log.ts';
import { replayAll } from '../../../protocol/verify/replay-all.ts';
import type { ReplayedEntry } from '../../../protocol/verify/replay-log.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { buildExampleLogs } from '../../support/example-logs.ts';
import type { LoggedEntry } from '../../support/log-builder.ts';
import { bundleFor, levelsOf, verify, withheld, withoutEntries } from '../../support/verify/bundles.ts';
import { doctorLeaf } from '../../support/verify/hostile.ts';

type Example = Awaited<ReturnType<typeof buildExampleLogs>>;
let example: Example;
beforeEach(async () => {
  example = await buildExampleLogs();
});

const agreement = async () => {
  const { a, b, entries } = example;
  await a.log.checkpoint([{ commons: b.log.commons, witness: b.log.keyring.witness }]);
  await b.log.checkpoint([{ commons: a.log.commons, witness: a.log.keyring.witness }]);
  return bundleFor({ commons: a.log.commons, id: entries.seal.entry.id }, [a, b]);
};

/** The entry by which A's log received B's acceptance, as A's log is replayed from the bundle. */
async function received(bundle: Awaited<ReturnType<typeof agreement>>): Promise<ReplayedEntry | undefined> {
  const options = { verify: verifyWithNode, witnessKeys: [] };
  const logs = replayAll(await readLogs(bundle, options));
  return logs.get(example.a.log.commons)?.byDocument.get(example.entries.a2.entry.id);
}

describe('§9 [R-9.18] a document of another commons counts if it counts at its home', () => {
  test('an acceptance that counts there counts here', async () => {
    const bundle = await agreement();
    expect((await received(bundle))?.verdict?.status).toBe('counted');
    expect((await verify(bundle, trusting())).levels).toMatchObject({ V2: { result: 'pass' } });
  });

  test('one that does not count there counts nowhere, and there is no agreement', async () => {
    const { b, entries } = example;
    // Logged too late by B's own clock: void at home, though the decision behind it is good.
    const late = (leaf: Leaf) => ({ ...leaf, at: '2026-02-01T00:00:01.000Z' });
    doctorLeaf(b.log, entries.a2.entry.index, late);
    doctorLeaf(b.log, entries.a2.entry.index + 1, late);
    const bundle = await agreement();
    expect((await received(bundle))?.verdict).toMatchObject({
      status: 'not-counted',
      refusal: { code: 'evidence-insufficient' },
    });
    const report = await verify(bundle, trusting());
    expect(report.faults).toEqual([]);
    expect(report.levels.V3).toMatchObject({ result: 'fail', refusal: { code: 'acceptance-missing' } });
    expect(report.levels.V3.reason).toContain('The time for this was over.');
  });

  test.each([
    ['the hold’s resource', 9],
    ['the terms that it says yes to', 13],
    ['the decision', 15],
  ])('where %s is missing, that is not known here either', async (_, index) => {
    const { a, b } = example;
    const whole = await agreement();
    for (const bundle of [
      withoutEntries(whole, b.log.commons, [index]),
      withheld(whole, b.log.commons, [index]),
    ]) {
      expect((await received(bundle))?.verdict?.status).toBe('unresolved');
      const report = await verify(bundle, trusting());
      expect(Object.values(levelsOf(report))).toContain('unresolved');
      expect(Object.values(levelsOf(report))).not.toContain('fail');
      expect(a.log.commons).toBe(report.target.commons);
    }
  });

  test('without its home log it is unresolved, and the document is named', async () => {
    const whole = await agreement();
    const bundle = { ...whole, logs: whole.logs.filter(({ commons }) => commons !== example.b.log.commons) };
    const id = example.entries.a2.entry.id;
    expect((await received(bundle))?.verdict?.missing).toContainEqual({ kind: 'foreign', id });
    const report = await verify(bundle, trusting());
    expect(report.levels.V2.missing).toContainEqual({ kind: 'foreign', id });
  });

  test('a home log that is not authenticated tells nothing', async () => {
    const { b } = example;
    const bundle = withoutEntries(await agreement(), b.log.commons, [3]); // the key history
    expect((await received(bundle))?.verdict?.status).toBe('unresolved');
    expect(levelsOf(await verify(bundle, trusting()))).toMatchObject({ V1: 'unresolved', V2: 'unresolved' });
  });

  test('two entries that each wait for the other: neither can have come first, and nothing is known', async () => {
    const { a, entries } = example;
    const read = await readLogs(await agreement(), { verify: verifyWithNode, witnessKeys: [] });
    // A shows B's acceptance before its own, which B had before it accepted.
    const crossed = read.map((log) =>
      log.commons === a.log.commons ? { ...log, entries: swapped(log.entries, entries.a1, entries.a2) } : log,
    );
    const ofB = replayAll(crossed).get(example.b.log.commons);
    const verdict = ofB?.byDocument.get(entries.a1.entry.id)?.verdict;
    expect(verdict?.missing).toContainEqual({ kind: 'foreign', id: entries.a1.entry.id });
  });
});

function swapped<Read extends { readonly leaf: Leaf }>(
  entries: readonly Read[],
  one: LoggedEntry,
  other: LoggedEntry,
): Read[] {
  const at = (logged: LoggedEntry) => entries.findIndex(({ leaf }) => leaf.doc === logged.entry.id);
  const [first, second] = [entries[at(one)], entries[at(other)]];
  return entries.flatMap((entry) =>
    entry === first ? (second ?? []) : entry === second ? (first ?? []) : entry,
  );
}

function trusting() {
  return { trust: [example.a.log.commons, example.b.log.commons] };
}
