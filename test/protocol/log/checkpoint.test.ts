import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../../../protocol/bytes.ts';
import { formatCheckpoint, parseCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { cosign } from '../../../protocol/log/cosignature.ts';
import { formatNote, parseNote, signNote } from '../../../protocol/log/note.ts';
import { formatSignatureLine } from '../../../protocol/log/note-form.ts';
import { openCheckpoint } from '../../../protocol/log/open-checkpoint.ts';
import { EMPTY_ROOT, leafHash, verifyConsistency } from '../../../protocol/log/tree.ts';
import {
  type NoteKeyType,
  type NoteSigner,
  parseVerifierKey,
  verifierKey,
} from '../../../protocol/log/vkey.ts';
import { parseTime } from '../../../protocol/time.ts';
import { testKey, verifyEd25519 } from '../../support/vectors/ed25519.ts';
import { CT_LOG, GO_SUMDB, SIGSUM_HEADS, SIGSUM_PROOFS } from './published-notes.ts';

const ORIGIN = 'folkmoot/QmdVSDvUBvUXMzeHxSDGTwYh8qhBqYVLqqXHJtmJmyQKFL';
const ROOT = leafHash(Buffer.from('hello world'));
const ROOT_TEXT = 'TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=';
const TEXT = `${ORIGIN}\n7\n${ROOT_TEXT}\n`;
const NOW = 1_767_225_600_123;

describe('§3 [R-3.31] the text of a checkpoint', () => {
  test('is origin, size and root, as Go published it for one tree', () => {
    const text = `go.sum database tree\n123456789012\n${ROOT_TEXT}\n`;
    expect(formatCheckpoint({ origin: 'go.sum database tree', size: 123_456_789_012, root: ROOT })).toBe(
      text,
    );
    expect(parseCheckpoint(text)).toEqual({
      origin: 'go.sum database tree',
      size: 123_456_789_012,
      root: ROOT,
      extensions: [],
    });
  });

  test('what was written is what is read', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (nat, root) => {
        const checkpoint = { origin: ORIGIN, size: nat + (nat === 0 ? 1 : 0), root };
        expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual({ ...checkpoint, extensions: [] });
      }),
    );
  });

  test('extension lines of a foreign log are kept', () => {
    expect(parseCheckpoint(`${TEXT}one\ntwo words\n`).extensions).toEqual(['one', 'two words']);
  });

  test('the empty tree has the empty root and no other', () => {
    const empty = `${ORIGIN}\n0\n${toBase64(EMPTY_ROOT)}\n`;
    expect(parseCheckpoint(empty)).toMatchObject({ size: 0, root: EMPTY_ROOT });
    expect(formatCheckpoint({ origin: ORIGIN, size: 0, root: EMPTY_ROOT })).toBe(empty);
    expect(() => parseCheckpoint(`${ORIGIN}\n0\n${ROOT_TEXT}\n`)).toThrow(
      expect.objectContaining({ type: 'log-invalid' }),
    );
  });

  test.each([
    ['no newline at the end', TEXT.slice(0, -1)],
    ['no root', `${ORIGIN}\n7\n`],
    ['no origin', `\n7\n${ROOT_TEXT}\n`],
    ['an empty line at the end', `${TEXT}\n`],
    ['an empty extension line', `${TEXT}\nmore\n`],
    ['a leading zero', TEXT.replace('\n7\n', '\n07\n')],
    ['a sign', TEXT.replace('\n7\n', '\n+7\n')],
    ['a negative size', TEXT.replace('\n7\n', '\n-7\n')],
    ['a space before the size', TEXT.replace('\n7\n', '\n 7\n')],
    ['a hexadecimal size', TEXT.replace('\n7\n', '\n0x7\n')],
    ['an exponent', TEXT.replace('\n7\n', '\n7e1\n')],
    ['a decimal point', TEXT.replace('\n7\n', '\n7.0\n')],
    ['digits of another script', TEXT.replace('\n7\n', '\n٧\n')],
    ['no size', TEXT.replace('\n7\n', '\n\n')],
    ['a size of 2^53', TEXT.replace('\n7\n', '\n9007199254740992\n')],
    ['a size of 2^63', TEXT.replace('\n7\n', '\n9223372036854775808\n')],
    ['a root of 31 bytes', TEXT.replace(ROOT_TEXT, toBase64(ROOT.subarray(1)))],
    ['a root of 33 bytes', TEXT.replace(ROOT_TEXT, toBase64(new Uint8Array(33)))],
    ['a root without padding', TEXT.replace('=', '')],
    ['a root with unused bits set', TEXT.replace('Bb0=', 'Bb1=')],
    ['a root in base64url', TEXT.replace('+', '-')],
    ['a carriage return', TEXT.replaceAll('\n', '\r\n')],
    ['a control character in the origin', TEXT.replace('folkmoot/', 'folkmoot/\u0000')],
    ['nothing', ''],
  ])('a text with %s is refused', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(expect.objectContaining({ type: 'log-invalid' }));
  });

  test('the largest size is 2^53 − 1', () => {
    expect(parseCheckpoint(TEXT.replace('\n7\n', '\n9007199254740991\n')).size).toBe(2 ** 53 - 1);
  });

  test('nothing is written that could not be read', () => {
    const right = { origin: ORIGIN, size: 7, root: ROOT };
    for (const wrong of [
      { origin: '' },
      { origin: 'a\nb' },
      { origin: 'a\u0001' },
      { size: -1 },
      { size: 0.5 },
      { size: 2 ** 53 },
      { size: 0 },
      { root: ROOT.subarray(1) },
    ]) {
      expect(() => formatCheckpoint({ ...right, ...wrong })).toThrow(
        expect.objectContaining({ type: 'malformed' }),
      );
    }
  });
});

