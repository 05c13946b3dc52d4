import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ProtocolError } from '../../protocol/problem.ts';
import { type MaintainersRegister, parseMaintainers } from './maintainers.ts';
import { REGISTER_BYTES_MAX } from './maintainers-lines.ts';

/** Our own register, an invented workshop's: it lies beside this file, built or not. */
export const EXAMPLE_REGISTER = fileURLToPath(new URL('example-register.txt', import.meta.url));

/**
 * Looks at a file before it is read: what is no file, or too large, is not taken into memory.
 *
 * @param shown the file as the person named it, for the error.
 * @throws {ProtocolError} `not-found`, `malformed` or `too-large`, in one sentence.
 */
export async function assertReadable(path: string, shown: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error.code ?? 'unknown');
  if (found === 'ENOENT' || found === 'ENOTDIR')
    throw new ProtocolError('not-found', `There is no file ${shown}.`);
  if (typeof found === 'string')
    throw new ProtocolError('malformed', `The file ${shown} cannot be read (${found}).`);
  if (found.isDirectory()) throw new ProtocolError('malformed', `${shown} is a folder, not a file.`);
  if (!found.isFile()) throw new ProtocolError('malformed', `${shown} is not a file.`);
  if (found.size > REGISTER_BYTES_MAX) {
    throw new ProtocolError(
      'too-large',
      `${shown} has ${found.size} bytes; a register has at most ${REGISTER_BYTES_MAX}.`,
    );
  }
}

/**
 * A register in the MAINTAINERS grammar, from bytes; errors name the file.
 *
 * @throws {ProtocolError} `malformed` or `too-large`
 */
export function registerIn(bytes: Uint8Array, shown: string): MaintainersRegister {
  if (bytes.length === 0) throw new ProtocolError('malformed', `${shown} is empty.`);
  try {
    return parseMaintainers(bytes);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new ProtocolError(error.type, `${shown} is no register. ${error.message}`, error.extensions, {
      cause: error,
    });
  }
}
