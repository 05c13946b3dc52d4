import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalBytes, type JsonObject } from '../../protocol/canonical.ts';
import { type Bundle, parseBundle } from '../../protocol/verify/bundle.ts';
import { collectBundle } from '../../protocol/verify/collect-bundle.ts';
import { LEVELS } from '../../protocol/verify/report.ts';
import { verifyBundle } from '../../protocol/verify/verify-bundle.ts';
import { verifyWithNode } from '../../server/keys/node-verify.ts';
import { buildExampleLogs } from '../support/example-logs.ts';
import type { LogBuilder, LoggedEntry } from '../support/log-builder.ts';

const W = 'identity:1@3';
const OWN_A = 'pA:1@0';
const L = 'D1:1@6 M:1@8 R:1@5 charter:3@2 constraints:1@0 pB:1@1 register:1@0';
const L_LATER = 'D1:4@25 M:1@8 R:1@5 charter:3@2 constraints:1@0 pB:1@1 register:2@25';

/** The first of the two logs, position by position: type, verdict, changed threads, read threads. */
const LOG_A: readonly [string, string, string, string][] = [
  ['charter', 'counted', 'charter:0 constraints:0 pA:0 register:0', ''],
  ['confirmation', 'counted', 'charter:1←0 pB:0', ''],
  ['confirmation', 'counted', 'charter:2←1 pC:0', ''],
  ['identity', 'counted', 'identity:0', ''],
  ['circle', 'counted', 'K:0', OWN_A],
  ['role', 'counted', 'R:0', OWN_A],
  ['domain', 'counted', 'D1:0', OWN_A],
  ['domain', 'counted', 'D2:0', OWN_A],
  ['mandate', 'counted', 'M:0', `charter:3@2 ${OWN_A} pB:1@1`],
  ['resource', 'counted', 'X:0', OWN_A],
  ['heads', 'counted', '', W],
  ['decision', 'counted', 'X:1←9 d1:0 usage:D1:0', L],
  ['decision', 'limit-exceeded', 'X:2←11 d2:0 usage:D1:1←11', L],
  ['domain', 'counted', 'D1:1←6', OWN_A],
  ['proposal', 'counted', 'P:0', 'D2:1@7 pA:1@0 register:1@0'],
  ['set', 'counted', 'S:0', `K:1@4 ${W}`],
  ['opening', 'counted', 'P:1←14', `D2:1@7 K:1@4 S:1@15 charter:3@2 constraints:1@0 ${W} register:1@0`],
  ['response', 'counted', 'P:2←16', 'pB:1@1'],
  ['objection', 'counted', 'P:3←17', 'pC:1@2'],
  ['domain', 'counted', 'D1:2←13', OWN_A],
  ['proposal', 'counted', 'P:4←18', 'D2:1@7 pA:1@0 register:1@0'],
  ['withdrawal', 'counted', 'P:5←20', 'pC:1@2'],
  ['response', 'counted', 'P:6←21', 'pC:1@2'],
  ['response', 'counted', 'P:7←22', 'pB:1@1'],
  ['response', 'counted', 'P:8←23', OWN_A],
  [
    'outcome',
    'counted',
    'D1:3←19 P:9←24 register:1←0 usage:D2:0',
    `D2:1@7 K:1@4 S:1@15 charter:3@2 constraints:1@0 ${W}`,
  ],
  ['proposal', 'counted', 'Q:0', 'D1:4@25 pA:1@0 register:2@25'],
  ['terms', 'counted', 'N:0', `Q:1@26 ${W}`],
  ['terms', 'counted', 'N:1←27', ''],
  ['decision', 'counted', 'd3:0 usage:D1:2←12', L_LATER],
  ['acceptance', 'counted', 'N:2←28 X:3←12', `d3:1@29 ${W}`],
  ['acceptance', 'counted', 'N:3←30', ''],
  ['seal', 'counted', 'N:4←31 X:4←30', W],
];

