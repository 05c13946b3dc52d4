import type { DomainBody } from '../../documents/domain-fields.ts';
import type { Binding } from '../../documents/operation.ts';
import type { Author, DocumentId, Subject } from '../../ids.ts';
import type { ProposalState } from '../state.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView } from '../view.ts';
import { recusalOf } from './recused.ts';

type Answer = readonly DocumentId[] | Refusal;

/** What is decided, and in which domain. */
interface Concerned {
  readonly binding: Binding;
  readonly domain: Pick<DomainBody, 'conflicts'> | null;
  /** Null where it stands alone. */
  readonly state: ProposalState | null;
}

/** Whoever decides has not said that they stand aside, and decides about nothing of their own. Spec §15, [R-15.13]. */
export function askConflict(view: RuleView, people: readonly Author[], concerned: Concerned): Answer {
  for (const person of people) {
    const recusal = recusalOf(concerned.state, person);
    if (recusal !== null) return refuse('recused', { by: recusal });
    const interest = interestOf(view, person, concerned);
    if (interest !== null) return refuse('conflict', { interest });
  }
  return [];
}

/** Where everybody who is asked has the same interest, nobody is partial. Spec §15. */
export function askConflictOnRoster(
  view: RuleView,
  author: Author,
  roster: readonly Subject[],
  concerned: Concerned,
): Answer {
  const said = askConflict(view, [author], concerned);
  if (!('code' in said) || said.code !== 'conflict') return said;
  return roster.every((person) => interestOf(view, person, concerned) !== null) ? [] : said;
}

/** What a binding part gives one person, of what the domain calls a conflict. Spec §15. */
function interestOf(
  view: RuleView,
  person: Author,
  { binding, domain }: Concerned,
): 'payment' | 'mandate' | null {
  const kinds = domain?.conflicts ?? [];
  for (const operation of binding.operations) {
    if (operation.op === 'transfer' && kinds.includes('payment')) {
      if ('party' in operation.to && operation.to.party === person) return 'payment';
    }
    if (operation.op === 'adopt' && operation.adopts.type === 'mandate' && kinds.includes('mandate')) {
      const mandate = contentOf(view, operation.adopts.id, 'mandate');
      if (mandate?.holder === person || mandate?.alternate === person) return 'mandate';
    }
  }
  return null;
}
