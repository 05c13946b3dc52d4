import { beforeEach, describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url, utf8 } from '../../../protocol/bytes.ts';
import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { logOrigin } from '../../../protocol/ids.ts';
import type { Leaf } from '../../../protocol/log/leaf.ts';
import type { Bundle, BundleLog } from '../../../protocol/verify/bundle.ts';
import type { Report } from '../../../protocol/verify/report.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { headsOf } from '../../support/found-commons.ts';
import { keyOf, subjectOf } from '../../support/people.ts';
import {
  bundleFor,
  changeLog,
  levelsOf,
  verify,
  withheld,
  withoutEntries,
} from '../../support/verify/bundles.ts';
import {
  appendAgain,
  cosignedNote,
  doctorLeaf,
  rotateKeys,
  signAnew,
  signContent,
} from '../../support/verify/hostile.ts';
import { type SmallCommons, smallCommons } from '../../support/verify/small-commons.ts';

let commons: SmallCommons;
let decision: Awaited<ReturnType<SmallCommons['decide']>>;
beforeEach(async () => {
  commons = await smallCommons('small');
  commons.log.setClock('2026-01-10T12:00:00.000Z');
  decision = await commons.decide(commons.people.ana, 100);
});

/** The bundle of the decision as the log stands now. */
async function bundled(): Promise<Bundle> {
  await commons.log.checkpoint();
  return bundleFor({ commons: commons.log.commons, id: decision.entry.id }, [commons]);
}

const codesOf = (report: Report) => [...new Set(report.faults.map(({ code }) => code))];

describe('§9 [R-9.4] what is not as it was signed is a fault', () => {
  test('an honest bundle has none', async () => {
    const report = await verify(await bundled());
    expect(report.faults).toEqual([]);
    expect(levelsOf(report)).toMatchObject({ V0: 'pass', V1: 'pass', V2: 'pass', V4: 'pass' });
  });

  test('a payload that is no JSON fails V0', async () => {
    const bundle = await bundled();
    const changed = changeEntry(bundle, 2, (entry) => ({
      ...entry,
      envelope: { protected: '', signature: '', ...entry.envelope, payload: toBase64url(utf8('no json')) },
    }));
    const report = await verify(changed);
    expect(codesOf(report)).toContain('document-altered');
    expect(report.levels.V0.result).toBe('fail');
  });

  test('another signature over the same bytes is not the one that was logged', async () => {
    const bundle = await bundled();
    const index = decision.entry.index;
    const report = await verify(
      changeEntry(bundle, index, (entry) => ({
        ...entry,
        envelope: {
          payload: '',
          protected: '',
          ...entry.envelope,
          signature: toBase64url(new Uint8Array(64).fill(1)),
        },
      })),
    );
    expect(report.faults).toMatchObject([{ code: 'signature-invalid', index }]);
  });

  test('a document in the place of another is not the one that the leaf names', async () => {
    const bundle = await bundled();
    const other = bundle.logs[0]?.entries.find(({ index }) => index === 4)?.envelope;
    const report = await verify(
      changeEntry(bundle, decision.entry.index, (entry) => ({
        ...entry,
        ...(other === undefined ? {} : { envelope: { ...other, signature: String(entry.leaf.sig) } }),
      })),
    );
    expect(codesOf(report)).toEqual(['document-altered']);
  });

  test('[R-9.24] a leaf that was changed after the checkpoint is not in the log', async () => {
    const bundle = await bundled();
    const report = await verify(
      changeEntry(bundle, 0, (entry) => ({
        ...entry,
        leaf: { ...entry.leaf, at: '2026-01-05T08:00:00.000Z' },
      })),
    );
    expect(report.faults).toMatchObject([{ code: 'not-included', index: 0 }]);
    expect(report.levels.V1.result).toBe('fail');
  });

  test('[R-9.24] a path to another place is no path', async () => {
    const bundle = await bundled();
    const paths = bundle.logs[0]?.entries.map(({ path }) => path) ?? [];
    const report = await verify(
      changeLog(bundle, commons.log.commons, (log) => ({
        ...log,
        entries: log.entries.map((entry, position) => ({ ...entry, path: paths[position + 1] ?? [] })),
      })),
    );
    expect(codesOf(report)).toEqual(['not-included']);
  });

  test('a document of a type that is not known here is a hole, and no fault', async () => {
    const { log, people, subjects } = commons;
    const late = await commons.decide(people.ben, 10);
    const target = await commons.decide(people.ana, 20);
    decision = target;
    await signContent(commons, late.entry.index, (content) => ({ ...content, type: 'ballot' }));
    const report = await verify(await bundled());
    expect(report.faults).toEqual([]);
    expect(levelsOf(report)).toMatchObject({ V0: 'pass', V1: 'pass', V2: 'unresolved' });
    expect(report.levels.V2.missing).toContainEqual({ kind: 'withheld', name: `usage:${subjects.D}` });
    expect(log.entries).toHaveLength(13);
  });

  test('a signed and logged document without the fields of its type is none that a log takes', async () => {
    const late = await commons.decide(commons.people.ben, 10);
    decision = await commons.decide(commons.people.ana, 20);
    await signContent(commons, late.entry.index, ({ reviewAt: _, ...content }) => content);
    expect(codesOf(await verify(await bundled()))).toEqual(['not-admissible']);
  });

  test('a leaf with another type than its document is a contradiction', async () => {
    doctorLeaf(commons.log, decision.entry.index, (leaf) => ({ ...leaf, type: 'outcome' }));
    const report = await verify(await bundled());
    expect(report.faults).toMatchObject([{ code: 'contradiction', index: decision.entry.index }]);
  });

  test('an altered attachment fails V0, an absent one changes nothing', async () => {
    await commons.log.checkpoint();
    const target = { commons: commons.log.commons, id: decision.entry.id };
    const document = decision.entry.document;
    if (document.type !== 'decision') throw new TypeError('the entry is a decision');
    const content = new Map([[document.reason.attachment as string, utf8('not what was said')]]);
    const altered = await verify(await bundleFor(target, [commons], content));
    expect(altered.levels.V0).toMatchObject({ result: 'fail' });
    expect(codesOf(altered)).toEqual(['attachment-altered']);
    expect((await verify(await bundleFor(target, [commons]))).levels.V0.result).toBe('pass');
  });
});

