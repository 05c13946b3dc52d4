import type { FolkmootDocument } from '../documents/document.ts';
import { givenResources } from '../governance/effects.ts';
import type { DocumentId } from '../ids.ts';
import type { ReadLog } from './read-log.ts';
import type { ReplayedLog } from './replay-log.ts';

/**
 * Whether a document gives or holds money of its commons. Spec §9.
 *
 * Asked of the very version that the document names; one that the bundle does not show could be money.
 */
export function movesMoney(document: FolkmootDocument, log: ReadLog, replayed: ReplayedLog): boolean {
  return givenBy(document, log).some((id) => {
    const resource = replayed.byDocument.get(id)?.document;
    return resource?.type !== 'resource' || resource.kind === 'money';
  });
}

function givenBy(document: FolkmootDocument, { commons }: ReadLog): readonly DocumentId[] {
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
