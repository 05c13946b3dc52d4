import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64, toBase64, utf8 } from '../../../protocol/bytes.ts';
import { cosign } from '../../../protocol/log/cosignature.ts';
import { formatNote, NOTE_BYTES_MAX, openNote, parseNote, signNote } from '../../../protocol/log/note.ts';
import { formatSignatureLine, type NoteSignature } from '../../../protocol/log/note-form.ts';
import {
  type NoteKeyType,
  type NoteSigner,
  parseVerifierKey,
  verifierKey,
} from '../../../protocol/log/vkey.ts';
import { keyOfSeed, testKey, verifyEd25519 } from '../../support/vectors/ed25519.ts';
import { C2SP_EXAMPLE, ENOCH, GO_SUMDB, GO_TEXT, PETER } from './published-notes.ts';

const peter = parseVerifierKey(PETER.vkey);
const enoch = parseVerifierKey(ENOCH.vkey);

describe('§3 [R-3.28] the form of a note', () => {
  test('text and signatures are read as they stand there', () => {
    const note = parseNote(`${GO_TEXT}\n${PETER.line}${ENOCH.line}`);
    expect(note.text).toBe(GO_TEXT);
    expect(note.signatures.map(({ name, keyId }) => [name, keyId])).toEqual([
      ['PeterNeumann', 0xc74f20a3],
      ['EnochRoot', 0xaf0cfe78],
    ]);
    expect(formatNote(note)).toBe(`${GO_TEXT}\n${PETER.line}${ENOCH.line}`);
  });

  test('the text may hold empty lines, and lines that look like signatures', () => {
    const text = `\nfirst\n\n${PETER.line}\n\nlast\n`;
    expect(parseNote(`${text}\n${ENOCH.line}`)).toMatchObject({ text, signatures: [{ name: 'EnochRoot' }] });
  });

  test('a line that stands there twice is read once', () => {
    expect(parseNote(`a\n\n${PETER.line}${ENOCH.line}${PETER.line}`).signatures).toHaveLength(2);
  });

  test('a key that is not known here can have a signature of any length and any name', () => {
    for (const encoded of [toBase64(new Uint8Array(5)), toBase64(new Uint8Array(2432))]) {
      expect(parseNote(`a\n\n— grüße.example/日本 ${encoded}\n`).signatures).toHaveLength(1);
    }
  });

  test.each([
    ['no signature', GO_TEXT],
    ['no signature after the empty line', `${GO_TEXT}\n`],
    ['no text', `\n${PETER.line}`],
    ['no newline at the end', `${GO_TEXT}\n${PETER.line.slice(0, -1)}`],
    ['an empty line at the end', `${GO_TEXT}\n${PETER.line}\n`],
    ['a line below that is no signature', `${GO_TEXT}\n${PETER.line}Unexpected line.\n`],
    ['a hyphen for the dash', `${GO_TEXT}\n${PETER.line.replace('—', '-')}`],
    ['no space after the dash', `${GO_TEXT}\n${PETER.line.replace('— ', '—')}`],
    ['no name', `${GO_TEXT}\n${PETER.line.replace('PeterNeumann', '')}`],
    ['a space in the name', `${GO_TEXT}\n${PETER.line.replace('PeterNeumann', 'Peter Neumann')}`],
    [
      'a no-break space in the name',
      `${GO_TEXT}\n${PETER.line.replace('PeterNeumann', 'Peter\u00a0Neumann')}`,
    ],
    [
      'a next line (U+0085) in the name',
      `${GO_TEXT}\n${PETER.line.replace('PeterNeumann', 'Peter\u0085Neumann')}`,
    ],
    ['a plus sign in the name', `${GO_TEXT}\n${PETER.line.replace('PeterNeumann', 'Peter+Neumann')}`],
    ['a space after the signature', `${GO_TEXT}\n${PETER.line.replace('=\n', '= \n')}`],
    ['no padding', `${GO_TEXT}\n${PETER.line.replace('=\n', '\n')}`],
    ['unused bits that are set', `${GO_TEXT}\n${PETER.line.replace('AM=\n', 'AN=\n')}`],
    ['base64url', `${GO_TEXT}\n${PETER.line.replace('/', '_')}`],
    ['a key id without signature', `${GO_TEXT}\n— PeterNeumann x08gow==\n`],
    ['no signature bytes', `${GO_TEXT}\n— PeterNeumann \n`],
    ['a control character in the text', `a\u0001b\n\n${PETER.line}`],
    ['a carriage return', `a\r\n\r\n${PETER.line}`],
    ['a tab in the text', `a\tb\n\n${PETER.line}`],
    ['a lone surrogate', `a\ud800\n\n${PETER.line}`],
    ['nothing at all', ''],
  ])('a note with %s is refused', (_, note) => {
    expect(() => parseNote(note)).toThrow(expect.objectContaining({ type: 'log-invalid' }));
  });

  test('[R-3.34] 64 signatures are read, one more is refused', () => {
    const lines = Array.from({ length: 65 }, (_, keyId) => formatSignatureLine(signatureOf(keyId)));
    expect(parseNote(`a\n\n${lines.slice(0, 64).join('')}`).signatures).toHaveLength(64);
    expect(() => parseNote(`a\n\n${lines.join('')}`)).toThrow(expect.objectContaining({ type: 'too-large' }));
    expect(() => parseNote(`a\n\n${PETER.line.repeat(65)}`)).toThrow(
      expect.objectContaining({ type: 'too-large' }),
    );
  });

  test('[R-3.34] a note of 128 KiB is read, one of a byte more is refused', () => {
    const rest = `\n\n${C2SP_EXAMPLE.line}`;
    const length = NOTE_BYTES_MAX - utf8(rest).length;
    expect(parseNote('a'.repeat(length) + rest).text).toHaveLength(length + 1);
    expect(() => parseNote('a'.repeat(length + 1) + rest)).toThrow(
      expect.objectContaining({ type: 'too-large' }),
    );
    // Counted in bytes: the same number of characters, more than as many bytes.
    expect(() => parseNote('ü'.repeat(length) + rest)).toThrow(
      expect.objectContaining({ type: 'too-large' }),
    );
  });

  test('what was written is what is read', () => {
    const text = fc
      .string({ unit: fc.constantFrom('a', ' ', '\n', '—', '+', '日') })
      .map((line) => `${line}\n`);
    const signatures = fc.uniqueArray(
      fc.record({
        name: fc.stringMatching(/^[a-z/]{1,9}$/),
        keyId: fc.nat({ max: 0xffffffff }),
        signature: fc.uint8Array({ minLength: 1, maxLength: 99 }),
      }),
      { minLength: 1, maxLength: 9, selector: formatSignatureLine },
    );
    fc.assert(
      fc.property(fc.record({ text, signatures }), (note) => {
        expect(parseNote(formatNote(note))).toEqual(note);
      }),
    );
  });

  test('nothing is written that could not be read', () => {
    const signatures = [signatureOf(1)];
    for (const note of [
      { text: 'no newline', signatures },
      { text: `a\n\n${PETER.line.slice(0, -1)}`, signatures },
      { text: '', signatures },
      { text: 'a\u0007\n', signatures },
      { text: 'a\n', signatures: [] },
      { text: 'a\n', signatures: [{ ...signatureOf(1), name: 'a b' }] },
      { text: 'a\n', signatures: [{ ...signatureOf(1), name: 'a\n\n— b' }] },
      { text: 'a\n', signatures: [{ ...signatureOf(1), signature: new Uint8Array(0) }] },
    ]) {
      expect(() => formatNote(note)).toThrow(expect.objectContaining({ type: 'log-invalid' }));
    }
  });
});

