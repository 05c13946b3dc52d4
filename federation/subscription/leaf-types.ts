import { DOCUMENT_TYPES } from '../../protocol/documents/document.ts';
import { OPAQUE } from '../../protocol/log/leaf.ts';

/** What a leaf may have as its type, by these rules. Spec §3. */
export const TYPES_OF_LEAVES: readonly string[] = [...Object.keys(DOCUMENT_TYPES), OPAQUE].toSorted();

/** @returns the type that somebody may have meant: fewer than half of its letters differ. Null where there is none. */
export function typeNear(word: string): string | null {
  const [best] = TYPES_OF_LEAVES.map((type) => ({ type, edits: editsBetween(word, type) })).toSorted(
    (one, other) => one.edits - other.edits,
  );
  return best !== undefined && best.edits * 2 < word.length ? best.type : null;
}

/** How many letters have to be put in, taken out or changed. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const [before, letter] of [...one].entries()) {
    const next = [before + 1];
    for (const [place, second] of [...other].entries()) {
      const changed = (row[place] ?? 0) + (letter === second ? 0 : 1);
      next.push(Math.min(changed, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
