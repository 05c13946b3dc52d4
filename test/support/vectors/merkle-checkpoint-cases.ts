import { b64, b64u, invalid, leafOf, type MerkleCase, valid } from './merkle-case.ts';
import { LOG, lineOf, ORIGIN, WITNESS } from './merkle-keys.ts';
import { treeHash } from './rfc6962.ts';

const ROOT = leafOf(Buffer.from('entry 0'));
const TEXT = `${ORIGIN}\n7\n${b64(ROOT)}\n`;
const SECONDS = 1_767_225_600;

/** Checkpoints and cosignatures: to. */
export async function checkpointCases(): Promise<MerkleCase[]> {
  return [...textCases(), ...(await openCheckpointCases()), ...(await cosignatureCases())];
}

function textCases(): MerkleCase[] {
  const root = b64(ROOT);
  const accepted = (
    rule: string,
    id: string,
    what: string,
    origin: string,
    size: number,
    more: string[] = [],
  ) =>
    valid(rule, `checkpoint-${id}`, what, {
      kind: 'checkpoint',
      input: { text: [origin, size, root, ...more, ''].join('\n') },
      output: { origin, size, root: b64u(ROOT), extensions: more },
    });
  const refused = (id: string, what: string, text: string, rule = 'R-3.31') =>
    invalid(rule, `checkpoint-${id}`, what, { kind: 'checkpoint', input: { text }, problem: 'log-invalid' });
  const empty = `${ORIGIN}\n0\n${b64(treeHash([]))}\n`;
  return [
    accepted('R-3.31', 'plain', 'origin, size, root', ORIGIN, 7),
    accepted('R-3.31', 'foreign', 'the origin of a foreign log', 'go.sum database tree', 35_225_469),
    accepted('R-3.31', 'extension', 'extension lines of a foreign log', 'log.example', 7, ['one', 'and two']),
    accepted('R-3.22', 'largest', 'a size of 2^53 − 1', ORIGIN, 2 ** 53 - 1),
    valid('R-3.31', 'checkpoint-empty', 'the empty tree', {
      kind: 'checkpoint',
      input: { text: empty },
      output: { origin: ORIGIN, size: 0, root: b64u(treeHash([])), extensions: [] },
    }),
    refused('empty-other-root', 'the empty tree with another root', `${ORIGIN}\n0\n${root}\n`),
    refused('no-newline', 'no newline at the end', TEXT.slice(0, -1)),
    refused('two-lines', 'no root', `${ORIGIN}\n7\n`),
    refused('no-origin', 'no origin', `\n7\n${root}\n`),
    refused('empty-extension', 'an empty extension line', `${TEXT}\nmore\n`),
    refused('leading-zero', 'a leading zero', `${ORIGIN}\n07\n${root}\n`),
    refused('sign', 'a sign', `${ORIGIN}\n+7\n${root}\n`),
    refused('exponent', 'an exponent', `${ORIGIN}\n7e1\n${root}\n`),
    refused('short-root', 'a root of 31 bytes', `${ORIGIN}\n7\n${b64(ROOT.subarray(1))}\n`),
    refused('base64url', 'a root without padding', `${ORIGIN}\n7\n${root.replace('=', '')}\n`),
    refused('2-53', 'a size of 2^53', `${ORIGIN}\n9007199254740992\n${root}\n`, 'R-3.22'),
  ];
}

async function openCheckpointCases(): Promise<MerkleCase[]> {
  const byLog = lineOf(LOG, await LOG.sign(TEXT));
  const byWitness = await cosignatureLine(TEXT, SECONDS);
  const foreignText = TEXT.replace(ORIGIN, 'log.example');
  const foreign = `${foreignText}\n${lineOf(LOG, await LOG.sign(foreignText))}`;
  const prose = `prose\n\n${lineOf(LOG, await LOG.sign('prose\n'))}`;
  const input = (note: string, logVkey = LOG.vkey) => ({ note, logVkey, witnessVkeys: [WITNESS.vkey] });
  const refused = (id: string, what: string, note: string, problem: string) =>
    invalid('R-3.32', `open-checkpoint-${id}`, what, {
      kind: 'open-checkpoint',
      input: input(note),
      problem,
    });
  return [
    valid('R-3.32', 'open-checkpoint-plain', 'signed by its log, by no witness', {
      kind: 'open-checkpoint',
      input: input(`${TEXT}\n${byLog}`),
      output: { origin: ORIGIN, size: 7, root: b64u(ROOT), cosignatures: [] },
    }),
    refused(
      'witness-alone',
      'signed by a witness, not by its log',
      `${TEXT}\n${byWitness}`,
      'signature-invalid',
    ),
    refused('other-origin', 'signed by the key of another log', foreign, 'log-invalid'),
    refused('prose', 'a signed note that is no checkpoint', prose, 'log-invalid'),
  ];
}

async function cosignatureCases(): Promise<MerkleCase[]> {
  const byLog = lineOf(LOG, await LOG.sign(TEXT));
  const signed = Buffer.concat([uint64(BigInt(SECONDS)), await WITNESS.sign(cosigned(TEXT, SECONDS))]);
  const content = (lines: string) => ({
    kind: 'open-checkpoint' as const,
    input: { note: `${TEXT}\n${byLog}${lines}`, logVkey: LOG.vkey, witnessVkeys: [WITNESS.vkey] },
  });
  const opened = (id: string, what: string, lines: string, times: number[]) =>
    valid('R-3.33', `cosignature-${id}`, what, {
      ...content(lines),
      output: { origin: ORIGIN, size: 7, root: b64u(ROOT), cosignatures: [{ vkey: WITNESS.vkey, times }] },
    });
  const refused = (id: string, what: string, lines: string) =>
    invalid('R-3.33', `cosignature-${id}`, what, { ...content(lines), problem: 'signature-invalid' });
  const line = lineOf(WITNESS, signed);
  const later = Buffer.concat([uint64(BigInt(SECONDS + 1)), signed.subarray(8)]);
  const plain = Buffer.concat([uint64(BigInt(SECONDS)), await WITNESS.sign(TEXT)]);
  return [
    opened('plain', 'a witness and its time', line, [SECONDS]),
    opened('twice', 'one witness at two times', (await cosignatureLine(TEXT, SECONDS + 60)) + line, [
      SECONDS,
      SECONDS + 60,
    ]),
    opened(
      'last-second',
      'the last second of the year 9999',
      await cosignatureLine(TEXT, 253_402_300_799),
      [253_402_300_799],
    ),
    refused('other-time', 'a time that was not signed', lineOf(WITNESS, later)),
    refused('no-time', 'the signature without its time', lineOf(WITNESS, signed.subarray(8))),
    refused('no-header', 'the text signed without the two lines before it', lineOf(WITNESS, plain)),
    refused(
      'other-text',
      'the cosignature of another checkpoint',
      await cosignatureLine(TEXT.replace('\n7\n', '\n8\n'), SECONDS),
    ),
    refused('time-0', 'the time 0', await cosignatureLine(TEXT, 0)),
    refused('time-10000', 'the year 10000', await cosignatureLine(TEXT, 253_402_300_800)),
    refused('time-2-63', 'a time of 2^63', await cosignatureLine(TEXT, 2n ** 63n)),
  ];
}

async function cosignatureLine(text: string, seconds: number | bigint): Promise<string> {
  return lineOf(
    WITNESS,
    Buffer.concat([uint64(BigInt(seconds)), await WITNESS.sign(cosigned(text, seconds))]),
  );
}

function cosigned(text: string, seconds: number | bigint): string {
  return `cosignature/v1\ntime ${seconds}\n${text}`;
}

function uint64(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}
