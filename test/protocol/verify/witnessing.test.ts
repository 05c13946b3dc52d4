import { beforeEach, describe, expect, test } from 'vitest';
import { logOrigin } from '../../../protocol/ids.ts';
import { formatVerifierKey, verifierKey } from '../../../protocol/log/vkey.ts';
import type { Bundle } from '../../../protocol/verify/bundle.ts';
import { collectBundle } from '../../../protocol/verify/collect-bundle.ts';
import { keyLabel, keysByLabel } from '../../../protocol/verify/witness-keys.ts';
import { createCommons, type TestCommons } from '../../support/found-commons.ts';
import type { LoggedEntry } from '../../support/log-builder.ts';
import { keyOf, subjectOf } from '../../support/people.ts';
import { levelsOf, verify } from '../../support/verify/bundles.ts';
import { cosignedNote } from '../../support/verify/hostile.ts';
import { type SmallCommons, smallCommons } from '../../support/verify/small-commons.ts';

let commons: SmallCommons;
let witness: TestCommons;
let stranger: TestCommons;
beforeEach(async () => {
  commons = await smallCommons('small', { kind: 'money' });
  witness = await createCommons('witness', '2026-01-05T09:00:00Z');
  stranger = await createCommons('stranger', '2026-01-05T09:00:00Z');
});

const cosigner = ({ log }: TestCommons) => ({ commons: log.commons, witness: log.keyring.witness });

/** A payment of 10 January, with checkpoints before and after it that these have cosigned. */
async function payment(before: readonly TestCommons[], after: readonly TestCommons[]): Promise<Bundle> {
  const { log, people } = commons;
  log.setClock('2026-01-09T12:00:00.000Z');
  if (before.length > 0) await log.checkpoint(before.map(cosigner));
  log.setClock('2026-01-10T12:00:00.000Z');
  const target = await commons.decide(people.ana, 100);
  log.setClock('2026-01-11T12:00:00.000Z');
  await log.checkpoint(after.map(cosigner));
  return bundled(target);
}

async function bundled({ entry }: LoggedEntry): Promise<Bundle> {
  const { log } = commons;
  return collectBundle(
    { commons: log.commons, id: entry.id },
    {
      logs: new Map([[log.commons, log.evidence()]]),
      attachments: async () => new Map(),
      witnesses: async () =>
        [witness, stranger].map((one) => ({ commons: one.log.commons, lines: [one.line] })),
    },
  );
}

const trusting = (...witnesses: readonly TestCommons[]) => ({
  trust: witnesses.map(({ log }) => log.commons),
});

