import type { Interval } from '../../protocol/documents/common.ts';
import { DAY_SECONDS, formatMillis, type Millis, parseTime, SECOND } from '../../protocol/time.ts';
import type { Amount } from './amounts.ts';
import { UsageError } from './usage-error.ts';

/** How a time that something is used for is written, for help and errors. */
export const DURING_FORM =
  '2027-05-31T09:00Z/12:00Z, 2027-05-31T09:00Z/3h, 2027-05-31 or 2027-05-31/2027-06-02';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME_OF_DAY = /^\d{2}:\d{2}(:\d{2})?Z$/;
const SPAN = /^(\d{1,4})(m|h|d)$/;
const SPAN_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: DAY_SECONDS };

/**
 * From when until when: two times, the second perhaps on the same day; a time and how long; or whole days in UTC, the last
 * one included.
 *
 * @throws {UsageError}
 */
export function duringFrom(text: string, name = '--during'): Interval {
  const [first = '', second, more] = text.trim().split('/');
  const from = beginOf(first);
  const until = from === null || more !== undefined ? null : endOf(first, from, second);
  if (from === null || until === null || until <= from)
    throw new UsageError(`${name} takes from when until when, as ${DURING_FORM}, not “${text}”.`);
  return { from: formatMillis(from), until: formatMillis(until) };
}

/**
 * What is given of each amount with the time for which it is, where its resource is used for a time.
 *
 * @throws {UsageError} where there is none, or none of them is used for a time.
 */
export function withTimes<Given extends Amount>(
  amounts: readonly Given[],
  during: string | undefined,
): readonly (Given & { readonly interval?: Interval })[] {
  const lent = amounts.find(({ resource }) => resource.model === 'slots');
  if (during === undefined && lent !== undefined)
    throw new UsageError(
      `“${Object.values(lent.resource.name)[0]}” is used for a time: say from when until when by --during, as ${DURING_FORM}.`,
    );
  if (during !== undefined && lent === undefined)
    throw new UsageError('--during goes with what is used for a time; what is named here is given for good.');
  const interval = during === undefined ? undefined : duringFrom(during);
  return amounts.map((amount) =>
    interval !== undefined && amount.resource.model === 'slots' ? { ...amount, interval } : amount,
  );
}

function beginOf(text: string): Millis | null {
  return DAY.test(text) ? parseTime(`${text}T00:00:00Z`) : parseTime(withSeconds(text));
}

function endOf(first: string, from: Millis, second: string | undefined): Millis | null {
  if (second === undefined) return DAY.test(first) ? from + DAY_SECONDS * SECOND : null;
  const span = SPAN.exec(second);
  if (span !== null) return from + Number(span[1]) * (SPAN_SECONDS[span[2] ?? ''] ?? 0) * SECOND;
  if (DAY.test(second)) {
    const last = parseTime(`${second}T00:00:00Z`);
    return last === null ? null : last + DAY_SECONDS * SECOND;
  }
  const day = formatMillis(from).slice(0, formatMillis(from).indexOf('T'));
  return parseTime(withSeconds(TIME_OF_DAY.test(second) ? `${day}T${second}` : second));
}

/** `09:00Z` is written for `09:00:00Z`. */
function withSeconds(text: string): string {
  return text.replace(/T(\d{2}:\d{2})Z$/, 'T$1:00Z');
}
