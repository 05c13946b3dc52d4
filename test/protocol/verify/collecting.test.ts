import { describe, expect, test } from 'vitest';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Bundle } from '../../../protocol/verify/bundle.ts';
import {
  type CollectOptions,
  collectBundle,
  type EvidenceLog,
} from '../../../protocol/verify/collect-bundle.ts';
import { LEVELS } from '../../../protocol/verify/report.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { buildExampleLogs } from '../../support/example-logs.ts';
import { createCommons } from '../../support/found-commons.ts';
import { textOf } from '../../support/people.ts';
import { AFTERWARDS, bytesOf, verify } from '../../support/verify/bundles.ts';
import { goodBundles } from '../../support/verify/good-bundles.ts';
import { type SmallCommons, smallCommons } from '../../support/verify/small-commons.ts';

/** A log as a reader sees it who may not see everything. */
function seenBy(log: EvidenceLog, maySee: (document: FolkmootDocument) => boolean): EvidenceLog {
  return {
    ...log,
    read: async (indices) =>
      (await log.read(indices)).map((entry) =>
        entry.document === null || maySee(entry.document)
          ? entry
          : { ...entry, verified: null, document: null },
      ),
  };
}

const collect = (
  { log }: SmallCommons,
  id: Bundle['target']['id'],
  maySee = (_: FolkmootDocument) => true,
  options?: CollectOptions,
) =>
  collectBundle(
    { commons: log.commons, id },
    {
      logs: new Map([[log.commons, seenBy(log.evidence(), maySee)]]),
      attachments: async () => new Map(),
      witnesses: async () => [],
    },
    options,
  );

describe('§9 [R-9.20] who makes a bundle', () => {
  test('what the reader may not see MUST be withheld, and not left out', async () => {
    const commons = await smallCommons('small');
    commons.log.setClock('2026-01-10T12:00:00.000Z');
    const { entry } = await commons.decide(commons.people.ana, 100);
    await commons.log.checkpoint();
    const whole = await collect(commons, entry.id);
    const less = await collect(commons, entry.id, ({ type }) => type !== 'mandate');
    const indices = ({ logs }: Bundle) => logs.flatMap(({ entries }) => entries.map(({ index }) => index));
    const mandate = commons.log.entries.findIndex(({ entry: { id } }) => id === commons.refs.MA.id);
    expect(indices(whole)).toContain(mandate);
    expect(indices(less)).toContain(mandate);
    const withheld = less.logs[0]?.entries.filter(({ envelope }) => envelope === undefined);
    expect(withheld?.map(({ leaf }) => leaf.type)).toContain('mandate');
    const report = await verify(less);
    expect(report.levels.V2).toMatchObject({ result: 'unresolved', missing: [{ kind: 'withheld' }] });
  });

  test('[R-9.8] whoever holds the log needs no leaf to see that nothing came later; everybody else does', async () => {
    const commons = await smallCommons('small');
    const { entry } = await commons.decide(commons.people.ana, 100);
    await commons.decide(commons.people.ana, 200);
    await commons.log.checkpoint();
    const whole = await collect(commons, entry.id);
    const less = await collect(commons, entry.id, undefined, { forHolder: true });
    expect(less.logs[0]?.entries.length).toBeLessThan(whole.logs[0]?.entries.length ?? 0);
    const options = { verify: verifyWithNode, now: AFTERWARDS };
    const report = await verifyParsed(whole, options);
    expect(report.levels.V5.result).toBe('attested');
    expect((await verifyParsed(less, options)).levels.V5.result).toBe('unresolved');
    const held = await verifyParsed(less, { ...options, holds: commons.log.commons });
    expect(held.levels).toEqual(report.levels);
  });

  test('holds a target that its reader may not see, as a leaf', async () => {
    const commons = await smallCommons('small');
    const { entry } = await commons.decide(commons.people.ana, 100);
    await commons.log.checkpoint();
    const bundle = await collect(commons, entry.id, ({ type }) => type !== 'decision');
    expect((await verify(bundle)).levels).toMatchObject({
      V0: { result: 'unresolved' },
      V1: { result: 'pass' },
    });
  });

  test('a document that is not in the log has no bundle', async () => {
    const commons = await smallCommons('small');
    await commons.log.checkpoint();
    const id = `ni:///sha-256;${'A'.repeat(43)}` as Bundle['target']['id'];
    await expect(collect(commons, id)).rejects.toMatchObject({ type: 'not-found' });
  });

  test('an agreement comes with both parties’ logs, and without the evidence of their acceptances', async () => {
    const agreement = (await goodBundles()).find(({ name }) => name === 'agreement')?.bundle;
    const { a, b, entries } = await buildExampleLogs();
    expect(agreement?.logs.map(({ commons }) => commons)).toEqual([a.log.commons, b.log.commons]);
    const { document } = entries.a1.entry;
    if (document.type !== 'acceptance') throw new TypeError('the entry is an acceptance');
    expect(agreement?.attachments).not.toHaveProperty(document.evidence.bundle.attachment);
    expect(agreement?.attachments).toHaveProperty(textOf('A fair exchange.').text.attachment);
  });
});

