import type { FolkmootDocument } from '../documents/document.ts';
import { givenResources } from '../governance/effects.ts';
import type { DocumentId, Scid } from '../ids.ts';

/**
 * Whether a document gives or holds money of its commons. Spec §9.
 *
 * Asked of the very version that the document names; one that is not shown could be money.
 *
 * @param documentOf what is shown.
 */
export function movesMoney(
  document: FolkmootDocument,
  commons: Scid,
  documentOf: (id: DocumentId) => FolkmootDocument | null | undefined,
): boolean {
  return givenBy(document, commons).some((id) => {
    const resource = documentOf(id);
    return resource?.type !== 'resource' || resource.kind === 'money';
  });
}

/** Versions of own resources that a document gives or holds. */
export function givenBy(document: FolkmootDocument, commons: Scid): readonly DocumentId[] {
  switch (document.type) {
    case 'decision':
    case 'outcome':
      return givenResources(document.binding, commons).map(({ id }) => id);
    case 'acceptance':
      return document.commons === commons ? document.holds.map(({ resource }) => resource.id) : [];
    default:
      return [];
  }
}