describe('§3 [R-3.32] opening a checkpoint', () => {
  test('the published checkpoint of a certificate log opens, with its witness and the time that it states', async () => {
    const keys = { log: parseVerifierKey(CT_LOG.logVkey), witnesses: [parseVerifierKey(CT_LOG.witnessVkey)] };
    const opened = await openCheckpoint(CT_LOG.note, keys, verifyEd25519);
    expect(opened).toMatchObject({ origin: keys.log.name, size: CT_LOG.size });
    expect(opened.cosignatures).toEqual([{ key: keys.witnesses[0], times: [parseTime(CT_LOG.witnessTime)] }]);

    const other = CT_LOG.note.replace('1432088532', '1432088533');
    await expect(openCheckpoint(other, keys, verifyEd25519)).rejects.toMatchObject({
      type: 'signature-invalid',
    });
  });

  test('a checkpoint whose log key bears another name than the origin is refused', async () => {
    const keys = { log: parseVerifierKey(GO_SUMDB.vkey), witnesses: [] };
    await expect(openCheckpoint(GO_SUMDB.note, keys, verifyEd25519)).rejects.toMatchObject({
      type: 'log-invalid',
    });
  });

  test('witnesses do not stand in for the log', async () => {
    const note = formatNote({ text: TEXT, signatures: [await cosign(TEXT, witness, NOW)] });
    await expect(
      openCheckpoint(note, { log: log.key, witnesses: [witness.key] }, verifyEd25519),
    ).rejects.toMatchObject({ type: 'signature-invalid' });
  });

  test('a checkpoint without any witness opens, and says so', async () => {
    const note = formatNote({ text: TEXT, signatures: [await signNote(TEXT, log)] });
    const opened = await openCheckpoint(note, { log: log.key, witnesses: [witness.key] }, verifyEd25519);
    expect(opened).toMatchObject({ text: TEXT, size: 7, cosignatures: [] });
  });

  test('a note that is no checkpoint is refused, although the log signed it', async () => {
    const text = 'anything\n';
    const note = formatNote({ text, signatures: [await signNote(text, log)] });
    await expect(openCheckpoint(note, { log: log.key, witnesses: [] }, verifyEd25519)).rejects.toMatchObject({
      type: 'log-invalid',
    });
  });

  test('a key of the wrong type is refused in either place', async () => {
    const note = formatNote({ text: TEXT, signatures: [await signNote(TEXT, log)] });
    for (const keys of [
      { log: witness.key, witnesses: [] },
      { log: log.key, witnesses: [log.key] },
    ]) {
      await expect(openCheckpoint(note, keys, verifyEd25519)).rejects.toMatchObject({ type: 'malformed' });
    }
  });
});

