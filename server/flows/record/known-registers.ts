import type { DomainItem } from '../../../protocol/documents/set.ts';
import type { RegisterParts } from '../../../protocol/governance/scope/register-index.ts';
import type { RegisterState, ThreadState } from '../../../protocol/governance/state.ts';
import { getOrMake } from '../../../protocol/identity/recent.ts';
import type { Scid } from '../../../protocol/ids.ts';
import type { RecordCache } from './record-cache.ts';

/** Indices of the register and items of sets, as one record knows them. */
export interface KnownRegisters {
  readonly parts: (register: RegisterState) => RegisterParts;
  readonly items: Map<string, readonly DomainItem[]>;
  /** Gives everybody what was found here; to be called only when all of the record is committed. */
  readonly share: () => void;
}

/**
 * What the cache has, and on top of it what this record finds: its own until it is shared, since it may rest on entries
 * that are never committed.
 *
 * @param committedRegister the register's thread as it is committed; null where the record does not know it, or has
 *   changed it.
 */
export function knownRegisters(
  home: Scid,
  cache: RecordCache,
  committedRegister: () => { readonly state: ThreadState | null; readonly n: number } | null,
): KnownRegisters {
  const prefix = `${home} `;
  const own = new Map<RegisterState, RegisterParts>();
  const items = new Map(
    [...cache.items.entries].flatMap(([name, known]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), known] as const] : [],
    ),
  );

  return {
    items,
    parts(register) {
      const committed = committedRegister();
      const shared =
        committed?.state === register ? cache.registers.entries.get(`${prefix}${committed.n}`) : undefined;
      const parts = own.get(register) ?? new Map(shared);
      own.set(register, parts);
      return parts;
    },
    share() {
      for (const [name, known] of items) getOrMake(cache.items, `${prefix}${name}`, () => known);
      const committed = committedRegister();
      for (const [register, parts] of own) {
        if (register !== committed?.state) continue;
        const shared = getOrMake(cache.registers, `${prefix}${committed.n}`, () => new Map());
        for (const [kind, part] of parts) shared.set(kind, part);
      }
    },
  };
}
