import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { appendToTiles, EMPTY_EDGE } from '../../../protocol/log/append.ts';
import { parseCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { decodeEntryBundle } from '../../../protocol/log/entry-bundle.ts';
import { openNote, parseNote } from '../../../protocol/log/note.ts';
import { openCheckpoint } from '../../../protocol/log/open-checkpoint.ts';
import { parseEntryBundlePath, parseTilePath } from '../../../protocol/log/tiles.ts';
import {
  leafHash,
  nodeHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../../protocol/log/tree.ts';
import { formatVerifierKey, parseVerifierKey } from '../../../protocol/log/vkey.ts';
import { verifyEd25519 } from '../../support/vectors/ed25519.ts';
import { MERKLE_VECTOR_FILE, type MerkleVectors, merkleVectors } from '../../support/vectors/merkle.ts';
import { b64u, type CaseKind, numbered, sha256 } from '../../support/vectors/merkle-case.ts';

// The first test compares it with what the generator makes.
const vectors = JSON.parse(readFileSync(MERKLE_VECTOR_FILE, 'utf8')) as MerkleVectors;
const RULES = Array.from({ length: 15 }, (_, count) => `R-3.${20 + count}`);

describe('§3 Merkle vectors', () => {
  test('the file holds what its generator makes', async () => {
    expect(vectors).toEqual(await merkleVectors());
  });

  test('every rule has a case that is accepted and one that is refused', () => {
    for (const isValid of [true, false]) {
      const rules = vectors.cases.filter(({ valid }) => valid === isValid).map(({ rule }) => rule);
      expect([...new Set(rules)].sort()).toEqual(RULES);
    }
  });

  test('every case has an id of its own', () => {
    expect(new Set(vectors.cases.map(({ id }) => id)).size).toBe(vectors.cases.length);
  });

  test.for(vectors.cases.map((given) => [`[${given.rule}] ${given.id}: ${given.what}`, given] as const))(
    '%s',
    async ([, { kind, input, valid, output, problem }]) => {
      const answer = Promise.resolve().then(() => RUN[kind](input));
      if (problem !== undefined) await expect(answer).rejects.toMatchObject({ type: problem });
      else if (output !== undefined) expect(await answer).toEqual(output);
      else expect(Boolean(await answer)).toBe(valid);
    },
  );
});

const bytes = z.string().transform((text) => new Uint8Array(Buffer.from(text, 'base64url')));
const count = z.number();
const hashes = z.array(bytes);

const LEAF = z.strictObject({ bytes, hash: bytes });
const NODE = z.strictObject({ left: bytes, right: bytes, hash: bytes });
const TREE = z.strictObject({ entries: hashes, root: bytes });
const INCLUSION = z.strictObject({ index: count, size: count, leafHash: bytes, proof: hashes, root: bytes });
const CONSISTENCY = z.strictObject({
  fromSize: count,
  toSize: count,
  fromRoot: bytes,
  toRoot: bytes,
  proof: hashes,
});
const TILE = z.strictObject({ count, level: count, index: count, width: count, sha256: z.string() });
const PATH = z.strictObject({ path: z.string() });
const BUNDLE = z.strictObject({ width: count, bytes });
const NOTE = z.strictObject({ note: z.string() });
const VKEY = z.strictObject({ vkey: z.string() });
const OPEN_NOTE = z.strictObject({ note: z.string(), vkeys: z.array(z.string()) });
const TEXT = z.strictObject({ text: z.string() });
const OPEN_CHECKPOINT = z.strictObject({
  note: z.string(),
  logVkey: z.string(),
  witnessVkeys: z.array(z.string()),
});

const RUN: Readonly<Record<CaseKind, (input: unknown) => unknown>> = {
  'leaf-hash': (input) => {
    const given = LEAF.parse(input);
    return areEqual(leafHash(given.bytes), given.hash);
  },
  'node-hash': (input) => {
    const { left, right, hash } = NODE.parse(input);
    return areEqual(nodeHash(left, right), hash);
  },
  root: (input) => {
    const { entries, root } = TREE.parse(input);
    return areEqual(rootOf(entries.map(leafHash)), root);
  },
  inclusion: (input) => verifyInclusion(INCLUSION.parse(input)),
  consistency: (input) => verifyConsistency(CONSISTENCY.parse(input)),
  tile: (input) => {
    const given = TILE.parse(input);
    const { tiles } = appendToTiles(EMPTY_EDGE, numbered(given.count).map(leafHash));
    return tiles.some(
      ({ level, index, width, hashes: content }) =>
        level === given.level &&
        index === given.index &&
        width === given.width &&
        b64u(sha256(content)) === given.sha256,
    );
  },
  'tile-path': (input) => parseTilePath(PATH.parse(input).path),
  'bundle-path': (input) => parseEntryBundlePath(PATH.parse(input).path),
  'entry-bundle': (input) => {
    const given = BUNDLE.parse(input);
    return { entries: decodeEntryBundle(given.bytes, given.width).map(b64u) };
  },
  note: (input) => {
    const { text, signatures } = parseNote(NOTE.parse(input).note);
    return { text, signatures: signatures.map((each) => ({ ...each, signature: b64u(each.signature) })) };
  },
  vkey: (input) => {
    const { name, type, keyId, publicKey } = parseVerifierKey(VKEY.parse(input).vkey);
    return { name, type: type === 'note' ? 1 : 4, keyId, publicKey: b64u(publicKey) };
  },
  'open-note': async (input) => {
    const { note, vkeys } = OPEN_NOTE.parse(input);
    const { text, verified, unknown } = await openNote(note, vkeys.map(parseVerifierKey), verifyEd25519);
    return { text, verified: verified.map(({ key }) => formatVerifierKey(key)), unknown: unknown.length };
  },
  checkpoint: (input) => {
    const { root, ...checkpoint } = parseCheckpoint(TEXT.parse(input).text);
    return { ...checkpoint, root: b64u(root) };
  },
  'open-checkpoint': async (input) => {
    const { note, logVkey, witnessVkeys } = OPEN_CHECKPOINT.parse(input);
    const keys = { log: parseVerifierKey(logVkey), witnesses: witnessVkeys.map(parseVerifierKey) };
    const { origin, size, root, cosignatures } = await openCheckpoint(note, keys, verifyEd25519);
    return {
      origin,
      size,
      root: b64u(root),
      cosignatures: cosignatures.map(({ key, times }) => ({
        vkey: formatVerifierKey(key),
        times: times.map((time) => time / 1000),
      })),
    };
  },
};

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
