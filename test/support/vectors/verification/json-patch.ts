import type { JsonObject, JsonValue } from '../../../../protocol/canonical.ts';

/** One change of a JSON value (RFC 6902; these three operations alone). */
export type Change =
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: JsonValue };

/** The value with all changes made, in order. The value itself stays as it is. */
export function patched(value: JsonValue, changes: readonly Change[]): JsonValue {
  return changes.reduce(
    (before, change) => step(before, change.path.split('/').slice(1).map(unescaped), change),
    value,
  );
}

function step(value: JsonValue, [name, ...rest]: readonly string[], change: Change): JsonValue {
  if (name === undefined) return change.op === 'remove' ? null : change.value;
  if (Array.isArray(value)) return inArray(value, name, rest, change);
  if (value === null || typeof value !== 'object') throw new TypeError(`nothing at ${change.path}`);
  const { [name]: before, ...others } = value as JsonObject; // no list, as asked above
  if (rest.length > 0 || change.op === 'replace') {
    if (before === undefined) throw new TypeError(`nothing at ${change.path}`);
    return { ...others, [name]: step(before, rest, change) };
  }
  return change.op === 'remove' ? others : { ...others, [name]: change.value };
}

function inArray(
  value: readonly JsonValue[],
  name: string,
  rest: readonly string[],
  change: Change,
): JsonValue {
  const at = name === '-' ? value.length : Number(name);
  if (!Number.isInteger(at) || at > value.length) throw new TypeError(`nothing at ${change.path}`);
  if (rest.length > 0 || change.op === 'replace') {
    return value.map((item, index) => (index === at ? step(item, rest, change) : item));
  }
  return change.op === 'remove' ? value.toSpliced(at, 1) : value.toSpliced(at, 0, change.value);
}

function unescaped(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A member's name in a path. */
export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A value as JSON holds it. */
export function json<Value>(value: Value): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject; // what is given is one object
}
