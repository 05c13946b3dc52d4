import type { ThreadState } from '../../../protocol/governance/state.ts';
import type { DocumentId } from '../../../protocol/ids.ts';

/**
 * The documents that a rule misses, and those that it is going to miss next: whoever looks at one domain of the
 * register, one constraint or one page of a set looks at all of them, and each would take a round of its own.
 */
export function withSiblings(
  ids: readonly DocumentId[],
  threads: Iterable<{ readonly state: ThreadState | null } | null>,
): readonly DocumentId[] {
  if (ids.length === 0) return [];
  const wanted = new Set(ids);
  const all = new Set(ids);
  for (const thread of threads) {
    const listed = listedIn(thread?.state ?? null);
    if (listed.some((id) => wanted.has(id))) for (const id of listed) all.add(id);
  }
  return [...all];
}

function listedIn(state: ThreadState | null): readonly DocumentId[] {
  switch (state?.kind) {
    case 'register':
      return state.domains.map(({ id }) => id);
    case 'constraints':
      return state.inForce.map(({ id }) => id);
    case 'set':
      return state.pages.map(({ id }) => id);
    default:
      return [];
  }
}