describe('§3 [R-3.33] cosignatures', () => {
  test('72 bytes: the second as uint64, then Ed25519 over header, time and text', async () => {
    const { publicKey } = testKey(2);
    const { signature, name, keyId } = await cosign(TEXT, witness, NOW);
    expect([name, keyId]).toEqual([witness.key.name, witness.key.keyId]);
    expect(signature).toHaveLength(72);
    expect(Buffer.from(signature).readBigUInt64BE()).toBe(1_767_225_600n);
    const message = Buffer.from(`cosignature/v1\ntime 1767225600\n${TEXT}`);
    expect(await verifyEd25519(publicKey, message, signature.subarray(8))).toBe(true);
  });

  test('extension lines are cosigned too', async () => {
    const text = `${TEXT}extension\n`;
    const signatures = [await signNote(text, log), await cosign(TEXT, witness, NOW)];
    await expect(open(formatNote({ text, signatures }))).rejects.toMatchObject({ type: 'signature-invalid' });
    signatures[1] = await cosign(text, witness, NOW);
    expect((await open(formatNote({ text, signatures }))).cosignatures).toHaveLength(1);
  });

  test('several cosignatures of one witness are one witness with several times', async () => {
    const times = [NOW + 5000, NOW, NOW + 5000, NOW + 999];
    const cosignatures = await Promise.all(times.map((time) => cosign(TEXT, witness, time)));
    const note = formatNote({ text: TEXT, signatures: [await signNote(TEXT, log), ...cosignatures] });
    const second = Math.floor(NOW / 1000) * 1000;
    expect((await open(note)).cosignatures).toEqual([
      { key: witness.key, times: [second, second + 1000, second + 5000] },
    ]);
  });

  test('a cosignature with another time, cut off, or over another checkpoint is refused', async () => {
    const good = await cosign(TEXT, witness, NOW);
    const later = Uint8Array.from(good.signature);
    later[7] = (later[7] ?? 0) ^ 1;
    const foreign = await cosign(TEXT.replace('\n7\n', '\n8\n'), witness, NOW);
    for (const signature of [
      later,
      good.signature.subarray(8),
      good.signature.subarray(0, 71),
      foreign.signature,
    ]) {
      const note = formatNote({
        text: TEXT,
        signatures: [await signNote(TEXT, log), { ...good, signature }],
      });
      await expect(open(note)).rejects.toMatchObject({ type: 'signature-invalid' });
    }
  });

  test('a plain signature by a witness key is no cosignature, and the other way round', async () => {
    const plain = await signNote(TEXT, signerOf(2, 'note', witness.key.name));
    const note = formatNote({
      text: TEXT,
      signatures: [await signNote(TEXT, log), { ...plain, keyId: witness.key.keyId }],
    });
    await expect(open(note)).rejects.toMatchObject({ type: 'signature-invalid' });
  });

  test.each([0n, 253_402_300_800n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n])(
    'a well-signed cosignature that states the second %s is refused',
    async (seconds) => {
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(seconds);
      const signed = await testKey(2).sign(Buffer.from(`cosignature/v1\ntime ${seconds}\n${TEXT}`));
      const signature = { ...witness.key, signature: Buffer.concat([time, signed]) };
      const note = formatNote({ text: TEXT, signatures: [await signNote(TEXT, log), signature] });
      await expect(open(note)).rejects.toMatchObject({ type: 'signature-invalid' });
    },
  );

  test('the last second of the year 9999 can be stated', async () => {
    const last = 253_402_300_799_000;
    const signatures = [await signNote(TEXT, log), await cosign(TEXT, witness, last)];
    expect((await open(formatNote({ text: TEXT, signatures }))).cosignatures[0]?.times).toEqual([last]);
    for (const now of [last + 1000, 999, 0, -1000, Number.NaN]) {
      await expect(cosign(TEXT, witness, now)).rejects.toMatchObject({ type: 'malformed' });
    }
  });

  test('what is no checkpoint is not cosigned, and a cosignature on it does not count', async () => {
    await expect(cosign('anything\n', witness, NOW)).rejects.toMatchObject({ type: 'log-invalid' });
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(1n);
    const signed = await testKey(2).sign(Buffer.from('cosignature/v1\ntime 1\nanything\n'));
    const signature = { ...witness.key, signature: Buffer.concat([time, signed]) };
    await expect(open(formatNote({ text: 'anything\n', signatures: [signature] }))).rejects.toMatchObject({
      type: 'signature-invalid',
    });
  });

  test('a signer that gives anything but 64 bytes is an inner failure', async () => {
    const broken = { ...witness, sign: async () => new Uint8Array(72) };
    await expect(cosign(TEXT, broken, NOW)).rejects.toMatchObject({ type: 'internal' });
  });

  test('a cosignature alone is a signature line that can be appended to the note', async () => {
    const note = formatNote({ text: TEXT, signatures: [await signNote(TEXT, log)] });
    const cosigned = note + formatSignatureLine(await cosign(TEXT, witness, NOW));
    expect((await open(cosigned)).cosignatures).toHaveLength(1);
    expect(parseNote(cosigned).signatures).toHaveLength(2);
  });
});

describe('§3 [R-3.24] published heads', () => {
  test.each([3, 5] as const)('the head of 1 entry is consistent with that of %i', (toSize) => {
    const given = {
      fromSize: 1,
      fromRoot: bytesOf(SIGSUM_HEADS[1]),
      toSize,
      toRoot: bytesOf(SIGSUM_HEADS[toSize]),
      proof: SIGSUM_PROOFS[toSize].map(bytesOf),
    };
    expect(verifyConsistency(given)).toBe(true);
    expect(verifyConsistency({ ...given, toRoot: bytesOf(SIGSUM_HEADS[1]) })).toBe(false);
  });
});

const log = signerOf(1, 'note', ORIGIN);
const witness = signerOf(2, 'cosignature', 'folkmoot/QmWitness');

async function open(note: string) {
  return openCheckpoint(note, { log: log.key, witnesses: [witness.key] }, verifyEd25519);
}

function signerOf(filling: number, type: NoteKeyType, name: string): NoteSigner {
  const { publicKey, sign } = testKey(filling);
  return { key: verifierKey(name, type, publicKey), sign };
}

function bytesOf(base64: string): Uint8Array {
  const bytes = fromBase64(base64);
  if (bytes === null) throw new Error(`no base64: ${base64}`);
  return bytes;
}
