import type { JsonObject, JsonValue } from '../../../protocol/canonical.ts';

/** How a field of a form becomes JSON; see `Field` in `parts/act.tsx`. */
export type FieldKind = 'text' | 'say' | 'number' | 'flag' | 'json' | 'name';

/** One field as it was filled in. */
export interface Filled {
  /** Where it belongs: names and positions, with dots between. */
  readonly path: string;
  readonly kind: FieldKind;
  readonly value: string;
}

/** Somebody wrote what cannot be meant; the sentence is for them. */
export class UnreadableField extends Error {
  readonly path: string;
  constructor(path: string, sentence: string) {
    super(sentence);
    this.path = path;
  }
}

/**
 * The fields of a draft from a form: what the form stands for, with what was filled in. What was left empty is left out.
 *
 * @throws {UnreadableField}
 */
export function wishOf(base: JsonObject, filled: readonly Filled[]): JsonObject {
  const wish = structuredClone(base) as Record<string, JsonValue>; // made of JSON alone
  for (const field of filled) {
    const value = jsonOf(field);
    if (value !== null) put(wish, field.path.split('.'), value);
  }
  return wish;
}

function jsonOf({ path, kind, value }: Filled): JsonValue | null {
  const text = value.trim();
  if (text === '') return null;
  switch (kind) {
    case 'say':
      return { say: value };
    case 'number': {
      const number = Number(text);
      if (!Number.isSafeInteger(number)) throw new UnreadableField(path, `“${text}” is no whole number.`);
      return number;
    }
    case 'flag':
      return true;
    case 'json':
      return parsed(path, text);
    case 'name':
      return text.startsWith('{') ? parsed(path, text) : text;
    case 'text':
      return text;
  }
}

function parsed(path: string, text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableField(path, `What is written in “${path}” is no JSON.`);
  }
}

function put(into: Record<string, JsonValue>, path: readonly string[], value: JsonValue): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner = into[name];
  const next = typeof inner === 'object' && inner !== null ? inner : {};
  into[name] = next;
  put(next as Record<string, JsonValue>, rest, value); // a list is written to by position
}
