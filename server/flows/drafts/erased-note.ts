import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Erased } from '../../../protocol/documents/erasure.ts';
import type { Context } from '../../context.ts';
import { erasureOf } from '../privacy/erasure-of.ts';
import { readKnown } from '../record/read-document.ts';

/**
 * That what somebody is about to erase was erased before, all of it or a part; told before it is signed.
 * Spec §10 [R-10.30a].
 *
 * @returns one sentence, or null.
 */
export async function erasedNote(
  { store, commons }: Context,
  document: FolkmootDocument,
): Promise<string | null> {
  const erases = erasedBy(document);
  const names = erases.flatMap(({ document: id, attachments = [], payload }) =>
    [...attachments, ...(payload === undefined ? [] : [id])].map((name) => ({ name, id })),
  );
  if (names.length === 0) return null;
  const home = await commons();
  const traces = await store.traces(names.map(({ name }) => name));
  const entries = await store.entries(home, { ids: erases.map((one) => one.document) });
  const commonsOf = new Map(entries.map((entry) => [entry.id, readKnown(entry)?.document.commons]));
  const isGone = ({ name, id }: (typeof names)[number]) =>
    erasureOf(traces.get(name), home, commonsOf.get(id) ?? home) !== null;
  const gone = names.filter(isGone).length;
  if (gone === 0) return null;
  return gone === names.length
    ? 'All of this was erased already: to erase it again changes nothing.'
    : `${gone} of ${names.length} that it names were erased already: that stays as it is.`;
}

function erasedBy(document: FolkmootDocument): readonly Erased[] {
  if (document.type === 'erasure') return document.erases;
  if (document.type !== 'proposal' && document.type !== 'decision') return [];
  return document.binding.operations.flatMap((operation) =>
    operation.op === 'erase' ? operation.erases : [],
  );
}
