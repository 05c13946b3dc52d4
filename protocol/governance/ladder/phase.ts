import type { Matter } from './matter.ts';

/** How people deal with a matter that is open: `clarify → respond → integrate ⇄ settle`. Spec §6. */
export type Phase = 'clarify' | 'respond' | 'integrate' | 'settle';

/**
 * The phase of a matter that has not ended. It follows from the thread; nobody declares it. Spec §6.
 *
 * @param against something stands in its way: an objection, a block.
 * @param closed the window for answers is over.
 */
export function phaseOf(matter: Matter, against: boolean, closed: boolean): Phase {
  if (against) return 'integrate';
  if (closed || matter.entries.some(({ document }) => isAgainst(document))) return 'settle';
  return matter.answers.size === 0 ? 'clarify' : 'respond';
}

function isAgainst(document: Matter['entries'][number]['document']): boolean {
  return document.type === 'objection' || (document.type === 'response' && document.value === 'block');
}