/** The second log from entry 10 on; its founding is like the first one's. */
const LOG_B: readonly [string, string, string, string][] = [
  ['heads', 'counted', '', W],
  ['terms', 'counted', 'N:0', ''],
  ['proposal', 'counted', 'Q′:0', 'E:1@6 pD:1@0 register:1@0'],
  ['terms', 'counted', 'N:1←11', `Q′:1@12 ${W}`],
  ['acceptance', 'counted', 'N:2←13', ''],
  [
    'decision',
    'counted',
    'Q′:1←12 usage:E:0',
    'E:1@6 M:1@8 R:1@5 charter:3@2 constraints:1@0 pE:1@1 register:1@0',
  ],
  ['acceptance', 'counted', 'N:3←14 Y:1←9', `Q′:2@15 ${W}`],
  ['seal', 'counted', 'N:4←16 Y:2←16', ''],
];

type Example = Awaited<ReturnType<typeof buildExampleLogs>>;
let example: Example;
beforeAll(async () => {
  example = await buildExampleLogs();
});

describe('§3 [R-3.4] the two example logs', () => {
  test('A has just these threads and reads, entry by entry', () => {
    expect(example.a.log.entries.map((entry) => rowOf(entry, namesIn(example)))).toEqual(LOG_A);
  });

  test('B has just these threads and reads, entry by entry', () => {
    expect(example.b.log.entries.slice(10).map((entry) => rowOf(entry, namesIn(example)))).toEqual(LOG_B);
  });

  test('they are the same whenever they are built', async () => {
    const again = await buildExampleLogs();
    expect(again.a.log.entries.map(({ leaf }) => leaf)).toEqual(
      example.a.log.entries.map(({ leaf }) => leaf),
    );
  });
});

describe('§9 [R-9.1] verification of what they hold', () => {
  test('the first decision holds on every level, by a witness that the verifier trusts', async () => {
    expect(await levelsOf(example, 'd1')).toEqual({
      V0: 'pass',
      V1: 'pass',
      V2: 'pass',
      V3: 'pass',
      V4: 'pass',
      V5: 'pass',
    });
  });

  test('the decision beyond the limit fails its right, and says which limit and what was left', async () => {
    const report = await verify(await bundleOf(example, 'd2'), example);
    expect(report.levels.V2).toMatchObject({
      result: 'fail',
      refusal: { code: 'limit-exceeded', detail: { limit: 'perPeriod', used: 60, left: 240, asked: 250 } },
    });
  });

  test('the outcome by consent is recomputed from its whole thread', async () => {
    expect(await levelsOf(example, 'outcome')).toMatchObject({
      V2: 'pass',
      V3: 'pass',
      V4: 'pass',
      V5: 'pass',
    });
  });

  test('the decision under the amended limit rests on the outcome that amended it', async () => {
    const bundle = await bundleOf(example, 'd3');
    expect(bundle.logs[0]?.entries.map(({ index }) => index)).toEqual(expect.arrayContaining([14, 25]));
    expect(await levelsOf(example, 'd3')).toMatchObject({ V2: 'pass', V3: 'pass' });
  });

  test('the agreement holds by the decisions of both', async () => {
    const bundle = await bundleOf(example, 'seal');
    expect(bundle.logs.map(({ commons }) => commons)).toEqual([example.a.log.commons, example.b.log.commons]);
    expect(await levelsOf(example, 'seal')).toEqual({
      V0: 'pass',
      V1: 'pass',
      V2: 'pass',
      V3: 'pass',
      V4: 'pass',
      V5: 'pass',
    });
  });
});