describe('§9 [R-9.6] whose clock vouches for the time of a payment', () => {
  test('a trusted witness on both sides: it passes', async () => {
    const report = await verify(await payment([witness], [witness]), trusting(witness));
    expect(report.levels.V3.result).toBe('pass');
    expect(report.levels.V3.reason).toContain(
      'after 2026-01-09T12:00:00.000Z and before 2026-01-11T12:00:00.000Z',
    );
  });

  test('witnesses that the verifier does not know: attested', async () => {
    expect(levelsOf(await verify(await payment([witness], [witness])))).toMatchObject({ V3: 'attested' });
  });

  test.each([
    ['before alone', true, false],
    ['after alone', false, true],
    ['on neither side', false, false],
  ])('a witness %s: money is unresolved', async (_, before, after) => {
    const bundle = await payment(before ? [witness] : [], after ? [witness] : []);
    expect((await verify(bundle, trusting(witness))).levels.V3).toMatchObject({
      result: 'unresolved',
      reason: "Its time is by the operator's clock alone, and it moves money.",
    });
  });

  test('what moves no money is attested by the operator’s clock alone', async () => {
    commons = await smallCommons('small', { kind: 'hours' });
    expect((await verify(await payment([], []))).levels.V3).toMatchObject({ result: 'attested' });
  });

  test('what could be money is treated as money', async () => {
    commons = await smallCommons('small', { kind: 'hours' });
    const bundle = await payment([], []);
    const logs = bundle.logs.map((log) => ({
      ...log,
      entries: log.entries.map(({ envelope, ...entry }) =>
        envelope === undefined || entry.leaf.type === 'resource' ? entry : { ...entry, envelope },
      ),
    }));
    expect((await verify({ ...bundle, logs })).levels.V3.result).toBe('unresolved');
  });

  test('a trusted witness on one side and somebody on the other: attested', async () => {
    const report = await verify(await payment([witness], [stranger]), trusting(witness));
    expect(report.levels.V3.result).toBe('attested');
  });

  test('the second signature’s time is asked for too', async () => {
    commons = await smallCommons('small', { kind: 'money', signers: 2 });
    const { log, people, refs, subjects } = commons;
    log.setClock('2026-01-09T12:00:00.000Z');
    await log.checkpoint([cosigner(witness)]);
    log.setClock('2026-01-10T12:00:00.000Z');
    const target = await commons.decide(people.ana, 100);
    await log.checkpoint([cosigner(witness)]);
    const confirm = () =>
      log.append('confirmation', people.ben, {
        subject: subjectOf('second'),
        of: { subject: target.entry.document.subject, id: target.entry.id },
        decision: {
          changes: [target.entry.document.subject, refs.X.subject, `usage:${subjects.D}`],
          by: { mandate: refs.MB, role: refs.R, domain: refs.D },
        },
      });
    await confirm();
    await log.checkpoint();
    expect((await verify(await bundled(target), trusting(witness))).levels.V3.result).toBe('unresolved');
    await log.checkpoint([cosigner(witness)]);
    expect((await verify(await bundled(target), trusting(witness))).levels.V3.result).toBe('pass');
  });
});

describe('§9 [R-9.6] witnesses that contradict the log’s clock', () => {
  /** As `payment`, but the witness had seen the log without it a day after the log says it was made. */
  async function backdated(by: TestCommons, afterwards: readonly TestCommons[]): Promise<Bundle> {
    const { log, people } = commons;
    log.setClock('2026-01-11T12:00:00.000Z');
    await log.checkpoint([cosigner(by)]);
    log.setClock('2026-01-10T12:00:00.000Z');
    const target = await commons.decide(people.ana, 100);
    log.setClock('2026-01-12T12:00:00.000Z');
    await log.checkpoint(afterwards.map(cosigner));
    return bundled(target);
  }

  test('one that is trusted: it fails', async () => {
    const report = await verify(await backdated(witness, [witness]), trusting(witness));
    expect(report.levels.V3.result).toBe('fail');
    expect(report.levels.V3.reason).toContain('contradict');
  });

  test('one that nobody knows: it is disputed', async () => {
    const report = await verify(await backdated(stranger, [stranger]), trusting(witness));
    expect(report.levels.V3.result).toBe('unresolved');
  });

  test('trusted ones outweigh those that anybody can make', async () => {
    const bundle = await payment([witness], [witness]);
    const [name, key] = [logOrigin(stranger.log.commons), stranger.log.keyring.witness];
    const [earlier] = bundle.logs.flatMap((log) => log.earlier);
    const note = await cosignedNote(earlier?.note ?? '', name, key, Date.parse('2026-01-11T12:00:00Z'));
    const logs = bundle.logs.map((log) => ({
      ...log,
      earlier: log.earlier.map((one) => ({ ...one, note })),
    }));
    expect((await verify({ ...bundle, logs }, trusting(witness))).levels.V3.result).toBe('pass');
    expect((await verify({ ...bundle, logs }, trusting(stranger))).levels.V3.result).toBe('fail');
    expect((await verify({ ...bundle, logs })).levels.V3.result).toBe('unresolved');
  });

  test('five minutes either way are no contradiction', async () => {
    const { log, people } = commons;
    log.setClock('2026-01-10T12:05:00.000Z');
    await log.checkpoint([cosigner(witness)]);
    log.setClock('2026-01-10T12:00:00.000Z');
    const target = await commons.decide(people.ana, 100);
    await log.checkpoint([cosigner(witness)]);
    expect((await verify(await bundled(target), trusting(witness))).levels.V3.result).toBe('pass');
    log.setClock('2026-01-10T12:05:01.000Z');
    await log.checkpoint([cosigner(witness)]);
    log.setClock('2026-01-10T12:00:00.000Z');
    const late = await commons.decide(people.ana, 100);
    await log.checkpoint([cosigner(witness)]);
    expect((await verify(await bundled(late), trusting(witness))).levels.V3.result).toBe('fail');
  });
});

