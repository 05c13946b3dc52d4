import { beforeAll, describe, expect, test } from 'vitest';
import { type Bundle, type BundleEntry, bundleBytes, parseBundle } from '../../../protocol/verify/bundle.ts';
import { LEVELS, type Report } from '../../../protocol/verify/report.ts';
import { disclose, withhold } from '../../../protocol/verify/withhold.ts';
import { startWorld } from '../../support/rules/world.ts';
import { GOVERNANCE_FILES } from '../../support/vectors/governance/files.ts';
import { bundleFor, changeLog, levelsOf, verify, withheld } from '../../support/verify/bundles.ts';

/**
 * One document of every kind on which a decision can rest, withheld: whatever it is, a stranger is told that it is not
 * shown, and of how many. Spec §16.
 */

/** Small histories in whose last decision all these kinds have a part; each is looked at once. */
const HISTORIES: Readonly<Record<string, readonly string[]>> = {
  'fate-not-so': [
    ...[
      'charter',
      'confirmation',
      'identity',
      'circle',
      'role',
      'mandate',
      'domain',
      'constraint',
      'decision',
    ],
    ...['set', 'proposal', 'opening', 'response', 'objection', 'objection-check', 'outcome'],
  ],
  'selected-again': ['call', 'call-answer', 'nomination', 'candidacy', 'approval'],
  'read-disowned': ['meeting', 'minutes', 'answer-link', 'link-word'],
  'gap-of-36-hours': ['advice'],
  'outcome-secret': ['tally'],
  'outcome-direct-wins': ['proxy'],
  'disowned-and-answered': ['disavowal'],
  'claim-the-next-term': ['claim'],
  'recused-alternate': ['recusal'],
  'handover-light': ['handover', 'handover-acceptance'],
  'delegate-while-the-holder-rests': ['delegation', 'participant'],
  'emergency-ratified': ['emergency-act'],
  budget: ['budget'],
  challenge: ['challenge'],
};

interface Made {
  readonly bundle: Bundle;
  readonly commons: Bundle['target']['commons'];
  /** Of each entry that is shown. */
  readonly typeAt: ReadonlyMap<number, string>;
}

async function madeOf(id: string): Promise<Made> {
  const scenario = GOVERNANCE_FILES.flatMap(({ scenarios }) => scenarios).find((one) => one.id === id);
  if (scenario === undefined) throw new TypeError(`no history ${id}`);
  const world = await startWorld('vectors', scenario.wishes ?? {});
  await scenario.play(world);
  const { log } = world;
  await log.checkpoint();
  const target = log.entries.findLast(
    ({ entry, verdict }) =>
      ['decision', 'outcome'].includes(entry.document.type) && verdict.status === 'counted',
  );
  if (target === undefined) throw new TypeError(`nothing is decided in ${id}`);
  const bundle = await bundleFor({ commons: log.commons, id: target.entry.id }, [world]);
  const typeAt = new Map(
    shownIn(bundle).flatMap(({ index }) => {
      const type = log.entries[index]?.entry.document.type;
      return type === undefined ? [] : [[index, type] as const];
    }),
  );
  return { bundle, commons: log.commons, typeAt };
}

const shownIn = ({ logs }: Bundle): readonly BundleEntry[] =>
  logs.flatMap(({ entries }) => entries).filter(({ envelope }) => envelope !== undefined);
const docOf = ({ leaf }: BundleEntry) => String(leaf.doc);

/** Nothing is better than it was, and nothing is a "no": what is not shown answers nothing. */
function assertOpenAtMost(report: Report, whole: Report, what: string): void {
  expect(report.faults, what).toEqual([]);
  const [now, before] = [levelsOf(report), levelsOf(whole)];
  for (const level of LEVELS)
    expect([before[level], 'unresolved'], `${what}: ${level}`).toContain(now[level]);
}

const WALK_MS = 60_000;