describe('§9 [R-9.12] keys in force', () => {
  test('a key that the author never had', async () => {
    await signAnew(commons.log, decision.entry.index, {
      ...keyOf('somebody else'),
      author: commons.people.ana.author,
    });
    const report = await verify(await bundled());
    expect(report.faults).toMatchObject([{ code: 'key-not-in-force', index: decision.entry.index }]);
    expect(report.levels.V0.result).toBe('fail');
  });

  test('a key that the author had until the entry before', async () => {
    const { log, people, charter } = commons;
    const renewed = { ...keyOf('Ana 2'), author: people.ana.author };
    log.setClock('2026-01-11T12:00:00.000Z');
    await log.append('participant', people.ana, {
      subject: people.ana.author,
      kind: 'human',
      pseudonym: 'Ana',
      keys: [{ key: renewed.key, custody: 'device' }],
      status: 'active',
    });
    expect(charter).toBeDefined();
    decision = await log.append('decision', renewed, draftOf(decision));
    expect((await verify(await bundled())).levels.V0.result).toBe('pass');
    await signAnew(log, decision.entry.index, people.ana);
    const report = await verify(await bundled());
    expect(report.faults).toMatchObject([{ code: 'key-not-in-force' }]);
  });

  test('a document key of the commons after its rotation', async () => {
    const { log, self } = commons;
    log.setClock('2026-01-12T12:00:00.000Z');
    const renewed = await rotateKeys(commons, 'small');
    await log.append('heads', renewed, { subject: subjectOf('heads'), ...headsOf(commons) });
    expect((await verify(await bundled())).levels).toMatchObject({
      V0: { result: 'pass' },
      V1: { result: 'pass' },
    });
    await signAnew(log, log.entries.length - 1, self);
    expect(codesOf(await verify(await bundled()))).toEqual(['key-not-in-force']);
  });

  test('[R-9.25] without the key history nothing is known: no fault, no pass', async () => {
    const report = await verify(withoutEntries(await bundled(), commons.log.commons, [2]));
    expect(report.faults).toEqual([]);
    expect(new Set(Object.values(levelsOf(report)))).toEqual(new Set(['unresolved']));
  });

  test('without the author’s thread it cannot be told who signed', async () => {
    const report = await verify(withoutEntries(await bundled(), commons.log.commons, [0]));
    expect(levelsOf(report)).toMatchObject({ V0: 'unresolved', V2: 'unresolved' });
    expect(report.levels.V0.missing).toMatchObject([{ kind: 'thread', name: commons.people.ana.author }]);
  });

  test('a version of the DID that is withheld, or that only a later leaf tells of, is a hole in every level', async () => {
    const { log } = commons;
    log.setClock('2026-01-12T12:00:00.000Z');
    const renewed = await rotateKeys(commons, 'small');
    const rotated = log.entries.length - 1;
    await log.append('heads', renewed, { subject: subjectOf('heads'), ...headsOf(commons) });
    const bundle = await bundled();
    expect((await verify(bundle)).levels.V1.result).toBe('pass');
    for (const less of [
      withheld(bundle, log.commons, [rotated]),
      withoutEntries(bundle, log.commons, [rotated]),
    ]) {
      const report = await verify(less);
      expect(report.faults).toEqual([]);
      expect(new Set(Object.values(levelsOf(report)))).toEqual(new Set(['unresolved']));
      expect(report.levels.V1.missing).toEqual([{ kind: 'thread', name: 'identity' }]);
    }
  });

  test('a second line of the DID without the first is a hole', async () => {
    commons.log.setClock('2026-01-12T12:00:00.000Z');
    await rotateKeys(commons, 'small');
    const report = await verify(withoutEntries(await bundled(), commons.log.commons, [2]));
    expect(report.faults).toEqual([]);
    expect(report.levels.V1.result).toBe('unresolved');
  });

  test('an identity document with a line that does not verify', async () => {
    const { log, self } = commons;
    log.setClock('2026-01-12T12:00:00.000Z');
    const { line } = log.didVersions.values().next().value ?? { line: '' };
    const { payload } = log.compose('identity', self, { subject: subjectOf('again'), version: 2, line });
    // Admission refuses it; this commons logs it all the same.
    const honest = await log.append('heads', self, { subject: subjectOf('heads'), ...headsOf(commons) });
    await replaceDocument(commons, honest.entry.index, payload, self, (leaf) => ({
      ...leaf,
      type: 'identity',
      threads: [{ key: 'identity', n: 1, prev: 2 }],
      reads: [],
    }));
    await log.checkpoint();
    const id = log.entries.at(-1)?.leaf.doc ?? honest.entry.id;
    const report = await verify(await bundleFor({ commons: log.commons, id }, [commons]));
    expect(report.faults).toMatchObject([{ code: 'key-not-in-force', index: honest.entry.index }]);
  });
});

