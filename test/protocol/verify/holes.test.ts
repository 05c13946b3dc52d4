import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Bundle } from '../../../protocol/verify/bundle.ts';
import { LEVELS } from '../../../protocol/verify/report.ts';
import { describeNeed } from '../../../protocol/verify/rule-levels.ts';
import { subjectOf } from '../../support/people.ts';
import { bundleFor, levelsOf, verify, withheld, withoutEntries } from '../../support/verify/bundles.ts';
import { type SmallCommons, smallCommons } from '../../support/verify/small-commons.ts';

describe('§9 [R-9.3] a hole is no answer', () => {
  let commons: SmallCommons;
  let whole: Bundle;
  let target: number;
  beforeAll(async () => {
    commons = await smallCommons('small');
    commons.log.setClock('2026-01-10T12:00:00.000Z');
    await commons.decide(commons.people.ben, 10);
    const decision = await commons.decide(commons.people.ana, 100);
    target = decision.entry.index;
    await commons.log.checkpoint();
    whole = await bundleFor({ commons: commons.log.commons, id: decision.entry.id }, [commons]);
  });

  const documents = () => whole.logs[0]?.entries.filter(({ envelope }) => envelope !== undefined) ?? [];

  test('the bundle holds what the decision rests on and no more', () => {
    // All but the circle. Ben's mandate too: his decision used the same limit, so that it is judged as well.
    expect(documents().map(({ index }) => index)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  test('any document less is unresolved, and what is missing is named', async () => {
    for (const { index, leaf } of documents()) {
      if (index === target) continue;
      const report = await verify(withoutEntries(whole, commons.log.commons, [index]));
      const open = LEVELS.filter((level) => report.levels[level].result === 'unresolved');
      const failed = LEVELS.filter((level) => report.levels[level].result === 'fail');
      expect(failed, `without entry ${index}`).toEqual([]);
      expect(open, `without entry ${index}`).not.toEqual([]);
      const threads = (leaf.threads as { key: string }[]).map(({ key }) => key);
      const named = LEVELS.flatMap((level) => report.levels[level].missing ?? []).map(describeNeed);
      const said = named.some((need) => [...threads, String(leaf.doc)].some((name) => need.includes(name)));
      expect(said, `without entry ${index}: ${named.join('; ')}`).toBe(true);
    }
  });

  test('any document withheld is unresolved, and its thread is named', async () => {
    for (const { index, leaf } of documents()) {
      const report = await verify(withheld(whole, commons.log.commons, [index]));
      const results = Object.values(levelsOf(report));
      expect(results, `entry ${index} withheld`).toContain('unresolved');
      expect(results, `entry ${index} withheld`).not.toContain('fail');
      if (index === target) continue;
      const threads = (leaf.threads as { key: string }[]).map(({ key }) => key);
      const named = LEVELS.flatMap((level) => report.levels[level].missing ?? []).map(describeNeed);
      const said = named.some((need) => [...threads, String(leaf.doc)].some((name) => need.includes(name)));
      expect(said, `entry ${index} withheld: ${named.join('; ')}`).toBe(true);
    }
  });

  test('the report counts what is withheld', async () => {
    const { subjects, log } = commons;
    const report = await verify(withheld(whole, log.commons, [7]));
    expect(report.levels.V2.missing).toContainEqual({ kind: 'withheld', name: subjects.MA });
    expect(report.withheld).toBe(1);
    expect((await verify(whole)).withheld).toBe(0);
  });

  test('a target that is withheld is unresolved but for its place in the log', async () => {
    const report = await verify(withheld(whole, commons.log.commons, [target]));
    expect(levelsOf(report)).toEqual({
      V0: 'unresolved',
      V1: 'pass',
      V2: 'unresolved',
      V3: 'unresolved',
      V4: 'unresolved',
      V5: 'unresolved',
    });
  });
});

describe('§9 [R-9.17] usage is cut at the start of a period', () => {
  let commons: SmallCommons;
  beforeEach(async () => {
    commons = await smallCommons('small', { limits: { each: 300, perPeriod: 300 } });
  });

  /** Periods of 30 days begin on 13 January and 12 February 2026. */
  async function threeDecisions() {
    const { log, people, decide } = commons;
    log.setClock('2026-01-20T12:00:00.000Z');
    // Turned down, so that the stock's thread does not need it.
    const old = await decide(people.ben, 300, { result: 'not-adopted' });
    log.setClock('2026-02-13T12:00:00.000Z');
    const within = await decide(people.ben, 200);
    log.setClock('2026-02-14T12:00:00.000Z');
    const target = await decide(people.ana, 50);
    await log.checkpoint();
    const bundle = await bundleFor({ commons: log.commons, id: target.entry.id }, [commons]);
    return { old, within, target, bundle };
  }

  test('what was decided in an earlier period may be withheld from the usage', async () => {
    const { old, bundle } = await threeDecisions();
    const shown = await verify(withheld(bundle, commons.log.commons, [old.entry.index]));
    expect(shown.levels.V2.result).toBe('pass');
  });

  test('its leaf may not: nothing else shows that it was in an earlier period', async () => {
    const { old, bundle } = await threeDecisions();
    const report = await verify(withoutEntries(bundle, commons.log.commons, [old.entry.index]));
    const name = `usage:${commons.subjects.D}`;
    expect(report.levels.V2).toMatchObject({
      result: 'unresolved',
      missing: [{ kind: 'thread', name, expected: 1, shown: 0 }],
    });
  });

  test('what came before that leaf may be left out altogether', async () => {
    const { log, people, decide } = commons;
    log.setClock('2026-01-19T12:00:00.000Z');
    const older = await decide(people.ben, 1, { result: 'not-adopted' });
    const { bundle } = await threeDecisions();
    expect(bundle.logs[0]?.entries.map(({ index }) => index)).toContain(older.entry.index);
    const report = await verify(withoutEntries(bundle, commons.log.commons, [older.entry.index]));
    expect(report.levels.V2.result).toBe('pass');
  });

  test('what was decided in the same period may not', async () => {
    const { within, bundle } = await threeDecisions();
    const report = await verify(withheld(bundle, commons.log.commons, [within.entry.index]));
    expect(report.checks.find(({ name }) => name === 'limits')).toMatchObject({
      result: 'unresolved',
      missing: { kind: 'withheld', name: `usage:${commons.subjects.D}` },
    });
    expect(report.levels.V2.result).toBe('unresolved');
  });

  test('nor may its leaf', async () => {
    const { within, bundle } = await threeDecisions();
    const report = await verify(withoutEntries(bundle, commons.log.commons, [within.entry.index]));
    expect(report.checks.find(({ name }) => name === 'limits')?.result).toBe('unresolved');
  });

  test('a long usage is taken back to the period’s start and little further', async () => {
    const { log, people } = commons;
    log.setClock('2026-01-20T12:00:00.000Z');
    for (let count = 0; count < 100; count++) {
      await commons.decide(people.ben, 1, { result: 'not-adopted' });
    }
    log.setClock('2026-02-14T12:00:00.000Z');
    const target = await commons.decide(people.ana, 50);
    await log.checkpoint();
    const bundle = await bundleFor({ commons: log.commons, id: target.entry.id }, [commons]);
    expect((await verify(bundle)).levels.V2.result).toBe('pass');
    const decisions = bundle.logs[0]?.entries.filter(({ leaf }) => leaf.type === 'decision') ?? [];
    expect(decisions.length).toBeLessThan(70);
  });
});

describe('§9 [R-9.5] the second signature', () => {
  let commons: SmallCommons;
  beforeEach(async () => {
    commons = await smallCommons('small', { signers: 2 });
    commons.log.setClock('2026-01-10T12:00:00.000Z');
  });

  async function halfSigned() {
    const { log, people } = commons;
    const target = await commons.decide(people.ana, 100);
    expect(target.verdict.status).toBe('pending');
    const confirm = (time: string) => {
      log.setClock(time);
      return log.append('confirmation', people.ben, {
        subject: subjectOf('second'),
        of: { subject: target.entry.document.subject, id: target.entry.id },
        decision: {
          changes: [target.entry.document.subject, commons.refs.X.subject, `usage:${commons.subjects.D}`],
          by: { mandate: commons.refs.MB, role: commons.refs.R, domain: commons.refs.D },
        },
      });
    };
    const verified = async () => {
      await log.checkpoint();
      return bundleFor({ commons: log.commons, id: target.entry.id }, [commons]);
    };
    return { target, confirm, verified };
  }

  test('in time: both signers’ rights are shown', async () => {
    const { confirm, verified } = await halfSigned();
    expect((await confirm('2026-01-11T12:00:00.000Z')).verdict.status).toBe('counted');
    expect(levelsOf(await verify(await verified()))).toMatchObject({
      V2: 'pass',
      V3: 'attested',
      V4: 'pass',
    });
  });

  test('its evidence is as needful as the first one’s', async () => {
    const { confirm, verified } = await halfSigned();
    await confirm('2026-01-11T12:00:00.000Z');
    const bundle = await verified();
    // Entry 8 is the second signer's mandate, 1 opens his thread.
    for (const index of [1, 8]) {
      const report = await verify(withoutEntries(bundle, commons.log.commons, [index]));
      expect(report.levels.V2.result, `without ${index}`).toBe('unresolved');
    }
  });

  test('missing: the process is not complete', async () => {
    const { verified } = await halfSigned();
    const report = await verify(await verified());
    expect(report.levels.V3).toMatchObject({
      result: 'unresolved',
      reason: 'The second signature is not shown.',
    });
  });

  test('late: it does not count, and the decision has lapsed', async () => {
    const { confirm, verified } = await halfSigned();
    const late = await confirm('2026-01-13T12:00:00.000Z');
    expect(late.verdict).toMatchObject({ refusal: { code: 'second-signature-missing' } });
    const report = await verify(await verified());
    expect(levelsOf(report)).toMatchObject({ V3: 'unresolved', V5: 'fail' });
  });

  test('withheld: it cannot be told', async () => {
    const { confirm, verified } = await halfSigned();
    const { entry } = await confirm('2026-01-11T12:00:00.000Z');
    const report = await verify(withheld(await verified(), commons.log.commons, [entry.index]));
    expect(levelsOf(report)).toMatchObject({ V3: 'unresolved', V5: 'unresolved' });
  });
});

describe('§9 [R-9.16] threads under hidden keys', () => {
  test('a thread whose opener is withheld is a hole and no contradiction', async () => {
    const commons = await smallCommons('small');
    const { log, people, refs } = commons;
    log.setClock('2026-01-10T12:00:00.000Z');
    const subject = subjectOf('secret proposal');
    const binding = transferOf(commons, 10);
    const proposal = await log.append('proposal', people.ben, {
      subject,
      audience: 'members',
      domain: refs.D,
      driver: {
        attachment: refs.X.id.slice('ni:///sha-256;'.length) as never,
        bytes: 1,
        media: 'text/plain',
      },
      binding,
      explanation: [],
      alternatives: [],
    });
    const target = await commons.decide(people.ana, 10, {
      proposal: { subject, id: proposal.entry.id },
      binding,
    });
    expect(target.verdict.status).toBe('counted');
    await log.checkpoint();
    const bundle = await bundleFor({ commons: log.commons, id: target.entry.id }, [commons]);
    expect(levelsOf(await verify(bundle))).toMatchObject({
      V0: 'pass',
      V1: 'pass',
      V2: 'pass',
      V3: 'attested',
    });

    const report = await verify(withheld(bundle, log.commons, [proposal.entry.index]));
    expect(report.faults).toEqual([]);
    expect(levelsOf(report)).toMatchObject({ V1: 'pass', V3: 'unresolved' });
    expect(report.levels.V3.missing).toContainEqual({ kind: 'withheld', name: subject });
  });
});

function transferOf({ refs }: SmallCommons, quantity: number) {
  return {
    operations: [
      { op: 'transfer' as const, resource: refs.X, quantity, to: { party: subjectOf('somebody') } },
    ],
  };
}
