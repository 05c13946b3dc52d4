/**
 * What was made lately, kept so that it need not be made again: at most `entriesMax`, the longest unused goes first.
 *
 * A cache alone: whatever it forgets is made anew with the same result.
 */
export interface Recent<Value> {
  readonly entries: Map<string, Value>;
  readonly entriesMax: number;
}

export function recentOf<Value>(entriesMax: number): Recent<Value> {
  return { entries: new Map(), entriesMax };
}

/** @param make its errors pass through, and nothing is kept then. */
export function getOrMake<Value>(recent: Recent<Value>, key: string, make: () => Value): Value {
  const { entries, entriesMax } = recent;
  const value = entries.get(key) ?? make();
  entries.delete(key); // moves it to the end: a Map is in order of insertion
  entries.set(key, value);
  const oldest = entries.size > entriesMax ? entries.keys().next().value : undefined;
  if (oldest !== undefined) entries.delete(oldest);
  return value;
}