describe('§9 [R-9.13] checkpoints', () => {
  test('one by a key that the shown history does not name: a later version may name it', async () => {
    const bundle = await bundled();
    Object.assign(commons.log.keyring, { checkpoint: keyOf('a thief') });
    const forged = await commons.log.checkpoint();
    const report = await verify(
      changeLog(bundle, commons.log.commons, (log) => ({ ...log, checkpoint: forged })),
    );
    expect(report.faults).toEqual([]);
    expect(new Set(Object.values(levelsOf(report)))).toEqual(new Set(['unresolved']));
    expect(report.levels.V1.missing).toEqual([{ kind: 'thread', name: 'identity' }]);
    const earlier = [{ note: forged, consistency: [] }];
    const beside = await verify(changeLog(bundle, commons.log.commons, (log) => ({ ...log, earlier })));
    expect(codesOf(beside)).toEqual(['checkpoint-invalid']);
  });

  test('one that was changed after it was signed', async () => {
    const report = await verify(
      changeLog(await bundled(), commons.log.commons, (log) => ({
        ...log,
        checkpoint: log.checkpoint.replace(/\n\d+\n/, '\n1000\n'),
      })),
    );
    expect(codesOf(report)).toEqual(['checkpoint-invalid']);
    expect(report.levels.V1.result).toBe('fail');
  });

  test('one of another log', async () => {
    const other = await smallCommons('other');
    const checkpoint = await other.log.checkpoint();
    const report = await verify(
      changeLog(await bundled(), commons.log.commons, (log) => ({ ...log, checkpoint })),
    );
    expect(codesOf(report)).toEqual(['checkpoint-invalid']);
  });

  test('no note at all', async () => {
    const report = await verify(
      changeLog(await bundled(), commons.log.commons, (log) => ({ ...log, checkpoint: 'trust me\n' })),
    );
    expect(codesOf(report)).toEqual(['checkpoint-invalid']);
  });

  test('[R-9.15] an earlier one of another history', async () => {
    const twin = await smallCommons('small');
    twin.log.setClock('2026-01-09T12:00:00.000Z');
    await twin.decide(twin.people.ben, 7);
    const earlier = [{ note: await twin.log.checkpoint(), consistency: [] }];
    const report = await verify(
      changeLog(await bundled(), commons.log.commons, (log) => ({ ...log, earlier })),
    );
    expect(codesOf(report)).toEqual(['inconsistent']);
    expect(report.levels.V1.result).toBe('fail');
  });

  test('a stolen key counts up to the head that the next version of the DID names, and no further', async () => {
    const { log } = commons;
    const stolen = { ...log.keyring };
    log.setClock('2026-01-12T12:00:00.000Z');
    await rotateKeys(commons, 'small', { checkpoint: keyOf('small checkpoint 2') });
    const bundle = await bundled();
    expect((await verify(bundle)).levels.V1.result).toBe('pass');
    Object.assign(log.keyring, stolen);
    const report = await verify(await bundled());
    expect(codesOf(report)).toEqual(['checkpoint-invalid']);
  });

  test('the head that a version of the DID names MUST be shown to be a beginning of the log', async () => {
    commons.log.setClock('2026-01-12T12:00:00.000Z');
    await rotateKeys(commons, 'small');
    const bundle = await bundled();
    expect(bundle.logs[0]?.stated).toHaveLength(1);
    const without = changeLog(bundle, commons.log.commons, ({ stated: _, ...log }) => log);
    const report = await verify(without);
    expect(report.faults).toEqual([]);
    expect(report.levels.V1.result).toBe('unresolved');
  });

  test('a log that parts from the head that its DID names is void', async () => {
    commons.log.setClock('2026-01-12T12:00:00.000Z');
    await rotateKeys(commons, 'small', { headRoot: toBase64url(new Uint8Array(32).fill(7)) });
    expect(codesOf(await verify(await bundled()))).toEqual(['inconsistent']);
  });
});

