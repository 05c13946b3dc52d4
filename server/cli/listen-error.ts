import { ProtocolError } from '../../protocol/problem.ts';
import type { Config } from '../config.ts';
import { UsageError } from './usage-error.ts';

/** Why a server cannot listen where it should, and what to type instead; other errors come back as they are. */
export function explainListening(error: unknown, { port, host }: Pick<Config, 'port' | 'host'>): unknown {
  const { cause } = error instanceof Error ? error : {};
  if (!(cause instanceof Error) || !('code' in cause) || !isOfListening(cause, host)) return error;
  switch (cause.code) {
    case 'EADDRINUSE':
      return new ProtocolError(
        'conflict',
        `Port ${port} at ${host} is in use by another program: stop that one, or choose another port (--port ${port + 1}).`,
        { port, host },
        { cause },
      );
    case 'EACCES':
      return new ProtocolError(
        'forbidden',
        `This user may not listen on port ${port}: choose one above 1023 (--port 4180).`,
        { port, host },
        { cause },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new UsageError(
        `This machine has no address ${host}: --host takes one of its own, such as 127.0.0.1 or 0.0.0.0.`,
        { host },
        { cause },
      );
    default:
      return error;
  }
}

/** A database that cannot be reached has errors of the same codes. */
function isOfListening(cause: Error, host: string): boolean {
  if ('syscall' in cause && cause.syscall === 'listen') return true;
  return 'hostname' in cause && cause.hostname === host;
}
