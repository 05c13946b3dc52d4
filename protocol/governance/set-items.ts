import { toBase64url } from '../bytes.ts';
import { canonicalBytes, type JsonObject } from '../canonical.ts';
import type { DomainItem, SetPage } from '../documents/set.ts';
import { leafHash, rootOf } from '../log/tree.ts';
import type { RegisteredSet, SetState } from './state.ts';

/** RFC 6962 root over the items' canonical bytes, in the order given; a set is sorted by subject. Spec §4 [R-4.16]. */
export function setRoot(items: readonly JsonObject[]): string {
  return toBase64url(rootOf(items.map((item) => leafHash(canonicalBytes(item)))));
}

/**
 * The items of a set in force, from its pages 1, 2, 3 … as far as its count goes. Spec §4.
 *
 * What comes behind them is not looked at, so that a complete set stays as it is whatever is logged later.
 *
 * @param state the set's thread, with at least the entries that it had at its adoption.
 * @param page a page's document by id.
 * @returns null where those pages do not give the root, or not the count: such a set has no items.
 */
export function itemsOf(
  set: RegisteredSet,
  state: SetState,
  page: (id: SetState['pages'][number]['id']) => SetPage | null,
): readonly DomainItem[] | null {
  const candidates = state.pages.filter(({ root, n }) => root === set.root && (set.n === null || n < set.n));
  // A page that was logged twice (a retry with a new salt) is looked at once: the first one counts.
  const byPage = new Map(candidates.toReversed().map((candidate) => [candidate.page, candidate.id]));
  const items: DomainItem[] = [];
  for (let number = 1; items.length < set.count; number++) {
    const id = byPage.get(number);
    const content = id === undefined ? undefined : page(id)?.content;
    if (content?.of !== 'domain') break;
    items.push(...content.items);
  }
  const complete = items.length === set.count && isSorted(items);
  return complete && setRoot(items as unknown as JsonObject[]) === set.root ? items : null; // parsed items hold JSON values only
}

function isSorted(items: readonly DomainItem[]): boolean {
  return items.every((item, index) => index === 0 || (items[index - 1]?.subject ?? '') < item.subject);
}