describe('§9 [R-9.14] cosignatures', () => {
  test('garbage under the key of a known witness spoils the note', async () => {
    const witness = await smallCommons('witness');
    const { line, log: witnessLog } = witness;
    const bundle = await bundled();
    const name = logOrigin(witnessLog.commons);
    const good = await cosignedNote(bundle.logs[0]?.checkpoint ?? '', name, witnessLog.keyring.witness, 1e12);
    const bad = good.replace(
      /(— \S+ )(.{20})(.)(.*)\n$/,
      (_, head, start, letter, rest) => `${head}${start}${letter === 'A' ? 'B' : 'A'}${rest}\n`,
    );
    const known = { ...bundle, witnesses: [{ commons: witnessLog.commons, lines: [line] }] };
    const report = await verify(
      changeLog(known, commons.log.commons, (log) => ({ ...log, checkpoint: bad })),
    );
    expect(codesOf(report)).toEqual(['cosignature-invalid']);
    const stranger = await verify(
      changeLog({ ...bundle, witnesses: [] }, commons.log.commons, (log) => ({ ...log, checkpoint: bad })),
    );
    expect(stranger.faults).toEqual([]); // a line of somebody unknown says nothing
  });
});

describe('§9 [R-9.16] a log that contradicts itself', () => {
  const later = (change: Partial<Leaf>) => (leaf: Leaf) => ({ ...leaf, ...change });

  test.each([
    ['a thread that has fewer entries than it had', 'n', -1],
    ['a thread whose last entry is another one', 'prev', -1],
  ] as const)('%s', async (_, member, by) => {
    const { log, people, subjects } = commons;
    log.setClock('2026-01-11T12:00:00.000Z');
    await commons.decide(people.ben, 10);
    decision = await commons.decide(people.ana, 20);
    doctorLeaf(log, decision.entry.index, (leaf) => ({
      ...leaf,
      threads: leaf.threads.map((thread) =>
        thread.key === `usage:${subjects.D}` ? { ...thread, [member]: thread[member] + by } : thread,
      ),
    }));
    const report = await verify(await bundled());
    expect(report.faults).toMatchObject([{ code: 'contradiction', index: decision.entry.index }]);
    expect(report.levels.V1.result).toBe('fail');
  });

  test('a leaf that names a last entry after itself', async () => {
    doctorLeaf(commons.log, decision.entry.index, (leaf) => ({
      ...leaf,
      threads: leaf.threads.map((thread) => ({ ...thread, n: 1, prev: leaf.threads.length + 90 })),
    }));
    expect(codesOf(await verify(await bundled()))).toEqual(['contradiction']);
  });

  test('a leaf whose thread ends at an entry that was shown and does not belong to it', async () => {
    const { log, subjects } = commons;
    doctorLeaf(log, decision.entry.index, (leaf) => ({
      ...leaf,
      threads: leaf.threads.map((thread) =>
        thread.key === `usage:${subjects.D}` ? { ...thread, n: 1, prev: 0 } : thread,
      ),
    }));
    expect(codesOf(await verify(await bundled()))).toEqual(['contradiction']);
  });

  test('it is found out by leaves alone, whatever is withheld', async () => {
    const { log, people, subjects } = commons;
    log.setClock('2026-01-11T12:00:00.000Z');
    const late = await commons.decide(people.ben, 10);
    doctorLeaf(log, late.entry.index, (leaf) => ({
      ...leaf,
      threads: leaf.threads.map((thread) =>
        thread.key === `usage:${subjects.D}` ? { ...thread, n: 0, prev: -1 } : thread,
      ),
    }));
    const bundle = await bundled();
    expect(bundle.logs[0]?.entries.find(({ index }) => index === late.entry.index)?.envelope).toBeUndefined();
    expect(codesOf(await verify(bundle))).toEqual(['contradiction']);
  });

  test('a leaf that names other threads than its document', async () => {
    const { log, subjects } = commons;
    doctorLeaf(log, decision.entry.index, (leaf) => ({
      ...leaf,
      threads: leaf.threads.filter(({ key }) => key !== subjects.X),
    }));
    expect(codesOf(await verify(await bundled()))).toEqual(['contradiction']);
  });

  test('reads that are not the document’s', async () => {
    doctorLeaf(commons.log, decision.entry.index, (leaf) => ({
      ...leaf,
      reads: leaf.reads.filter(({ key }) => key !== 'constraints'),
    }));
    expect(codesOf(await verify(await bundled()))).toEqual(['contradiction']);
  });

  test('a thread that hides a name which everybody knows', async () => {
    const { log, subjects } = commons;
    const hidden = toBase64url(new Uint8Array(32).fill(9));
    doctorLeaf(log, decision.entry.index, (leaf) => ({
      ...leaf,
      reads: leaf.reads
        .map((read) => (read.key === subjects.MA ? { ...read, key: hidden } : read))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    }));
    expect(codesOf(await verify(await bundled()))).toEqual(['contradiction']);
  });

  test('[R-9.23] one document at two positions', async () => {
    appendAgain(commons.log, decision, later({ at: '2026-01-12T12:00:00.000Z' }));
    expect(codesOf(await verify(await bundled()))).toContain('contradiction');
  });

  test('[R-9.23] time that goes back', async () => {
    const { log, people } = commons;
    log.setClock('2026-01-11T12:00:00.000Z');
    const late = await commons.decide(people.ben, 10);
    doctorLeaf(log, late.entry.index, later({ at: '2026-01-10T11:59:59.999Z' }));
    expect(codesOf(await verify(await bundled()))).toEqual(['contradiction']);
  });

  test('an entry that no log takes', async () => {
    const other = await smallCommons('other');
    other.log.setClock('2026-01-10T13:00:00.000Z');
    const foreign = await other.decide(other.people.ana, 1);
    appendAgain(commons.log, foreign, later({ at: '2026-01-12T12:00:00.000Z' }));
    decision = { ...foreign, entry: { ...foreign.entry, index: commons.log.entries.length - 1 } };
    const report = await verify(await bundled());
    expect(codesOf(report)).toContain('not-admissible');
    expect(report.levels.V1.result).toBe('fail');
  });

  test('entries of one log claimed as another’s are in neither', async () => {
    const other = await smallCommons('other');
    other.log.setClock('2026-01-10T12:00:00.000Z');
    const theirs = await other.decide(other.people.ana, 100);
    await other.log.checkpoint();
    const foreign = await bundleFor({ commons: other.log.commons, id: theirs.entry.id }, [other]);
    const own = await bundled();
    const claimed = changeLog(
      own,
      commons.log.commons,
      (log): BundleLog => ({
        ...log,
        entries: foreign.logs[0]?.entries ?? [],
      }),
    );
    const report = await verify({ ...claimed, target: { ...own.target, id: theirs.entry.id } });
    expect(levelsOf(report)).toMatchObject({ V0: 'unresolved', V1: 'fail' });
    const mixed = changeLog(
      own,
      commons.log.commons,
      (log): BundleLog => ({
        ...log,
        entries: log.entries.map((entry) =>
          entry.index === 10 ? (foreign.logs[0]?.entries.find(({ index }) => index === 10) ?? entry) : entry,
        ),
      }),
    );
    expect(codesOf(await verify(mixed))).toContain('not-included');
  });
});