describe('§9 [R-9.7] one history only', () => {
  test('by witnesses that the verifier trusts; others are counted', async () => {
    const bundle = await payment([witness], [witness, stranger]);
    const trusted = await verify(bundle, trusting(witness));
    expect(trusted.singleHistory).toEqual({
      result: 'pass',
      trusted: [logOrigin(witness.log.commons)],
      unknown: 1,
      since: '2026-01-09T12:00:00.000Z',
    });
    const nobody = await verify(bundle);
    expect(nobody.singleHistory).toMatchObject({ result: 'unresolved', trusted: [], unknown: 2 });
  });

  test('a witness of an earlier checkpoint alone says nothing of the newest', async () => {
    const report = await verify(await payment([witness], []), trusting(witness));
    expect(report.singleHistory).toMatchObject({ result: 'unresolved', trusted: [] });
  });

  test('[R-9.14] a changed key id makes the line a stranger’s: no fault, and nobody vouches any more', async () => {
    const bundle = await payment([witness], [witness]);
    const line = new RegExp(`(— ${logOrigin(witness.log.commons)} )(.)`);
    const changed = (note: string) =>
      note.replace(line, (_, name: string, one: string) => `${name}${one === 'A' ? 'B' : 'A'}`);
    const logs = bundle.logs.map((log) => ({
      ...log,
      checkpoint: changed(log.checkpoint),
      earlier: log.earlier.map((one) => ({ ...one, note: changed(one.note) })),
    }));
    expect(logs).not.toEqual(bundle.logs);
    const report = await verify({ ...bundle, logs }, trusting(witness));
    expect(report.faults).toEqual([]);
    expect(report.singleHistory).toMatchObject({ result: 'unresolved', trusted: [] });
    expect(report.levels.V3.result).toBe('unresolved');
  });

  test('a log that cosigns itself vouches for nothing', async () => {
    const report = await verify(await payment([commons], [commons]), trusting(commons));
    expect(report.singleHistory).toMatchObject({ result: 'unresolved', trusted: [], unknown: 0 });
    expect(report.levels.V3.result).toBe('unresolved');
  });

  test.each([
    ['its SCID', ({ log }: TestCommons) => log.commons],
    ['its name', ({ log }: TestCommons) => logOrigin(log.commons)],
    [
      'its vkey',
      ({ log }: TestCommons) =>
        formatVerifierKey(verifierKey(logOrigin(log.commons), 'cosignature', log.keyring.witness.publicKey)),
    ],
  ])('a witness is trusted by %s', async (_, nameOf) => {
    const report = await verify(await payment([witness], [witness]), { trust: [nameOf(witness)] });
    expect(report.singleHistory.result).toBe('pass');
    expect(report.levels.V5.result).toBe('pass');
  });

  test('a vkey needs no DID log in the bundle', async () => {
    const bundle = { ...(await payment([witness], [witness])), witnesses: [] };
    const key = verifierKey(
      logOrigin(witness.log.commons),
      'cosignature',
      witness.log.keyring.witness.publicKey,
    );
    expect((await verify(bundle, trusting(witness))).singleHistory.result).toBe('unresolved');
    expect((await verify(bundle, { trust: [formatVerifierKey(key)] })).singleHistory.result).toBe('pass');
  });

  test.each(['', 'somebody', 'folkmoot/', 'https://example.org'])(
    'nobody can be trusted as “%s”',
    async (text) => {
      const bundle = await payment([witness], [witness]);
      await expect(verify(bundle, { trust: [text] })).rejects.toMatchObject({ type: 'malformed' });
    },
  );

  test('nor by a key that signs notes and cosigns none', async () => {
    const key = verifierKey(logOrigin(witness.log.commons), 'note', witness.log.keyring.witness.publicKey);
    const bundle = await payment([witness], [witness]);
    await expect(verify(bundle, { trust: [formatVerifierKey(key)] })).rejects.toMatchObject({
      type: 'malformed',
    });
  });
});

