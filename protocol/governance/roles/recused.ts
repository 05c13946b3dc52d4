import type { Author, DocumentId } from '../../ids.ts';
import type { ProposalState } from '../state.ts';
import type { JudgedEntry } from '../view.ts';

/** By which word somebody stands aside in a matter; null where they do not. Spec §15. */
export function recusalOf(state: ProposalState | null, person: Author): DocumentId | null {
  return state?.recused?.find(({ author }) => author === person)?.id ?? null;
}

/** Who has said in a thread that they take no part in deciding. Spec §15. */
export function recusedIn(counted: readonly JudgedEntry[]): ReadonlySet<Author> {
  return new Set(counted.flatMap(({ document }) => (document.type === 'recusal' ? [document.author] : [])));
}

/** Nobody is asked who stands aside; where nobody would be left, all are, and a quorum is not reached. Spec §15. */
export function withoutRecused<Person>(
  people: readonly Person[],
  recused: ReadonlySet<Author>,
  authorOf: (person: Person) => Author,
): readonly Person[] {
  const left = people.filter((person) => !recused.has(authorOf(person)));
  return left.length === 0 ? people : left;
}
