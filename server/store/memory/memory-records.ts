import type { Millis } from '../../../protocol/time.ts';
import type { Records, RecordValue } from '../store.ts';
import { assertText, compareCodePoints, jsonOf } from './memory-log.ts';

/** Records by kind and key, as they are kept. */
export type MemoryKinds = Map<string, Map<string, MemoryRecord>>;

interface MemoryRecord {
  /** As JSON: nobody else can change it. */
  readonly text: string;
  readonly expiresAt: Millis | null;
}

/** Records by kind and key, in memory. */
export function createMemoryRecords(kinds: MemoryKinds): Records {
  function ofKind(kind: string): Map<string, MemoryRecord> {
    assertText(kind);
    const known = kinds.get(kind) ?? new Map<string, MemoryRecord>();
    kinds.set(kind, known);
    return known;
  }

  return {
    get: async (kind, key) => {
      const known = ofKind(kind).get(key);
      return known === undefined ? null : readValue(known);
    },
    list: async (kind) =>
      [...ofKind(kind)]
        .map(([key, record]) => ({ key, value: readValue(record) }))
        .sort((a, b) => compareCodePoints(a.key, b.key)),
    put: async (kind, key, value) => {
      assertText(key);
      const expiresAt = ofKind(kind).get(key)?.expiresAt ?? null;
      ofKind(kind).set(key, { text: jsonOf(value), expiresAt });
    },
    change: async (kind, key, fields) => {
      const known = ofKind(kind).get(key);
      if (known === undefined) return false;
      const value = { ...readValue(known), ...(JSON.parse(jsonOf(fields)) as RecordValue) }; // written from one
      ofKind(kind).set(key, { ...known, text: jsonOf(value) });
      return true;
    },
    add: async (kind, key, value, expiresAt) => {
      assertText(key);
      if (ofKind(kind).has(key)) return false;
      ofKind(kind).set(key, { text: jsonOf(value), expiresAt: expiresAt ?? null });
      return true;
    },
    remove: async (kind, key) => {
      ofKind(kind).delete(key);
    },
    expire: async (now) => {
      for (const known of kinds.values()) {
        for (const [key, { expiresAt }] of known) {
          if (expiresAt !== null && expiresAt < now) known.delete(key);
        }
      }
    },
  };
}

function readValue({ text }: MemoryRecord): RecordValue {
  return JSON.parse(text) as RecordValue; // written from one
}

/** The same records, which change on their own from now on. */
export function copyKinds(kinds: MemoryKinds): MemoryKinds {
  return new Map([...kinds].map(([kind, known]) => [kind, new Map(known)]));
}