describe('§9 [R-9.14] whose cosignature it is', () => {
  test('a witness’s DID log that does not verify is a fault, and vouches for nothing', async () => {
    const bundle = await payment([witness], [witness]);
    const [other] = bundle.witnesses.filter(({ commons: scid }) => scid === stranger.log.commons);
    const witnesses = [{ commons: witness.log.commons, lines: other?.lines ?? [] }];
    const report = await verify({ ...bundle, witnesses }, trusting(witness));
    expect(report.singleHistory).toMatchObject({ result: 'unresolved', unknown: 0 });
    expect(report.faults).toMatchObject([{ code: 'witness-invalid', commons: witness.log.commons }]);
    expect(report.levels.V1).toMatchObject({ result: 'fail' });
    expect(report.levels.V1.reason).toContain(witness.log.commons);
  });

  test('one letter changed in a witness’s DID log is a fault wherever it stands', async () => {
    const bundle = await payment([witness], [witness]);
    const [known] = bundle.witnesses.filter(({ commons: scid }) => scid === witness.log.commons);
    const line = known?.lines[0] ?? '';
    const count = 12;
    for (let step = 0; step < count; step++) {
      const place = Math.floor((line.length * (step + 0.5)) / count);
      const changed = `${line.slice(0, place)}${line[place] === 'A' ? 'B' : 'A'}${line.slice(place + 1)}`;
      const witnesses = [{ commons: witness.log.commons, lines: [changed] }];
      const report = await verify({ ...bundle, witnesses }, trusting(witness));
      expect(report.faults, changed).toMatchObject([{ code: 'witness-invalid' }]);
    }
  });

  test('a witness’s DID log from the verifier’s future is a finding, and vouches for nothing', async () => {
    const bundle = await payment([witness], [witness]);
    const report = await verify(bundle, { ...trusting(witness), now: Date.parse('2020-01-01') });
    expect(report.faults).toEqual([]);
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'witness-in-future', commons: witness.log.commons }),
    );
    expect(report.singleHistory).toMatchObject({ result: 'unresolved', trusted: [] });
    expect((await verify(bundle, trusting(witness))).findings).toEqual([]);
  });

  test('a line under a trusted name and another key is not the witness’s', async () => {
    const bundle = await payment([], []);
    const [log] = bundle.logs;
    const name = logOrigin(witness.log.commons);
    const checkpoint = await cosignedNote(
      log?.checkpoint ?? '',
      name,
      keyOf('a thief'),
      Date.parse('2026-01-11'),
    );
    const logs = bundle.logs.map((part) => ({ ...part, checkpoint }));
    const report = await verify({ ...bundle, logs }, trusting(witness));
    expect(report.faults).toEqual([]);
    expect(report.singleHistory).toMatchObject({ result: 'unresolved', trusted: [], unknown: 0 });
  });

  test('two keys under one label cannot be told apart: neither counts', () => {
    const [one, other] = ['one', 'other'].map((label) => ({
      ...verifierKey('folkmoot/somebody', 'cosignature', keyOf(label).publicKey),
      keyId: 7,
    }));
    if (one === undefined || other === undefined) throw new TypeError('two keys were made');
    expect([...keysByLabel([one, one]).keys()]).toEqual([keyLabel(one)]);
    expect(keysByLabel([one, other]).size).toBe(0);
  });
});
