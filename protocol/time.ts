/** Milliseconds since 1970-01-01T00:00:00Z, a safe integer. The only form in which rules see time. */
export type Millis = number;

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;

/** Years that a document may name. Years before the epoch or of five digits have more than one spelling. */
const YEAR_MIN = 1970;
const YEAR_MAX = 9999;

/**
 * RFC 3339 UTC time: `Z`, no offset, no leap second, no decimals or exactly three. Spec §2.
 *
 * @returns milliseconds, or null where the text is not such a time or no real date.
 */
export function parseTime(text: string): Millis | null {
  if (!TIMESTAMP.test(text)) return null;
  const year = Number(text.slice(0, 4));
  if (year < YEAR_MIN || year > YEAR_MAX) return null;
  const millis = Date.parse(text);
  if (Number.isNaN(millis)) return null;
  // Date.parse rolls 30 February over into March: the date is real only if it writes back the same.
  const iso = formatMillis(millis);
  return iso === text || iso.replace('.000Z', 'Z') === text ? millis : null;
}

/** RFC 3339 with three decimals: the form of `at` in every leaf. */
export function formatMillis(millis: Millis): string {
  return new Date(millis).toISOString();
}

export const SECOND = 1000;
export const DAY_SECONDS = 86_400;