describe('§9 [R-9.2] a target that the bundle does not hold', () => {
  test('is unresolved on every level', async () => {
    const bundle = await bundled();
    const elsewhere = { ...bundle, target: { ...bundle.target, id: commons.charter } };
    const absent = withoutEntries(elsewhere, commons.log.commons, [0]);
    expect(new Set(Object.values(levelsOf(await verify(absent))))).toEqual(new Set(['unresolved']));
  });

  test('also where its commons has no part in it', async () => {
    const other = await smallCommons('other');
    const bundle = await bundled();
    const report = await verify({ ...bundle, target: { ...bundle.target, commons: other.log.commons } });
    expect(new Set(Object.values(levelsOf(report)))).toEqual(new Set(['unresolved']));
  });
});

type BundledEntry = BundleLog['entries'][number];

function changeEntry(bundle: Bundle, index: number, change: (entry: BundledEntry) => BundledEntry): Bundle {
  return changeLog(bundle, commons.log.commons, (log) => ({
    ...log,
    entries: log.entries.map((entry) => (entry.index === index ? change(entry) : entry)),
  }));
}

function draftOf({ entry }: typeof decision) {
  const { document } = entry;
  if (document.type !== 'decision') throw new TypeError('the entry is a decision');
  const { type: _t, v: _v, commons: _c, author: _a, issuedAt: _i, salt: _s, refs: _r, ...rest } = document;
  return { ...rest, subject: subjectOf('another decision') };
}

async function replaceDocument(
  { log }: SmallCommons,
  index: number,
  payload: Uint8Array,
  signer: Parameters<typeof signAnew>[2],
  change: (leaf: Leaf) => Leaf,
): Promise<void> {
  const verified = await verifyEnvelope(parseEnvelope(await log.sign(payload, signer)), verifyWithNode);
  const before = log.entries[index];
  if (before === undefined) throw new TypeError('no such entry');
  const document = parseDocument(verified.content);
  log.entries[index] = { ...before, verified, entry: { ...before.entry, id: verified.id, document } };
  doctorLeaf(log, index, (leaf) =>
    change({ ...leaf, doc: verified.id, sig: toBase64url(verified.signature) }),
  );
  expect(fromBase64url(log.entries[index]?.leaf.sig ?? '')).not.toBeNull();
}
