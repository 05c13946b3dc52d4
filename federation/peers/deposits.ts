/** Bytes of a document with its words: an answer or an objection, not an archive. */
export const DEPOSIT_BYTES_MAX = 256 * 1024;
/** Documents of one person for one commons that wait to be taken: more than anybody says in the matters of a week. */
export const DEPOSITS_PER_AUTHOR_MAX = 16;
/** Documents for one commons that wait to be taken: with their words some hundred megabytes at the most. */
export const DEPOSITS_PER_COMMONS_MAX = 1_000;

/** What waits for a commons already: all of it, and what is of the one who brings more. */
export interface Waiting {
  readonly ofAuthor: number;
  readonly inAll: number;
}

/** Whether one more document may be left for a commons, or whose share is used up. Spec §21. */
export function shareUsedUp({ ofAuthor, inAll }: Waiting): 'author' | 'commons' | null {
  if (ofAuthor >= DEPOSITS_PER_AUTHOR_MAX) return 'author';
  return inAll >= DEPOSITS_PER_COMMONS_MAX ? 'commons' : null;
}
