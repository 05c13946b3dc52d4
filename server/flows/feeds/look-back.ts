import { type Filter, lets } from '../../../federation/subscription/filter.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { proposalAbout } from '../record/proposal-about.ts';
import { readKnown } from '../record/read-document.ts';

/** Entries that are read in one go. */
const PAGE_ENTRIES = 200;
/** Entries that are looked through: whoever wants all of a long log follows it by a cursor. Spec §19. */
const LOOKED_THROUGH = 2_000;

/** An entry that everybody may read. */
export interface PublicEntry {
  readonly entry: StoredEntry;
  readonly document: FolkmootDocument;
}

/**
 * What the public may read of our log, the newest first, as far as a checkpoint covers it and a filter lets it through. What
 * is withheld, erased, or of a type that we do not know is not among it.
 *
 * @param types if given, these alone.
 */
export async function* lookBack(
  context: Context,
  filter: Filter,
  types: readonly string[] | null,
): AsyncGenerator<PublicEntry> {
  const home = await context.commons();
  const [newest] = await context.store.checkpoints(home, 'newest');
  const size = newest?.size ?? 0;
  const first = Math.max(0, size - LOOKED_THROUGH);
  for (let end = size; end > first; end -= PAGE_ENTRIES) {
    const after = Math.max(first, end - PAGE_ENTRIES) - 1;
    const entries = await context.store.entries(home, { after, limit: end - 1 - after });
    for (const entry of entries.toReversed()) {
      const document = readKnown(entry)?.document;
      if (document === undefined || !publicOnly(document)) continue;
      if (types !== null && !types.includes(document.type)) continue;
      const about = await proposalAbout(context, document);
      const proposal = about !== null && publicOnly(about) ? about : null;
      if (lets(filter, { type: document.type, document, proposal }, home)) yield { entry, document };
    }
  }
}
