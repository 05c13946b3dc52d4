import type { Tally } from '../../documents/tally.ts';
import type { Author, DocumentId } from '../../ids.ts';
import { DAY_SECONDS, SECOND } from '../../time.ts';
import type { JudgedEntry } from '../view.ts';

/** Tellers have so long to count: then the vote has stalled. Spec §17. */
export const COUNTING_TIME = 7 * DAY_SECONDS * SECOND;

/** What two tellers counted alike, and their documents. */
export interface Ballots {
  readonly counts: Tally['counts'];
  readonly proofs: readonly DocumentId[];
}

/** The count on which two tellers agree, each by their last word; null while no two do. Spec §17. */
export function ballotsIn(entries: readonly JudgedEntry[]): Ballots | null {
  const words = new Map<Author, { readonly id: DocumentId; readonly counts: Tally['counts'] }>();
  for (const { id, document, verdict } of entries) {
    if (document.type !== 'tally' || verdict.status !== 'counted') continue;
    const { author, counts } = document;
    words.delete(author);
    const other = [...words.values()].find((word) => isSame(word.counts, counts));
    if (other !== undefined) return { counts, proofs: [other.id, id] };
    words.set(author, { id, counts });
  }
  return null;
}

function isSame(a: Tally['counts'], b: Tally['counts']): boolean {
  return a.yes === b.yes && a.no === b.no && a.abstain === b.abstain;
}