describe('§9 [R-9.21] the report', () => {
  test('MUST NOT merge the levels into one verdict, and says what it cannot show', async () => {
    const [one] = await goodBundles();
    if (one === undefined) throw new TypeError('there are good bundles');
    const report = await verify(one.bundle, { trust: one.trust, now: one.now });
    expect(Object.keys(report).sort()).toEqual([
      'checks',
      'completeness',
      'faults',
      'findings',
      'levels',
      'notShown',
      'singleHistory',
      'target',
      'verdict',
      'withheld',
    ]);
    expect(report.target).toMatchObject({ type: 'decision', index: 11, at: '2026-01-10T12:00:00.000Z' });
    expect(report.completeness).toBe('indexed');
    for (const level of LEVELS) {
      expect(report.levels[level].reason).toMatch(/\.$/);
      if (level !== 'V4') expect(report.levels[level].proofs).not.toEqual([]);
    }
  });

  test('[R-9.9] says that members may be one person, witnesses one, and people pressed, whatever the levels', async () => {
    const [one] = await goodBundles();
    if (one === undefined) throw new TypeError('there are good bundles');
    for (const bundle of [
      one.bundle,
      { ...one.bundle, target: { ...one.bundle.target, id: one.bundle.target.id.replace(/.{4}$/, 'AAAA') } },
    ]) {
      const { notShown } = await verifyParsed(bundle as Bundle, { verify: verifyWithNode, now: AFTERWARDS });
      expect(notShown).toHaveLength(4);
    }
  });
});

describe('§9 [R-9.22] what verification costs', () => {
  /** Signatures that are checked for a bundle of a decision after so many others. */
  async function signaturesFor(
    others: number,
  ): Promise<{ readonly checked: number; readonly entries: number }> {
    const commons = await smallCommons('small', { limits: { each: 1000, perPeriod: 1_000_000 } });
    commons.log.setClock('2026-01-10T12:00:00.000Z');
    for (let count = 0; count < others; count++) await commons.decide(commons.people.ben, 1);
    const { entry } = await commons.decide(commons.people.ana, 1);
    await commons.log.checkpoint();
    const bundle = await collect(commons, entry.id);
    let checked = 0;
    await verify(bundle, {
      verify: async (...signature) => {
        checked++;
        return verifyWithNode(...signature);
      },
    });
    return { checked, entries: bundle.logs[0]?.entries.length ?? 0 };
  }

  test('each signature is checked once, however many entries there are', async () => {
    for (const others of [0, 40]) {
      const { checked, entries } = await signaturesFor(others);
      // One for each entry, one for the line of the DID, one for the checkpoint.
      expect(checked).toBeLessThanOrEqual(entries + 2);
    }
  });

  test('witnesses who did not cosign cost no more than their own lines', async () => {
    const [one] = await goodBundles();
    if (one === undefined) throw new TypeError('there are good bundles');
    const crowd = await Promise.all(
      Array.from({ length: 20 }, (_, at) => createCommons(`stranger-${at}`, '2026-01-05T09:00:00Z')),
    );
    const witnesses = [
      ...one.bundle.witnesses,
      ...crowd.map(({ log, line }) => ({ commons: log.commons, lines: [line] })),
    ];
    const count = async (bundle: Bundle) => {
      let checked = 0;
      await verify(bundle, {
        trust: one.trust,
        now: one.now,
        verify: async (...signature) => {
          checked++;
          return verifyWithNode(...signature);
        },
      });
      return checked;
    };
    const alone = await count(one.bundle);
    expect(await count({ ...one.bundle, witnesses })).toBe(alone + crowd.length); // their DID lines, and nothing more
    expect(bytesOf(one.bundle).length).toBeGreaterThan(0);
  });
});
