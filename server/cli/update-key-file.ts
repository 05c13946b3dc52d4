import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { fromBase64url, textOf, toBase64url } from '../../protocol/bytes.ts';
import { type Scid, scidSchema } from '../../protocol/ids.ts';
import { keyFromSeed, type NewKey, newKey } from '../keys/keyring.ts';
import { SEED_BYTES } from '../keys/node-sign.ts';
import { systemRandom } from '../random.ts';
import { UsageError } from './usage-error.ts';
import { readUserFile, userPath } from './values.ts';

/** A few hundred characters. */
const FILE_BYTES_MAX = 4096;

const fileSchema = z.strictObject({
  v: z.literal(1),
  what: z.literal('update key'),
  commons: scidSchema,
  key: z.string(),
  seed: z.string(),
});

/**
 * A new update key in a file of its own, readable for its owner alone: whoever has it can give the commons new keys.
 *
 * @throws {UsageError} where the file is there already, or cannot be written.
 */
export async function makeUpdateKeyFile(file: string, commons: Scid): Promise<NewKey> {
  const made = newKey(systemRandom);
  const content = { v: 1, what: 'update key', commons, key: made.key, seed: toBase64url(made.seed) };
  try {
    await writeFile(userPath(file), `${JSON.stringify(content, null, 2)}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') throw isThere(file, cause);
    throw new UsageError(
      `The file ${file} is to hold a new update key, and it cannot be written.`,
      {},
      { cause },
    );
  }
  return made;
}

/** @throws {UsageError} where a file for a new update key is there already. */
export function assertNoFile(file: string): void {
  if (existsSync(userPath(file))) throw isThere(file);
}

function isThere(file: string, cause?: unknown): UsageError {
  return new UsageError(
    `The file ${file} is to hold a new update key, and it is there already.`,
    {},
    { cause },
  );
}

/** @throws {UsageError} where the file is no update key of this commons. */
export async function readUpdateKeyFile(file: string, commons: Scid): Promise<NewKey> {
  const text = textOf(await readUserFile(file, '--update-key', FILE_BYTES_MAX));
  const parsed = fileSchema.safeParse(jsonIn(text ?? ''));
  const seed = parsed.success ? fromBase64url(parsed.data.seed) : null;
  if (!parsed.success || seed?.length !== SEED_BYTES) throw new UsageError(`${file} holds no update key.`);
  const held = keyFromSeed(seed);
  if (held.key !== parsed.data.key) throw new UsageError(`${file} is damaged: its seed makes another key.`);
  if (parsed.data.commons !== commons) {
    throw new UsageError(`${file} is the update key of another commons: ${parsed.data.commons}.`);
  }
  return held;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