describe('§9 [R-9.3] a bundle with a hole never passes', () => {
  test.each(['d1', 'outcome', 'd3', 'seal'] as const)(
    '%s: any one document less is no pass on every level',
    async (name) => {
      const whole = await bundleOf(example, name);
      for (const [part, log] of whole.logs.entries()) {
        for (const [position, entry] of log.entries.entries()) {
          // The other party's resource only tells whether money moves, which trusted witnesses make idle to ask.
          const idle =
            name === 'seal' && entry.leaf.type === 'resource' && log.commons === example.b.log.commons;
          if (entry.envelope === undefined || idle) continue;
          const logs = whole.logs.map((other, at) =>
            at === part
              ? { ...other, entries: other.entries.filter((_, index) => index !== position) }
              : other,
          );
          const report = await verify({ ...whole, logs }, example);
          const passes = LEVELS.every((level) => report.levels[level].result === 'pass');
          expect(passes, `without entry ${entry.index} of ${log.commons}`).toBe(false);
        }
      }
    },
  );

  test('what is missing is said by name', async () => {
    const whole = await bundleOf(example, 'd1');
    const logs = whole.logs.map((log) => ({
      ...log,
      entries: log.entries.filter(({ index }) => index !== 8),
    }));
    const report = await verify({ ...whole, logs }, example);
    expect(report.levels.V2).toMatchObject({
      result: 'unresolved',
      missing: [{ kind: 'thread', name: example.subjects.M, expected: 1, shown: 0 }],
    });
  });
});

describe('§9 [R-9.4] a changed byte never passes', () => {
  test('in any of the documents of a bundle', async () => {
    const whole = await bundleOf(example, 'd1');
    for (const [position, entry] of (whole.logs[0]?.entries ?? []).entries()) {
      if (entry.envelope === undefined) continue;
      const changed = structuredClone(whole);
      const envelope = changed.logs[0]?.entries[position]?.envelope;
      if (envelope === undefined) throw new TypeError('the entry has an envelope');
      envelope.payload = flip(envelope.payload);
      const report = await verify(changed, example);
      expect(report.levels.V0.result, `entry ${entry.index}`).toBe('fail');
    }
  });
});

async function bundleOf(
  { a, b, attachments, entries }: Example,
  name: keyof Example['entries'],
): Promise<Bundle> {
  const target = entries[name].entry;
  const bundle = await collectBundle(
    { commons: target.document.commons, id: target.id },
    {
      logs: new Map([a.log, b.log].map((log: LogBuilder) => [log.commons, log.evidence()])),
      attachments: async () => attachments,
      witnesses: async () => [
        { commons: a.log.commons, lines: [a.line] },
        { commons: b.log.commons, lines: [b.line] },
      ],
    },
  );
  return parseBundle(canonicalBytes(bundle as unknown as JsonObject));
}

function verify(bundle: Bundle, { a, b }: Example) {
  const bytes = canonicalBytes(bundle as unknown as JsonObject);
  return verifyBundle(bytes, {
    verify: verifyWithNode,
    now: Date.parse('2026-02-01T00:00:00Z'),
    trust: [a.log.commons, b.log.commons],
  });
}

async function levelsOf(example: Example, name: keyof Example['entries']) {
  const report = await verify(await bundleOf(example, name), example);
  return Object.fromEntries(LEVELS.map((level) => [level, report.levels[level].result]));
}

/** Threads under the names that the table uses. */
function namesIn({ subjects, subjectsOfB, people }: Example): ReadonlyMap<string, string> {
  const { D1: E, X: Y, ...likeA } = subjectsOfB;
  const named = Object.entries({ ...likeA, E, Y })
    .concat(Object.entries(subjects))
    .map(([name, subject]) => [subject, name] as const);
  const persons = Object.values(people).map(({ author, name }) => [author, `p${name[0]}`] as const);
  return new Map([...named, ...persons]);
}

function rowOf(
  { leaf, verdict }: LoggedEntry,
  names: ReadonlyMap<string, string>,
): [string, string, string, string] {
  const name = (key: string) => {
    const [kind, subject] = key.startsWith('usage:') ? ['usage:', key.slice('usage:'.length)] : ['', key];
    return `${kind}${names.get(subject ?? '') ?? subject}`;
  };
  const changed = leaf.threads.map(({ key, n, prev }) => `${name(key)}:${n}${n === 0 ? '' : `←${prev}`}`);
  const read = leaf.reads.map(({ key, n, prev }) => `${name(key)}:${n}@${prev}`);
  const status = verdict.status === 'not-counted' ? (verdict.refusal?.code ?? '') : verdict.status;
  return [leaf.type, status, changed.sort().join(' '), read.sort().join(' ')];
}

/** Another character of the alphabet in the middle. */
function flip(text: string): string {
  const at = Math.floor(text.length / 2);
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}
