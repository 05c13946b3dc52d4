import { testKey } from './ed25519.ts';
import { b64u, flipped, invalid, type MerkleCase, valid } from './merkle-case.ts';
import { keyIdOf, LOG, lineOf, type NamedKey, namedKey, ORIGIN, STRANGER, WITNESS } from './merkle-keys.ts';

/** Notes and keys: to, [R-3.34]. */
export async function noteCases(): Promise<MerkleCase[]> {
  return [...(await formCases()), ...vkeyCases(), ...(await openNoteCases()), ...limitCases()];
}

async function formCases(): Promise<MerkleCase[]> {
  const signature = await LOG.sign('text\n');
  const line = lineOf(LOG, signature);
  const read = (text: string) => ({
    kind: 'note' as const,
    input: { note: `${text}\n${line}` },
    output: { text, signatures: [{ name: LOG.name, keyId: keyIdOf(LOG), signature: b64u(signature) }] },
  });
  const refused = (id: string, what: string, note: string) =>
    invalid('R-3.28', `note-${id}`, what, { kind: 'note', input: { note }, problem: 'log-invalid' });
  return [
    valid('R-3.28', 'note-plain', 'a text and a signature', read('text\n')),
    valid('R-3.28', 'note-empty-lines', 'empty lines in the text', read('\nfirst\n\nsecond\n')),
    valid('R-3.28', 'note-twice', 'one line twice: one signature', {
      ...read('text\n'),
      input: { note: `text\n\n${line}${line}` },
    }),
    refused('no-signature', 'no signature', 'text\n\n'),
    refused('no-separator', 'no empty line', `text\n${line}`),
    refused('no-newline', 'no newline at the end', `text\n\n${line.slice(0, -1)}`),
    refused('hyphen', 'a hyphen for the em dash', `text\n\n${line.replace('—', '-')}`),
    refused('foreign-line', 'a line below that is no signature', `text\n\n${line}more\n`),
    refused('padding', 'a signature without its padding', `text\n\n${line.replace(/=+\n/, '\n')}`),
    refused('trailing-bits', 'a signature whose unused bits are set', `text\n\n— a.example AAAAAAB=\n`),
    refused('key-id-alone', 'a key id without signature', 'text\n\n— a.example AAAAAA==\n'),
    refused('control', 'a control character', `te\txt\n\n${line}`),
    refused('carriage-return', 'lines that end in two characters', `text\r\n\r\n${line}`),
    refused(
      'space-in-name',
      'a no-break space in the name',
      `text\n\n${line.replace('folkmoot/', 'folk\u00a0moot/')}`,
    ),
    refused('plus-in-name', 'a plus sign in the name', `text\n\n${line.replace('folkmoot/', 'folk+moot/')}`),
  ];
}

function vkeyCases(): MerkleCase[] {
  const read = (key: NamedKey, type: number, filling: number) => ({
    kind: 'vkey' as const,
    input: { vkey: key.vkey },
    output: { name: key.name, type, keyId: keyIdOf(key), publicKey: b64u(testKey(filling).publicKey) },
  });
  const refused = (id: string, what: string, vkey: string) =>
    invalid('R-3.29', `vkey-${id}`, what, { kind: 'vkey', input: { vkey }, problem: 'log-invalid' });
  const [name = '', id = ''] = LOG.vkey.split('+');
  return [
    valid('R-3.29', 'vkey-log', 'the key of a log', read(LOG, 1, 1)),
    valid('R-3.29', 'vkey-witness', 'the key of a witness', read(WITNESS, 4, 2)),
    valid('R-3.29', 'vkey-c2sp', 'the example of C2SP signed-note', {
      kind: 'vkey',
      input: { vkey: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k' },
      output: {
        name: 'example.com/foo',
        type: 1,
        keyId: 0x530d903a,
        publicKey: '6TJ5GubnqECkYWTJBHhkJtXngh3YspoA1hyucq_dTaQ',
      },
    }),
    refused('other-id', 'the id of another key', LOG.vkey.replace(id, '00000000')),
    refused('capitals', 'the id in capitals', LOG.vkey.replace(id, id.toUpperCase())),
    refused('other-name', 'another name', LOG.vkey.replace(name, `${name}x`)),
    refused('space', 'a space in the name', namedKey('a b', 1, 1).vkey),
    refused('no-name', 'no name', namedKey('', 1, 1).vkey),
    refused('type', 'a type that is not used here', namedKey(ORIGIN, 2, 1).vkey),
    refused('newline', 'a newline after it', `${LOG.vkey}\n`),
    refused('two-parts', 'no id', `${name}+${LOG.vkey.split('+').slice(2).join('+')}`),
  ];
}

async function openNoteCases(): Promise<MerkleCase[]> {
  const good = lineOf(LOG, await LOG.sign('text\n'));
  const foreign = lineOf(STRANGER, await STRANGER.sign('text\n'));
  const bad = lineOf(LOG, flipped(await LOG.sign('text\n')));
  const sameName = lineOf({ ...LOG, id: STRANGER.id }, await STRANGER.sign('text\n'));
  const opened = (id: string, what: string, lines: string, unknown: number) =>
    valid('R-3.30', `open-${id}`, what, {
      kind: 'open-note',
      input: { note: `text\n\n${lines}`, vkeys: [LOG.vkey] },
      output: { text: 'text\n', verified: [LOG.vkey], unknown },
    });
  const refused = (id: string, what: string, note: string, vkeys = [LOG.vkey]) =>
    invalid('R-3.30', `open-${id}`, what, {
      kind: 'open-note',
      input: { note, vkeys },
      problem: 'signature-invalid',
    });
  return [
    opened('plain', 'a signature of a known key', good, 0),
    opened('unknown', 'a further signature of an unknown key', foreign + good, 1),
    opened('same-name', 'a further signature under a known name and an unknown id', good + sameName, 1),
    refused('nobody', 'no key is known', `text\n\n${good}`, []),
    refused('stranger', 'no known key signed', `text\n\n${foreign}`),
    refused('bad', 'the signature is bad', `text\n\n${bad}`),
    refused('good-and-bad', 'of two signatures of a known key one is bad', `text\n\n${good}${bad}`),
    refused('other-text', 'another text', `texT\n\n${good}`),
    refused('longer-text', 'an empty line more', `text\n\n\n${good}`),
    refused('short-signature', 'a signature of 63 bytes', `text\n\n${lineOf(LOG, new Uint8Array(63))}`),
    refused(
      'one-of-two-bad',
      'one known key signed well, another badly',
      `text\n\n${good}${lineOf(STRANGER, new Uint8Array(64))}`,
      [LOG.vkey, STRANGER.vkey],
    ),
  ];
}

function limitCases(): MerkleCase[] {
  const lines = Array.from({ length: 65 }, (_, count) =>
    lineOf({ ...STRANGER, id: Buffer.of(0, 0, 0, count) }, Buffer.of(1)),
  );
  const note = (count: number) => `text\n\n${lines.slice(0, count).join('')}`;
  const signatures = Array.from({ length: 64 }, (_, keyId) => ({
    name: STRANGER.name,
    keyId,
    signature: 'AQ',
  }));
  return [
    valid('R-3.34', 'limit-64', '64 signature lines', {
      kind: 'note',
      input: { note: note(64) },
      output: { text: 'text\n', signatures },
    }),
    invalid('R-3.34', 'limit-65', '65 signature lines', {
      kind: 'note',
      input: { note: note(65) },
      problem: 'too-large',
    }),
  ];
}