describe.each(Object.entries(HISTORIES))('§16 [R-16.35] %s: withheld', (id, kinds) => {
  let made: Made;
  let whole: Report;
  beforeAll(async () => {
    made = await madeOf(id);
    whole = await verify(made.bundle);
    expect(whole.withheld).toBe(0);
  }, WALK_MS);

  test.each(kinds)(
    'a document of the kind %s: unresolved, and one is withheld',
    async (kind) => {
      const index = [...made.typeAt].findLast(([, type]) => type === kind)?.[0] ?? -1;
      const report = await verify(withheld(made.bundle, made.commons, [index]));
      assertOpenAtMost(report, whole, kind);
      expect(levelsOf(report)).not.toEqual(levelsOf(whole));
      expect(report.withheld).toBe(1);
    },
    WALK_MS,
  );
});

describe('§16 [R-16.35] [R-16.36] of one decision', () => {
  let made: Made;
  let whole: Report;
  beforeAll(async () => {
    made = await madeOf('fate-not-so');
    whole = await verify(made.bundle);
  }, WALK_MS);

  const indicesOf = (...kinds: readonly string[]) =>
    [...made.typeAt].filter(([, type]) => kinds.includes(type)).map(([index]) => index);

  test('all answers and the objection: as many as there are', async () => {
    const hidden = indicesOf('response', 'objection');
    expect(hidden.length).toBeGreaterThan(2);
    const report = await verify(withheld(made.bundle, made.commons, hidden));
    assertOpenAtMost(report, whole, 'answers');
    expect(report.levels.V3.result).toBe('unresolved');
    expect(report.withheld).toBe(hidden.length);
  });

  test('two people are given different parts: neither contradicts the other, and together they have all', async () => {
    const ids = shownIn(made.bundle).map(docOf);
    const [one, other] = [0, 1].map((rest) =>
      withhold(
        made.bundle,
        ids.filter((_, place) => place % 2 === rest),
      ),
    ) as [Bundle, Bundle]; // one for each
    for (const part of [one, other]) {
      const report = await verify(part);
      assertOpenAtMost(report, whole, 'half');
      expect(report.withheld).toBeGreaterThan(0);
    }
    for (const both of [disclose(one, other, null), disclose(other, one, null)]) {
      expect(bundleBytes(both)).toEqual(bundleBytes(made.bundle));
      expect(levelsOf(await verify(both))).toEqual(levelsOf(whole));
    }
  });

  test('a count that somebody writes into the file is refused, and one that they write into a leaf is found', async () => {
    const part = withheld(made.bundle, made.commons, indicesOf('objection'));
    expect(() => parseBundle(Buffer.from(JSON.stringify({ ...part, withheld: 0 })))).toThrow();
    // As if the objection had never been: it goes, and whoever comes after it in its thread counts one less.
    const [gone = -1] = indicesOf('objection');
    const forged = changeLog(part, made.commons, (log) => ({
      ...log,
      entries: log.entries
        .filter(({ index }) => index !== gone)
        .map((entry) => ({ ...entry, leaf: withoutEntry(entry.leaf, gone) })),
    }));
    const report = await verify(forged);
    expect(report.levels.V1.result).toBe('fail');
    expect(report.faults.map(({ code }) => code)).toContain('not-included');
    // Left out with its leaf, and nothing else forged: a hole.
    const holed = changeLog(part, made.commons, (log) => ({
      ...log,
      entries: log.entries.filter(({ index }) => index !== gone),
    }));
    const open = await verify(holed);
    assertOpenAtMost(open, whole, 'left out');
    expect(open.levels.V3.result).toBe('unresolved');
  });
});

function withoutEntry(leaf: BundleEntry['leaf'], gone: number): BundleEntry['leaf'] {
  const threads = leaf.threads as readonly { key: string; n: number; prev: number }[]; // a leaf has positions there
  return {
    ...leaf,
    threads: threads.map((one) => (one.prev >= gone ? { ...one, n: one.n - 1, prev: gone - 1 } : one)),
  } as BundleEntry['leaf'];
}
