import { ProtocolError } from '../../../protocol/problem.ts';

/** What PostgreSQL and the system say, and what it means to whoever starts the server; the first match counts. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/, 'the disk is full'],
  [/Read-only file system|EROFS/, 'the file system is read-only'],
  [/database files are incompatible/, 'its files were made by another version or build of PostgreSQL'],
  [/could not look up effective user ID/, 'the user who starts it has no entry in the list of users'],
  [/has wrong ownership|has invalid permissions/, 'its folder belongs to another user or is open to others'],
  [/is still in use/, 'processes of an earlier PostgreSQL still run on it'],
  [
    /lock file ".*" already exists/,
    'another PostgreSQL runs on it, or left a lock file that only looks alive',
  ],
  [/Cannot allocate memory|could not (?:create|map) shared memory/, 'there is not enough memory'],
  [/EPERM|Operation not permitted/, 'the system does not let this process act as the user whom it runs as'],
  [/EACCES|Permission denied/, 'a file or folder is closed to the user whom it runs as'],
];
/** Lines that name a failure, as against the progress before it. */
const FAILURE_LINE = /(?:FATAL|PANIC|ERROR|error):/;
/** What a line says, after its time, process and level. */
const MESSAGE = /(?:LOG|FATAL|PANIC|ERROR|error):\s*(.+)/;

/**
 * One sentence on why PostgreSQL failed, with its own words in brackets.
 *
 * @param what completes "PostgreSQL could not …", such as `start in /data/postgres`.
 * @param output what it wrote; the whole of it becomes the cause.
 */
export function explainFailure(what: string, output: string): ProtocolError {
  const lines = output.trim().split('\n');
  const failed = lines.findIndex((each) => FAILURE_LINE.test(each));
  // of its settings it says what is wrong in the line before, and then only that something is
  const at = failed > 0 && /contains errors/.test(lines[failed] ?? '') ? failed - 1 : failed;
  const line = lines.at(at) ?? '';
  const words = (MESSAGE.exec(line)?.[1] ?? line).trim() || 'it said nothing';
  const reason = REASONS.find(([pattern]) => pattern.test(output))?.[1];
  const sentence =
    reason === undefined
      ? `PostgreSQL could not ${what}: ${words}.`
      : `PostgreSQL could not ${what}: ${reason} (${words}).`;
  return new ProtocolError('unavailable', sentence, {}, { cause: output });
}

/** Tells what came of the operating system or the database in one sentence; any other error is passed on as it is. */
export function explainError(what: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (!(error instanceof Error) || typeof code !== 'string' || code.startsWith('ERR_')) return error;
  return explainFailure(what, error.message.includes(code) ? error.message : `${code} ${error.message}`);
}
