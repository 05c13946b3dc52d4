import { beforeAll, describe, expect, test } from 'vitest';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Bundle } from '../../../protocol/verify/bundle.ts';
import { LEVELS, type Report } from '../../../protocol/verify/report.ts';
import { describeNeed } from '../../../protocol/verify/rule-levels.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { bytesOf, changeLog, levelsOf, withheld, withoutEntries } from '../../support/verify/bundles.ts';
import { type GoodBundle, goodBundles } from '../../support/verify/good-bundles.ts';

let good: readonly GoodBundle[];
beforeAll(async () => {
  good = await goodBundles();
});

const NAMES = [
  'decision',
  'outcome',
  'agreement',
  'second-signer',
  'domain-of-a-set',
  'after-rotation',
  'fresh-by-heads',
  'hidden-proposal',
];

function named(name: string): GoodBundle {
  const found = good.find((one) => one.name === name);
  if (found === undefined) throw new TypeError(`no bundle ${name}`);
  return found;
}

const verify = (bytes: Uint8Array, { trust, now }: GoodBundle) =>
  verifyBundle(bytes, { verify: verifyWithNode, trust, now });

const passes = (report: Report) => LEVELS.every((level) => report.levels[level].result === 'pass');

/** Everything that a report says is missing, in words and reasons. */
const saidMissing = ({ levels }: Report) =>
  LEVELS.flatMap((level) => [levels[level].reason, ...(levels[level].missing ?? []).map(describeNeed)]).join(
    '; ',
  );

test('all kinds are there', () => {
  expect(good.map(({ name }) => name)).toEqual(NAMES);
});

describe.each(NAMES)('§9 [R-9.3] the %s', (name) => {
  test('passes on every level', async () => {
    const one = named(name);
    const report = await verify(bytesOf(one.bundle), one);
    expect(levelsOf(report)).toEqual(Object.fromEntries(LEVELS.map((level) => [level, 'pass'])));
    expect(report.faults).toEqual([]);
  });

  test('without any one entry is unresolved, and says what is missing', async () => {
    const one = named(name);
    for (const { commons, index, names } of entriesIn(one.bundle)) {
      const report = await verify(bytesOf(withoutEntries(one.bundle, commons, [index])), one);
      assertUnresolved(report, [...names, `Leaf ${index} `], `without ${index} of ${commons}`);
    }
  });

  test('with any one document withheld is unresolved, and names its thread', async () => {
    const one = named(name);
    for (const { commons, index, names, isShown } of entriesIn(one.bundle)) {
      if (!isShown) continue;
      const report = await verify(bytesOf(withheld(one.bundle, commons, [index])), one);
      // The target itself is no hole in anything: the report says that it is withheld.
      assertUnresolved(report, [...names, 'is withheld'], `${index} of ${commons} withheld`);
    }
  });

  test('without its earlier checkpoints, a proof or a witness does not pass', async () => {
    const one = named(name);
    for (const [what, bundle] of lessOf(one.bundle)) {
      const report = await verify(bytesOf(bundle), one);
      expect(passes(report), `without ${what}`).toBe(false);
      expect(report.faults, `without ${what}`).toEqual([]);
    }
  });

  test('without its texts is the same', async () => {
    const one = named(name);
    const whole = await verify(bytesOf(one.bundle), one);
    for (const hash of Object.keys(one.bundle.attachments)) {
      const { [hash]: _, ...attachments } = one.bundle.attachments;
      expect(await verify(bytesOf({ ...one.bundle, attachments }), one)).toEqual(whole);
    }
  });

  test('with any one byte changed does not pass', async () => {
    const one = named(name);
    const bytes = bytesOf(one.bundle);
    const ignored = cosignaturesIn(bytes);
    const step = Math.ceil(bytes.length / BYTES_TRIED);
    for (let at = name.length; at < bytes.length; at += step) {
      if (ignored(at)) continue;
      const changed = Uint8Array.from(bytes);
      changed[at] = otherLetter(bytes[at] ?? 0);
      expect(await isRefused(changed, one), `byte ${at} of ${bytes.length}`).toBe(true);
    }
  });
});

