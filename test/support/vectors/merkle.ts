import { writeFileSync } from 'node:fs';
import type { MerkleCase } from './merkle-case.ts';
import { checkpointCases } from './merkle-checkpoint-cases.ts';
import { noteCases } from './merkle-note-cases.ts';
import { tileFileCases } from './merkle-tile-cases.ts';
import { treeCases } from './merkle-tree-cases.ts';

/*
 * Writes spec/vectors/03-merkle.json: `node test/support/vectors/merkle.ts`. It hashes by the recursive definition of
 * RFC 6962 and joins notes from strings, so that it shares no code with what it tests.
 */

export interface MerkleVectors {
  readonly description: string;
  readonly cases: readonly MerkleCase[];
}

export const MERKLE_VECTOR_FILE = new URL('../../../spec/vectors/03-merkle.json', import.meta.url);

const DESCRIPTION = [
  'The Merkle side of the log (chapter 3). Bytes are base64url without padding; texts (notes, keys, paths) stand as they are.',
  'Where `valid`, what `input` claims is true and `output`, if there is one, is what it yields; otherwise it must be refused, with the problem type `problem` where one is named.',
  'Kinds: leaf-hash, node-hash, root: the hash is the right one; inclusion, consistency: the proof verifies; tile: the tree whose entry i is the text "entry <i>", i < count, has this tile at that size and the SHA-256 of its bytes is `sha256`; tile-path, bundle-path, entry-bundle, note, vkey, checkpoint: the text or bytes are well-formed; open-note: with exactly these verifier keys known; open-checkpoint: as the checkpoint of the log with `logVkey`, where `witnessVkeys` are known; times are in seconds.',
].join(' ');

/** What MERKLE_VECTOR_FILE holds: the same on every run. */
export async function merkleVectors(): Promise<MerkleVectors> {
  return {
    description: DESCRIPTION,
    cases: [...treeCases(), ...tileFileCases(), ...(await noteCases()), ...(await checkpointCases())],
  };
}

if (import.meta.main) writeFileSync(MERKLE_VECTOR_FILE, textOf(await merkleVectors()));

/** One line a case: a change of one case shows as one line. */
function textOf({ description, cases }: MerkleVectors): string {
  const lines = cases.map((given) => JSON.stringify(given)).join(',\n');
  return `{"description":${JSON.stringify(description)},\n"cases":[\n${lines}\n]}\n`;
}
