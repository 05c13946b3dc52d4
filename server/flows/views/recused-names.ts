import type { ProposalState } from '../../../protocol/governance/state.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import type { Author } from '../../../protocol/ids.ts';

/** Who stands aside in a matter, as far as a reader may know. Spec §15. */
export function recusedNames(
  { recused = [] }: ProposalState,
  shown: readonly Pick<JudgedEntry, 'id'>[],
  name: (author: Author) => string,
): readonly string[] {
  return recused.filter(({ id }) => shown.some((entry) => entry.id === id)).map(({ author }) => name(author));
}
