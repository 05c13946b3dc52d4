import type { HeldKey } from '../../../protocol/documents/common.ts';
import type { Author, Multikey, Scid } from '../../../protocol/ids.ts';
import { isScid } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { readDocument } from '../record/read-document.ts';

export type Custody = HeldKey['custody'];

/** Versions of one person that are looked through. */
const VERSIONS_MAX = 50;

/**
 * Where the key lies that signed an entry, as its author's newest version up to it says, or the founding charter. Spec §1
 * [R-1.17].
 *
 * @returns null where a commons signed, or where that version is not here.
 */
export async function custodyOf(
  { store }: Context,
  home: Scid,
  { author, key }: { readonly author: Author; readonly key: Multikey },
  index: number,
): Promise<Custody | null> {
  if (isScid(author)) return null;
  const at = (await store.threadIndices(home, author, index + 1)).slice(-VERSIONS_MAX);
  const versions = (await store.entries(home, { at: [0, ...at] })).toReversed();
  for (const entry of versions) {
    const document = readDocument(entry)?.document;
    const keys =
      document?.type === 'participant' && document.subject === author
        ? document.keys
        : document?.type === 'charter'
          ? (document.founders.find(({ subject }) => subject === author)?.keys ?? [])
          : [];
    const held = keys.find((one) => one.key === key);
    if (held !== undefined) return held.custody;
  }
  return null;
}