/** Bytes that are changed, evenly over the file: all of them take hours. */
const BYTES_TRIED = 60;

/**
 * Whether a byte belongs to somebody's cosignature. With another name it is one of somebody unknown, which says nothing;
 * that of a witness who is needed is missed in the test above.
 */
function cosignaturesIn(bytes: Uint8Array): (at: number) => boolean {
  const dash = Buffer.from('— ').toString('latin1'); // one character for each byte
  // The log's own signature stands first, after the empty line.
  const lines = [
    ...Buffer.from(bytes)
      .toString('latin1')
      .matchAll(new RegExp(`(?<!\\\\n)\\\\n${dash}[^\\\\]+`, 'g')),
  ];
  return (at) => lines.some(({ index, 0: line }) => at >= index && at < index + line.length);
}

async function isRefused(bytes: Uint8Array, one: GoodBundle): Promise<boolean> {
  try {
    return !passes(await verify(bytes, one));
  } catch (error) {
    if (error instanceof ProtocolError) return true;
    throw error;
  }
}

/** Stays within the alphabet of base64url, digits and names, so that the file mostly stays well-formed. */
function otherLetter(byte: number): number {
  return byte === 0x41 ? 0x42 : byte === 0x30 ? 0x31 : byte >= 0x31 && byte <= 0x39 ? 0x30 : 0x41;
}

function assertUnresolved(report: Report, names: readonly string[], what: string): void {
  const results = Object.values(levelsOf(report));
  expect(report.faults, what).toEqual([]);
  expect(results, what).toContain('unresolved');
  expect(results, what).not.toContain('fail');
  const said = saidMissing(report);
  expect(
    names.some((name) => said.includes(name)),
    `${what}: ${said}`,
  ).toBe(true);
}

/** Every entry with the words by which a report can name it: its threads and its document. */
function entriesIn({ logs }: Bundle) {
  return logs.flatMap(({ commons, entries }) =>
    entries.map(({ index, leaf, envelope }) => ({
      commons,
      index,
      isShown: envelope !== undefined,
      names: [
        ...(leaf.threads as { key: string }[]).map(({ key }) => key),
        String(leaf.doc),
        ...(envelope === undefined ? [] : [subjectIn(envelope.payload)]),
      ],
    })),
  );
}

/** A hidden thread is called by its name where that is known. */
function subjectIn(payload: string): string {
  const { subject }: { readonly subject: string } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return subject;
}

/** The bundle with one of the things beside entries and texts left out. */
function lessOf(bundle: Bundle): readonly (readonly [string, Bundle])[] {
  const { commons: target } = bundle.target;
  const ofLogs = bundle.logs.flatMap((log) => {
    const { commons, earlier, stated = [], heads } = log;
    const bare = (change: Partial<typeof log>) =>
      changeLog(bundle, commons, (whole) => ({ ...whole, ...change }));
    return [
      ...(earlier.length === 0
        ? []
        : [[`the earlier checkpoints of ${commons}`, bare({ earlier: [] })] as const]),
      ...stated.map((_, at) => {
        const fewer = stated.filter((_, other) => other !== at);
        return [`stated head ${at}`, bare({ stated: fewer })] as const;
      }),
      ...(heads === undefined ? [] : [[`the head`, bare({ heads: { ...heads, proofs: [] } })] as const]),
    ];
  });
  const witnesses = bundle.witnesses.map(({ commons }, at) => {
    const fewer = bundle.witnesses.filter((_, other) => other !== at);
    return [`witness ${commons}`, { ...bundle, witnesses: fewer }] as const;
  });
  const logs = bundle.logs
    .filter(({ commons }) => commons !== target)
    .map(({ commons }) => {
      const fewer = bundle.logs.filter((log) => log.commons !== commons);
      return [`the log of ${commons}`, { ...bundle, logs: fewer }] as const;
    });
  return [...ofLogs, ...witnesses, ...logs];
}
