import { ProtocolError } from '../../../protocol/problem.ts';
import type { Pool } from '../../db/pool.ts';

/**
 * Classes of SQLSTATE (PostgreSQL, appendix A) that say nothing about what was asked: no connection (08), not enough
 * resources, a full disk among them (53), an operator's doing, such as a shutdown (57), the system itself (58), a
 * transaction that lost against another (40), a server that may only read (25), one that does not let us in (28).
 */
const CLASSES: ReadonlySet<string> = new Set(['08', '25', '28', '40', '53', '57', '58']);
/** What postgres.js and the operating system say of a connection that broke or never was. */
const CODES: ReadonlySet<string> = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'EACCES',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * Every verb as it is, but for what it says while the database cannot be used.
 *
 * @param answered waits for an answer no longer than one can come.
 */
export function sayUnavailable<Verbs extends object>(verbs: Verbs, answered: Pool['answered']): Verbs {
  const wrapped = Object.entries(verbs).map(([name, verb]) => [
    name,
    (...parameters: unknown[]) => orUnavailable(() => answered(verb(...parameters))),
  ]);
  return Object.fromEntries(wrapped) as Verbs; // the same names with the same parameters and results
}

/**
 * Runs an action on the database.
 *
 * @throws {ProtocolError} `unavailable` where the database, and not what was asked of it, is in the way. Whether a
 *   transaction that was being committed just then is durable is open; asking again tells.
 */
export async function orUnavailable<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    throw new ProtocolError('unavailable', 'The database cannot be used just now.', {}, { cause: error });
  }
}

/** Drizzle wraps what the driver throws. */
function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof ProtocolError) return false;
  const code = 'code' in error ? error.code : null;
  if (typeof code === 'string' && (CODES.has(code) || (code.length === 5 && CLASSES.has(code.slice(0, 2))))) {
    return true;
  }
  return isUnavailable(error.cause);
}
