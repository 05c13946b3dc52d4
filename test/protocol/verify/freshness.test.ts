import { beforeEach, describe, expect, test } from 'vitest';
import { toBase64url } from '../../../protocol/bytes.ts';
import { hashTextSchema } from '../../../protocol/ids.ts';
import { headsRoot } from '../../../protocol/log/heads-tree.ts';
import type { Bundle } from '../../../protocol/verify/bundle.ts';
import { mandateFields } from '../../support/example-things.ts';
import { headsOf } from '../../support/found-commons.ts';
import type { LoggedEntry } from '../../support/log-builder.ts';
import { subjectOf } from '../../support/people.ts';
import { bundleFor, changeLog, verify, withheld, withoutEntries } from '../../support/verify/bundles.ts';
import { signAnew } from '../../support/verify/hostile.ts';
import { type SmallCommons, smallCommons } from '../../support/verify/small-commons.ts';

let commons: SmallCommons;
let decision: LoggedEntry;
beforeEach(async () => {
  commons = await smallCommons('small');
  commons.log.setClock('2026-01-10T12:00:00.000Z');
  decision = await commons.decide(commons.people.ana, 100, { expiresAt: '2026-03-01T00:00:00Z' });
});

const refOf = ({ entry }: LoggedEntry) => ({ subject: entry.document.subject, id: entry.id });

async function bundled(target = decision): Promise<Bundle> {
  await commons.log.checkpoint();
  return bundleFor({ commons: commons.log.commons, id: target.entry.id }, [commons]);
}

async function appendHeads(
  change: { readonly size?: number; readonly count?: number; readonly root?: Uint8Array } = {},
) {
  const { size, count, root } = commons.log.headsFields();
  const fields = {
    subject: subjectOf('heads'),
    size: change.size ?? size,
    count: change.count ?? count,
    root: hashTextSchema.parse(toBase64url(change.root ?? root)),
  };
  return commons.log.append('heads', commons.self, fields);
}

async function V5(bundle: Bundle) {
  return (await verify(bundle)).levels.V5;
}

describe('§9 [R-9.8] freshness', () => {
  test('the newest entry is fresh, by the log’s own word', async () => {
    expect(await V5(await bundled())).toMatchObject({ result: 'attested' });
  });

  test('a reversal after the target ends it', async () => {
    const reversal = await commons.decide(commons.people.ben, 1, { reverses: refOf(decision) });
    expect(reversal.verdict.status).toBe('counted');
    expect(await V5(await bundled())).toMatchObject({
      result: 'fail',
      reason: 'It was reversed.',
      proofs: [reversal.entry.id],
    });
  });

  test('so does a replacement', async () => {
    const newer = await commons.decide(commons.people.ben, 1, { replaces: refOf(decision) });
    expect(await V5(await bundled())).toMatchObject({ result: 'fail', proofs: [newer.entry.id] });
  });

  test('a reversal that does not count ends nothing', async () => {
    await commons.decide(commons.people.ben, 100_000, { reverses: refOf(decision) });
    expect((await V5(await bundled())).result).toBe('attested');
  });

  test('a reversal whose document is withheld leaves the question open', async () => {
    const { entry } = await commons.decide(commons.people.ben, 1, { reverses: refOf(decision) });
    const report = await V5(withheld(await bundled(), commons.log.commons, [entry.index]));
    expect(report).toMatchObject({ result: 'unresolved', missing: [{ kind: 'withheld' }] });
  });

  test('a missing leaf between the target and the checkpoint leaves it open', async () => {
    await commons.decide(commons.people.ben, 1);
    const { entry } = await commons.decide(commons.people.ben, 2);
    await commons.decide(commons.people.ben, 3);
    const bundle = await bundled();
    expect((await V5(bundle)).result).toBe('attested');
    const report = await V5(withoutEntries(bundle, commons.log.commons, [entry.index]));
    expect(report).toMatchObject({ result: 'unresolved' });
    expect(report.reason).toContain(`Leaf ${entry.index}`);
  });

  test('an end that the decision set itself comes with the log’s time', async () => {
    commons.log.setClock('2026-02-28T23:59:59.000Z');
    await commons.decide(commons.people.ben, 1);
    expect((await V5(await bundled())).result).toBe('attested');
    commons.log.setClock('2026-03-01T00:00:00.000Z');
    await commons.decide(commons.people.ben, 1);
    expect(await V5(await bundled())).toMatchObject({
      result: 'fail',
      reason: 'It expired at 2026-03-01T00:00:00Z.',
    });
  });

  test('a thing that another version took the place of is not in force', async () => {
    const { log, people, refs, subjects } = commons;
    const mandate = await log.append('mandate', people.ana, {
      ...mandateFields(
        subjects.MA,
        refs.R,
        people.ana.author,
        '2026-01-01T00:00:00Z',
        '2026-06-30T00:00:00Z',
      ),
      supersedes: refs.MA.id,
    });
    const old = log.entries.find((other) => other.entry.id === refs.MA.id) ?? mandate;
    expect((await V5(await bundled(old))).result).toBe('attested');
    const role = refs.R.subject;
    const adopts = { type: 'mandate', subject: subjects.MA, id: mandate.entry.id, role } as const;
    await commons.decide(people.ana, 1, {
      domain: refs.S,
      binding: { operations: [{ op: 'adopt', adopts }] },
    });
    expect(await V5(await bundled(old))).toMatchObject({ result: 'fail' });
    expect((await V5(await bundled(mandate))).result).toBe('attested');
  });

  test('a mandate ends by itself', async () => {
    const { log, people, refs } = commons;
    const mandate = log.entries.find(({ entry }) => entry.id === refs.MA.id) ?? decision;
    log.setClock('2026-12-31T00:00:00.000Z');
    await log.append('heads', commons.self, { subject: subjectOf('late'), ...headsOf(commons) });
    expect(people.ana.author).toBeDefined();
    expect(await V5(await bundled(mandate))).toMatchObject({
      result: 'fail',
      reason: 'It ended at 2026-12-31T00:00:00Z.',
    });
  });

  test('participants and the key history have newer versions too', async () => {
    const { log, people } = commons;
    const versionOf = (pseudonym: string, supersedes?: LoggedEntry) =>
      log.append('participant', people.ana, {
        subject: people.ana.author,
        kind: 'human',
        pseudonym,
        keys: [{ key: people.ana.key, custody: 'device' }],
        status: 'active',
        ...(supersedes === undefined ? {} : { supersedes: supersedes.entry.id }),
      });
    const first = await versionOf('Ana');
    expect((await V5(await bundled(first))).result).toBe('attested');
    await versionOf('Anna', first);
    expect((await V5(await bundled(first))).result).toBe('fail');
    expect((await V5(await bundled(decision))).result).toBe('attested');
  });
});

