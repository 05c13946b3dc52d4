import { fileURLToPath } from 'node:url';
import { ProtocolError } from '../../protocol/problem.ts';
import { type MaintainersRegister, parseMaintainers } from './maintainers.ts';

/** Our own register, an invented workshop's: it lies beside this file, built or not. */
export const EXAMPLE_REGISTER = fileURLToPath(new URL('example-register.txt', import.meta.url));

const GRAMMAR = { format: 'MAINTAINERS', encoding: 'UTF-8', sectionsMin: 1 };

/**
 * A register in the MAINTAINERS grammar, from bytes; errors name the file.
 *
 * @throws {ProtocolError} `malformed` or `too-large`
 */
export function registerIn(bytes: Uint8Array, shown: string): MaintainersRegister {
  if (bytes.length === 0) throw new ProtocolError('malformed', `${shown} is empty.`, { expected: GRAMMAR });
  try {
    return parseMaintainers(bytes);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const extensions = { expected: GRAMMAR, ...error.extensions };
    throw new ProtocolError(error.type, `${shown} is no register. ${error.message}`, extensions, {
      cause: error,
    });
  }
}
