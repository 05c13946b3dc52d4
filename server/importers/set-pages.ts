import { canonicalBytes, type JsonObject } from '../../protocol/canonical.ts';
import type { AdoptedSet } from '../../protocol/documents/adoptable.ts';
import type { Fields } from '../../protocol/documents/compose.ts';
import type { EffectPattern } from '../../protocol/documents/effect-kind.ts';
import type { DomainItem } from '../../protocol/documents/set.ts';
import { setRoot } from '../../protocol/governance/set-items.ts';
import { hashTextSchema, type Subject } from '../../protocol/ids.ts';
import { DOCUMENT_BYTES_MAX } from '../../protocol/limits.ts';
import { ProtocolError } from '../../protocol/problem.ts';

/** Room in a page for everything but its items: some 600 bytes are needed. */
const AROUND_ITEMS_BYTES = 2 * 1024;
/** Items of one page, whatever their size, as the document type has it. */
const ITEMS_MAX = 1000;

/** What a page says of itself; who signs it, and when, is added before it is signed. */
export type SetPageDraft = Pick<Fields<'set'>, 'subject' | 'page' | 'pages' | 'count' | 'root' | 'content'>;

/** Pages of one set of domains, and what a decision adopts of it. */
export interface SetDraft {
  readonly pages: readonly SetPageDraft[];
  readonly adopts: AdoptedSet;
}

/**
 * Domains as the pages of one set: sorted by subject over all pages, each page within a document's size. Spec §4.
 *
 * @param set the subject that all pages share.
 * @param effects what the items may own at the most.
 * @throws {ProtocolError} `too-large` where one item alone fills more than a page.
 */
export function setPages(
  set: Subject,
  effects: readonly EffectPattern[],
  items: readonly DomainItem[],
): SetDraft {
  const sorted = items.toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
  const root = hashTextSchema.parse(setRoot(sorted as unknown as JsonObject[])); // items hold JSON values only
  const packed = pack(sorted);
  const shared = { subject: set, pages: packed.length, count: sorted.length, root };
  return {
    pages: packed.map((part, index) => ({
      ...shared,
      page: index + 1,
      content: { of: 'domain', effects, items: part },
    })),
    adopts: { type: 'set', of: 'domain', subject: set, root, count: sorted.length, effects: [...effects] },
  };
}

/** As many items a page as fit, in order. */
function pack(items: readonly DomainItem[]): DomainItem[][] {
  const bytesMax = DOCUMENT_BYTES_MAX - AROUND_ITEMS_BYTES;
  const pages: DomainItem[][] = [];
  let room = 0;
  for (const item of items) {
    const bytes = canonicalBytes(item as unknown as JsonObject).length + 1; // with the comma behind it
    if (bytes > bytesMax) {
      throw new ProtocolError(
        'too-large',
        `The section "${item.title.en ?? item.subject}" has more patterns than one page can hold; divide it.`,
        { bytes, bytesMax },
      );
    }
    const page = pages.at(-1);
    if (page === undefined || bytes > room || page.length === ITEMS_MAX) {
      pages.push([item]);
      room = bytesMax - bytes;
    } else {
      page.push(item);
      room -= bytes;
    }
  }
  return pages;
}
