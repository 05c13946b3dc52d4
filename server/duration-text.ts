const UNITS = [
  ['year', 365 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** A length of time in the largest unit that fits it exactly: `30 days`, `72 hours`. */
export function durationText(seconds: number): string {
  for (const [unit, length] of UNITS) {
    if (seconds < length || seconds % length !== 0) continue;
    const count = seconds / length;
    return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
