import { rename, rm, writeFile } from 'node:fs/promises';
import { UsageError } from './usage-error.ts';
import { userPath } from './values.ts';

/**
 * A file that is there is replaced only by a whole one.
 *
 * @throws {UsageError} where it cannot be written.
 */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const path = userPath(file);
  const next = `${path}.${process.pid}.part`;
  try {
    await writeFile(next, bytes);
    await rename(next, path);
  } catch (cause) {
    await rm(next, { force: true });
    throw new UsageError(`The file ${file} cannot be written.`, {}, { cause });
  }
}
