import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Erased } from '../../../protocol/documents/erasure.ts';
import { askUndecided } from '../../../protocol/governance/ladder/closed.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { erasureOf } from '../privacy/erasure-of.ts';
import { askFreely } from '../record/current.ts';
import { readKnown } from '../record/read-document.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * What to know of what somebody is about to erase; told before it is signed: that it was erased before, all of it or a part,
 * or is put forward and not decided yet. Spec §10 [R-10.30a].
 *
 * @returns a sentence or two, or null.
 */
export async function erasedNote(
  context: Context,
  record: StoredRecord,
  document: FolkmootDocument,
  now: Millis,
): Promise<string | null> {
  const erases = erasedBy(document);
  const notes = [await goneNote(context, erases), await undecidedNote(record, erases, now)];
  return notes.some((note) => note !== null) ? notes.filter((note) => note !== null).join(' ') : null;
}

/** Whoever answers a proposal reads its words: without them people say yes to what they do not see. */
async function undecidedNote(
  record: StoredRecord,
  erases: readonly Erased[],
  now: Millis,
): Promise<string | null> {
  for (const { document: id } of erases) {
    const erased = await record.document(id);
    if (erased?.type !== 'proposal') continue;
    const { subject } = erased;
    const isUndecided = await askFreely(record, (view) => {
      const state = stateOf(view, subject, 'proposal');
      return (
        state !== null && state.versions.at(-1)?.id === id && askUndecided(view, subject, state, now) === null
      );
    });
    if (isUndecided)
      return 'It is put forward and not decided yet: people go on answering it, and no longer see these words. Withdraw it or amend it where that is not meant.';
  }
  return null;
}

async function goneNote({ store, commons }: Context, erases: readonly Erased[]): Promise<string | null> {
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
