import type { FolkmootDocument } from '../../protocol/documents/document.ts';
import { OWN_CAUSES } from '../../protocol/documents/lapse.ts';
import type { DocumentId, Scid, Subject } from '../../protocol/ids.ts';

/** Documents that enter another commons' log: those of negotiations. */
type Negotiating = Extract<
  FolkmootDocument,
  {
    readonly type:
      | 'terms'
      | 'acceptance'
      | 'rejection'
      | 'withdrawal'
      | 'seal'
      | 'lapse'
      | 'event'
      | 'termination';
  }
>;

/**
 * Whether a peer's document enters our own log, or stays in the mirror. Spec §10.
 *
 * Terms enter where we are a party; what follows them enters where we know the negotiation. Everything else of a peer
 * is mirrored only: no document by another commons changes our state until our own rules take it in.
 *
 * @param knows whether our log has the negotiation's thread.
 */
export function isAddressedTo(
  document: FolkmootDocument,
  home: Scid,
  knows: (negotiation: string) => boolean,
): document is Negotiating {
  switch (document.type) {
    case 'terms':
      return document.fields.parties.includes(home) || document.fields.registrar === home;
    case 'acceptance':
    case 'rejection':
    case 'seal':
    case 'event':
    case 'termination':
    case 'question':
    case 'answer':
      return knows(document.subject);
    case 'lapse': // what a party gives back to itself concerns its own account alone
      return !OWN_CAUSES.has(document.cause) && knows(document.subject);
    case 'withdrawal':
      return document.author === document.commons && knows(document.of.subject);
    default:
      return false;
  }
}

/** The negotiation that a document belongs to, or null. */
export function negotiationOf(document: FolkmootDocument): Subject | null {
  switch (document.type) {
    case 'terms':
    case 'acceptance':
    case 'rejection':
    case 'seal':
    case 'lapse':
    case 'event':
    case 'termination':
    case 'question':
    case 'answer':
      return document.subject;
    case 'withdrawal':
      return document.of.subject;
    default:
      return null;
  }
}

/** Terms that a document of a negotiation speaks of: it is taken in after them. Null where it speaks of none. */
export function termsBefore(document: FolkmootDocument): DocumentId | null {
  switch (document.type) {
    case 'terms':
      return document.supersedes ?? null;
    case 'acceptance':
    case 'rejection':
    case 'seal':
    case 'lapse':
    case 'event':
    case 'termination':
    case 'question':
    case 'answer':
      return document.terms;
    default:
      return null;
  }
}