describe('§3 [R-3.30] opening a note', () => {
  test.each([
    ['C2SP', C2SP_EXAMPLE.vkey, `${C2SP_EXAMPLE.text}\n${C2SP_EXAMPLE.line}`],
    ['Go (Peter)', PETER.vkey, `${GO_TEXT}\n${PETER.line}`],
    ['Go (Enoch)', ENOCH.vkey, `${GO_TEXT}\n${ENOCH.line}`],
    ['the Go checksum database', GO_SUMDB.vkey, GO_SUMDB.note],
  ])('the published note of %s opens with its key', async (_, vkey, note) => {
    const opened = await openNote(note, [parseVerifierKey(vkey)], verifyEd25519);
    expect(opened).toMatchObject({
      text: parseNote(note).text,
      verified: [{ key: { keyId: expect.any(Number) } }],
    });
    const changed = note.replace(/[a-z]/, 'x');
    await expect(openNote(changed, [parseVerifierKey(vkey)], verifyEd25519)).rejects.toMatchObject({
      type: 'signature-invalid',
    });
  });

  test('signatures of keys that are not known are ignored and reported', async () => {
    const opened = await openNote(`${GO_TEXT}\n${PETER.line}${ENOCH.line}`, [peter], verifyEd25519);
    expect(opened.verified).toEqual([{ key: peter, times: [] }]);
    expect(opened.unknown.map(({ name }) => name)).toEqual(['EnochRoot']);
  });

  test('a signature under a known name and another id, or under the id and another name, is ignored', async () => {
    const [signature] = parseNote(`${GO_TEXT}\n${PETER.line}`).signatures;
    if (!signature) throw new Error('the note has a signature');
    const foreign = [
      { ...signature, keyId: 1 },
      { ...signature, name: 'CarmenSandiego' },
    ];
    const note = formatNote({ text: GO_TEXT, signatures: [signature, ...foreign] });
    expect((await openNote(note, [peter], verifyEd25519)).unknown).toEqual(foreign);
    await expect(
      openNote(formatNote({ text: GO_TEXT, signatures: foreign }), [peter], verifyEd25519),
    ).rejects.toMatchObject({ type: 'signature-invalid' });
  });

  test('a bad signature of a known key refuses the note, although others are good', async () => {
    const bad = { name: 'EnochRoot', keyId: 0xaf0cfe78 };
    for (const length of [64, 63, 65, 1, 72]) {
      const line = formatSignatureLine({ ...bad, signature: new Uint8Array(length) });
      const note = `${GO_TEXT}\n${PETER.line}${line}`;
      await expect(openNote(note, [peter, enoch], verifyEd25519)).rejects.toMatchObject({
        type: 'signature-invalid',
      });
      expect((await openNote(note, [peter], verifyEd25519)).verified).toHaveLength(1);
    }
  });

  test('a signature that has not 64 bytes is bad, whatever the verifier says of it', async () => {
    for (const length of [63, 65]) {
      const line = formatSignatureLine({
        name: peter.name,
        keyId: peter.keyId,
        signature: new Uint8Array(length),
      });
      await expect(openNote(`${GO_TEXT}\n${line}`, [peter], async () => true)).rejects.toMatchObject({
        type: 'signature-invalid',
      });
    }
  });

  test('a second, bad signature of a key refuses the note, wherever it stands', async () => {
    const bad = formatSignatureLine({
      name: 'PeterNeumann',
      keyId: 0xc74f20a3,
      signature: new Uint8Array(64),
    });
    for (const lines of [PETER.line + bad, bad + PETER.line]) {
      await expect(openNote(`${GO_TEXT}\n${lines}`, [peter], verifyEd25519)).rejects.toMatchObject({
        type: 'signature-invalid',
      });
    }
  });

  test('a note that no known key signed is refused', async () => {
    for (const keys of [[], [enoch]]) {
      await expect(openNote(`${GO_TEXT}\n${PETER.line}`, keys, verifyEd25519)).rejects.toMatchObject({
        type: 'signature-invalid',
      });
    }
  });

  test('a known key counts once, however often it is listed or has signed', async () => {
    const note = `${GO_TEXT}\n${PETER.line}${ENOCH.line}${PETER.line}`;
    const again = parseVerifierKey(PETER.vkey);
    const { verified } = await openNote(note, [peter, enoch, again, peter], verifyEd25519);
    expect(verified.map(({ key }) => key.name)).toEqual(['PeterNeumann', 'EnochRoot']);
  });

  test('two known keys with one name and id are refused: nobody could say which one signed', async () => {
    const forged = { ...enoch, name: peter.name, keyId: peter.keyId };
    await expect(openNote(`${GO_TEXT}\n${PETER.line}`, [peter, forged], verifyEd25519)).rejects.toMatchObject(
      {
        type: 'malformed',
      },
    );
  });
});

