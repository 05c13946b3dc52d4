import type { FolkmootDocument } from '../../documents/document.ts';
import type { LinkWord } from '../../documents/link-word.ts';
import type { DocumentId } from '../../ids.ts';
import type { JudgedEntry } from '../view.ts';

/**
 * What somebody said by a link, as if they had signed it: a document of the type that they would have signed.
 * Spec §14.
 *
 * @returns null for a question, and for whatever a guest said: none of it is anybody's answer.
 */
export function actIn(word: LinkWord): FolkmootDocument | null {
  const { by, proposal, answer, objection, ended, advice, disowned } = word;
  if (by === undefined) return null;
  const { v, commons, subject, issuedAt, audience, salt, refs } = word;
  const common = { v, commons, subject, issuedAt, audience, salt, refs, author: by };
  if (answer !== undefined) return { ...common, type: 'response', proposal, ...answer };
  if (objection !== undefined) return { ...common, type: 'objection', proposal, ...objection };
  if (advice !== undefined) return { ...common, type: 'advice', proposal, ...advice };
  if (disowned !== undefined) return { ...common, type: 'disavowal', proposal, ...disowned };
  if (ended === undefined) return null;
  const { objection: id, ...rest } = ended;
  return { ...common, type: 'withdrawal', of: { subject: proposal.subject, id }, ...rest };
}

/**
 * A matter's thread with what was said by links in the place of the entry that says it, and with word of what came by a
 * key that the instance holds. Spec §14, [R-14.24].
 *
 * @param held ids of what was signed with such a key.
 */
export function withWords(
  thread: readonly JudgedEntry[],
  held: readonly DocumentId[] = [],
): readonly JudgedEntry[] {
  const kept = new Set(held);
  return thread.map((entry) => {
    const act = entry.document.type === 'link-word' ? actIn(entry.document) : null;
    if (act !== null) return { ...entry, document: act, through: 'link' };
    return kept.has(entry.id) ? { ...entry, through: 'instance' } : entry;
  });
}
