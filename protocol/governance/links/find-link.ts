import { fromBase64url } from '../../bytes.ts';
import type { AnswerLink } from '../../documents/answer-link.ts';
import { type DocumentId, type HashText, hashTextOf } from '../../ids.ts';
import { type Millis, parseTime } from '../../time.ts';
import type { JudgedEntry } from '../view.ts';
import { LINK_TIME } from './terms.ts';

/** A link that counts, as its matter's thread has it. */
export interface FoundLink {
  readonly id: DocumentId;
  readonly at: Millis;
  readonly link: AnswerLink;
  /** From when on it opens nothing. */
  readonly until: Millis;
  /** With what it was used, whether that counted or not. */
  readonly usedBy: DocumentId | null;
  readonly withdrawnBy: DocumentId | null;
}

/** Whether a secret's hash is what a lock was made of. Spec §14. */
export function opens(proof: HashText, lock: HashText): boolean {
  const bytes = fromBase64url(proof);
  return bytes !== null && hashTextOf(bytes) === lock;
}

/** Links of a matter, in log order. Spec §14, [R-14.22]. */
export function linksIn(thread: readonly JudgedEntry[]): readonly FoundLink[] {
  return thread.flatMap(({ id, at, document, verdict }): FoundLink[] => {
    if (document.type !== 'answer-link' || verdict.status !== 'counted') return [];
    const used = thread.find(
      ({ document: other }) =>
        other.type === 'link-word' && other.link === id && opens(other.proof, document.lock),
    );
    const withdrawn = thread.find(
      ({ document: other, verdict: said }) =>
        other.type === 'withdrawal' && other.of.id === id && said.status === 'counted',
    );
    return [
      {
        ...{ id, at, link: document },
        until: Math.min(parseTime(document.endsAt) ?? at, at + LINK_TIME), // the schema has checked the text
        usedBy: used?.id ?? null,
        withdrawnBy: withdrawn?.id ?? null,
      },
    ];
  });
}
