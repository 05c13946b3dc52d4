import { ProtocolError } from '../../../protocol/problem.ts';
import type { Logger } from '../../../server/logger.ts';

/**
 * A server's log as the simulator reads it: what a server calls an error is a defect, unless its database or a dishonest
 * peer is behind it.
 *
 * @param note takes one line each.
 * @param complain takes what must not be.
 */
export function watchfulLogger(
  note: (line: string) => void,
  complain: (fault: string) => void,
  isHonest: (commons: string) => boolean,
): Logger {
  const nothing = () => undefined;
  const write = (what: unknown, sentence?: string) => {
    if (sentence !== 'request') note(`${sentence ?? ''} ${messageOf(what)}`); // it says how long it took
  };
  const logger = {
    debug: nothing,
    info: nothing,
    warn: write,
    error: (what: unknown, sentence?: string) => {
      write(what, sentence);
      if (!isExcused(what, isHonest)) complain(`a server reports: ${sentence ?? ''} ${textOf(what)}`);
    },
  };
  return logger as unknown as Logger; // flows log objects with a sentence, and nothing else
}

function isExcused(what: unknown, isHonest: (commons: string) => boolean): boolean {
  const error = errorIn(what);
  if (error === null) return isAboutDishonest(what, isHonest);
  return causesOf(error).some((cause) => cause instanceof ProtocolError && cause.type === 'unavailable');
}

/** Misconduct is no defect of whoever finds it. */
function isAboutDishonest(what: unknown, isHonest: (commons: string) => boolean): boolean {
  const peer = typeof what === 'object' && what !== null && 'peer' in what ? what.peer : null;
  return typeof peer === 'string' && !isHonest(peer);
}

function errorIn(what: unknown): unknown {
  return typeof what === 'object' && what !== null && 'err' in what ? what.err : null;
}

function causesOf(error: unknown): readonly unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [error];
}

function textOf(what: unknown): string {
  const error = errorIn(what);
  if (error instanceof Error) {
    const parts = causesOf(error).map((cause) =>
      cause instanceof Error ? (cause.stack ?? cause.message) : '',
    );
    return parts.filter((part) => part !== '').join(' <- ');
  }
  return JSON.stringify(what);
}

/** Without the stack: it is not the same in every run. */
function messageOf(what: unknown): string {
  const error = errorIn(what);
  return error instanceof Error ? error.message : JSON.stringify(what);
}
