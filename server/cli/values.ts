import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { AMOUNT_MAX } from '../../protocol/amount.ts';
import { DAY_SECONDS, formatMillis, type Millis, parseTime, SECOND } from '../../protocol/time.ts';
import { UsageError } from './usage-error.ts';

/** Collects an option that may be given several times. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/**
 * A whole number of an option.
 *
 * @throws {UsageError}
 */
export function wholeNumber(text: string, name: string, least: number, most: number = AMOUNT_MAX): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const range = most === AMOUNT_MAX ? `from ${least}` : `from ${least} to ${most}`;
  throw new UsageError(`${name} takes a whole number ${range}, not “${text}”.`);
}

/**
 * A moment of an option: a time, a day (its end, in UTC), or how long from now, as `7d`, `12h`.
 *
 * @throws {UsageError}
 */
export function moment(text: string, name: string, now: Millis): string {
  const span = /^(\d{1,4})([dh])$/.exec(text);
  if (span !== null) {
    const seconds = Number(span[1]) * (span[2] === 'd' ? DAY_SECONDS : 3600);
    return formatMillis(now + seconds * SECOND);
  }
  const time = parseTime(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59Z` : text);
  if (time !== null) return formatMillis(time);
  throw new UsageError(
    `${name} takes a day as 2027-05-31, a time as 2027-05-31T12:00:00Z, or a span from now as 7d or 12h, not “${text}”.`,
  );
}

/**
 * A time that lasts, as `3d`, `12h`, in seconds.
 *
 * @throws {UsageError}
 */
export function spanSeconds(text: string, name: string): number {
  const span = /^(\d{1,4})([dh])$/.exec(text);
  const seconds = Number(span?.[1] ?? 0) * (span?.[2] === 'd' ? DAY_SECONDS : 3600);
  if (seconds > 0) return seconds;
  throw new UsageError(`${name} takes a span as 3d or 12h, at least 1h, not “${text}”.`);
}

/**
 * A moment that is over: a time, or how long ago, as `2h`, `1d`.
 *
 * @throws {UsageError}
 */
export function pastMoment(text: string, name: string, now: Millis): Millis {
  const span = /^(\d{1,4})([dh])$/.exec(text);
  if (span !== null) return now - Number(span[1]) * (span[2] === 'd' ? DAY_SECONDS : 3600) * SECOND;
  const time = parseTime(text);
  if (time !== null) return time;
  throw new UsageError(`${name} takes a time as 2027-05-31T12:00:00Z, or how long ago as 2h, not “${text}”.`);
}

/**
 * The origin of a server as a person types it: `localhost:4180` means http there, else https.
 *
 * @throws {UsageError}
 */
export function originFrom(text: string, name: string): string {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const isLocal = /^(localhost|[^/:]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/i.test(text);
  const url = URL.parse(hasScheme ? text : `${isLocal ? 'http' : 'https'}://${text}`);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '') {
    return url.origin;
  }
  throw new UsageError(
    `${name} takes the address of a server, such as http://localhost:4180, not “${text}”.`,
  );
}

/** A file that a person named: npm changes to the project's folder first, and remembers where they were. */
export function userPath(file: string): string {
  const { INIT_CWD, npm_lifecycle_event } = process.env;
  return npm_lifecycle_event !== undefined && INIT_CWD !== undefined
    ? resolve(INIT_CWD, file)
    : resolve(file);
}

/**
 * A file that a person named; `-` is standard input.
 *
 * @param name what names it, for the error.
 * @param bytesMax nothing is read beyond it and one byte more, by which a caller sees that there is more: a pipe or a
 *   device may have no end.
 * @throws {UsageError}
 */
export async function readUserFile(file: string, name: string, bytesMax: number): Promise<Uint8Array> {
  try {
    return await firstBytes(file === '-' ? process.stdin : createReadStream(userPath(file)), bytesMax + 1);
  } catch (cause) {
    throw new UsageError(
      `${name}: the file ${file} cannot be read${whyUnreadable(cause)}.`,
      {
        expected: { file: 'one that this user may read, or - for standard input' },
      },
      { cause },
    );
  }
}

/** As `readUserFile` for what is taken whole or not at all. */
export async function readWholeFile(file: string, name: string, bytesMax: number): Promise<Uint8Array> {
  const bytes = await readUserFile(file, name, bytesMax);
  if (bytes.length <= bytesMax) return bytes;
  throw new UsageError(`${name}: the file ${file} has more than ${bytesMax} bytes, which is the most.`);
}

/** As many bytes of a stream as are wanted; what it still holds then is left alone. */
async function firstBytes(stream: Readable, wanted: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    // a stream without encoding gives bytes
    chunks.push(chunk);
    length += chunk.length;
    if (length >= wanted) break;
  }
  return Buffer.concat(chunks).subarray(0, wanted);
}

/** The usual reasons in words; of others none is told. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: ': it does not exist',
  ENOTDIR: ': it does not exist',
  EISDIR: ': it is a folder',
  EACCES: ': this user may not',
};

function whyUnreadable(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return UNREADABLE[code] ?? '';
}
