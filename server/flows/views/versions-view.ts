import type { ProposalState } from '../../../protocol/governance/state.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import type { Author, DocumentId } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';

/** One version of a proposal. */
export interface VersionView {
  readonly id: DocumentId;
  readonly at: string;
  /** The binding part is another one than before: everybody answers anew. */
  readonly changed: boolean;
  /** Objections that it offers to meet, as far as they are for the reader. Spec §6. */
  readonly integrates: readonly { readonly id: DocumentId; readonly by: string }[];
}

/** An offer to meet an objection: the version that makes it. */
export interface OfferView {
  readonly version: DocumentId;
  readonly at: string;
}

/** Versions that are for the reader, oldest first. */
export function versionsOf(
  { versions }: ProposalState,
  shown: readonly JudgedEntry[],
  name: (author: Author) => string,
): readonly VersionView[] {
  const objections = new Map(
    shown.flatMap(({ id, document }) =>
      document.type === 'objection' ? [[id, document.author] as const] : [],
    ),
  );
  return versions.flatMap(({ id, at, binding }, index) => {
    const document = shown.find((entry) => entry.id === id)?.document;
    if (document?.type !== 'proposal') return [];
    const met = (document.integrates ?? []).flatMap((objection) => {
      const author = objections.get(objection);
      return author === undefined ? [] : [{ id: objection, by: name(author) }];
    });
    const changed = index > 0 && versions[index - 1]?.binding !== binding;
    return [{ id, at: formatMillis(at), changed, integrates: met }];
  });
}

/** Versions by somebody else that offer to meet an objection, oldest first. Spec §6. */
export function offersTo(
  objection: DocumentId,
  author: Author,
  entries: readonly JudgedEntry[],
): readonly OfferView[] {
  return entries.flatMap(({ id, at, document }) =>
    document.type === 'proposal' &&
    document.author !== author &&
    (document.integrates ?? []).includes(objection)
      ? [{ version: id, at: formatMillis(at) }]
      : [],
  );
}