describe('§3 [R-3.30] signing a note', () => {
  test.each([
    ['Peter', PETER],
    ['Enoch', ENOCH],
  ])('the seed of %s gives the published signature', async (_, { vkey, seed, line }) => {
    const { sign } = keyOfSeed(fromBase64(seed) ?? new Uint8Array(0));
    expect(formatSignatureLine(await signNote(GO_TEXT, { key: parseVerifierKey(vkey), sign }))).toBe(line);
  });

  test('what was signed opens, and no other text does', async () => {
    const signer = signerOf('a.example', 'note');
    const signature = await signNote('text\n', signer);
    const note = (text: string) => formatNote({ text, signatures: [signature] });
    expect((await openNote(note('text\n'), [signer.key], verifyEd25519)).text).toBe('text\n');
    await expect(openNote(note('text\n\n'), [signer.key], verifyEd25519)).rejects.toMatchObject({
      type: 'signature-invalid',
    });
  });

  test('a text that cannot stand in a note is not signed', async () => {
    for (const text of ['', 'no newline', 'a\u0000\n', '\ud800\n']) {
      await expect(signNote(text, signerOf('a.example', 'note'))).rejects.toMatchObject({
        type: 'malformed',
      });
    }
  });

  test('a key of one type does not sign as the other', async () => {
    const witness = signerOf('w.example', 'cosignature');
    await expect(signNote('text\n', witness)).rejects.toMatchObject({ type: 'malformed' });
    await expect(cosign(GO_SUMDB.note, signerOf('w.example', 'note'), 1000)).rejects.toMatchObject({
      type: 'malformed',
    });
  });

  test('a signer that gives anything but 64 bytes is an inner failure', async () => {
    const signer = { ...signerOf('a.example', 'note'), sign: async () => new Uint8Array(63) };
    await expect(signNote('text\n', signer)).rejects.toMatchObject({ type: 'internal' });
  });
});

function signerOf(name: string, type: NoteKeyType): NoteSigner {
  const { publicKey, sign } = testKey(7);
  return { key: verifierKey(name, type, publicKey), sign };
}

function signatureOf(keyId: number): NoteSignature {
  return { name: 'a.example', keyId, signature: new Uint8Array(64) };
}