describe('§9 [R-9.8] freshness by heads', () => {
  test('a heads document spares the leaves before it', async () => {
    for (let count = 1; count <= 5; count++) await commons.decide(commons.people.ben, count);
    await appendHeads();
    await commons.decide(commons.people.ben, 9);
    const bundle = await bundled();
    expect(bundle.logs[0]?.heads).toBeDefined();
    expect(bundle.logs[0]?.entries.filter(({ envelope }) => envelope === undefined)).toHaveLength(1);
    expect((await V5(bundle)).result).toBe('attested');
  });

  test('without it the leaves are missing', async () => {
    for (let count = 1; count <= 5; count++) await commons.decide(commons.people.ben, count);
    const { entry } = await appendHeads();
    const bundle = await bundled();
    // The usage thread shows these decisions anyway: without them there are holes.
    const bare = withoutEntries(bundle, commons.log.commons, [11, 12, 13, 14, 15]);
    const without = changeLog(bare, commons.log.commons, ({ heads: _, ...log }) => log);
    expect((await V5(without)).result).toBe('unresolved');
    expect((await V5(withoutEntries(bundle, commons.log.commons, [entry.index]))).result).toBe('unresolved');
  });

  test('a head that is not under the root says nothing', async () => {
    await appendHeads({ root: headsRoot([{ key: 'identity', last: 2, n: 1 }]) });
    expect(await V5(await bundled())).toMatchObject({
      result: 'unresolved',
      reason: 'The head does not verify.',
    });
  });

  test('heads that tell of fewer entries than the log has are false: the commons has signed a contradiction', async () => {
    const { log } = commons;
    const before = log.heads();
    await commons.decide(commons.people.ben, 1, { reverses: refOf(decision) });
    const { entry } = await appendHeads({ root: headsRoot(before), count: before.length });
    const evidence = log.evidence;
    log.evidence = () => ({ ...evidence(), heads: async () => ({ id: entry.id, of: before }) });
    const report = await V5(await bundled());
    expect(report).toMatchObject({ result: 'fail', proofs: [entry.id] });
    expect(report.reason).toContain('false');
  });

  test('heads of a state that was not there yet say nothing', async () => {
    await commons.decide(commons.people.ben, 1);
    await appendHeads({ size: 1000 });
    const bundle = await bundled();
    expect((await V5(bundle)).result).toBe('unresolved');
  });

  test('heads under a key that was never the commons’ are a fault', async () => {
    const { entry } = await appendHeads();
    await signAnew(commons.log, entry.index, { ...commons.people.ana, author: commons.log.commons });
    expect((await verify(await bundled())).levels.V0.result).toBe('fail');
  });

  test('a thread with fewer entries than its head is not complete', async () => {
    const { entry } = await commons.decide(commons.people.ben, 1, { reverses: refOf(decision) });
    await appendHeads();
    const bundle = await bundled();
    expect((await V5(bundle)).result).toBe('fail');
    const report = await V5(withoutEntries(bundle, commons.log.commons, [entry.index]));
    expect(report).toMatchObject({ result: 'unresolved' });
    expect(report.reason).toContain('has 2 entries');
  });
});

describe('§9 [R-9.8] a maximum age', () => {
  const at = Date.parse('2026-01-10T12:00:00Z');
  const day = 86_400_000;

  test.each([
    ['younger than asked', at + 3 * day, 'attested'],
    ['older than asked', at + 8 * day, 'unresolved'],
    ['dated into the future', at - day, 'unresolved'],
  ])('evidence that is %s', async (_, now, result) => {
    const report = await verify(await bundled(), { now, maxAgeSeconds: 7 * 86_400 });
    expect(report.levels.V5.result).toBe(result);
  });
});
