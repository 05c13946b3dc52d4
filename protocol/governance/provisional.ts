import type { Decides } from '../documents/decides.ts';
import type { Operation } from '../documents/operation.ts';
import type { Proposal } from '../documents/proposal.ts';
import type { DocumentId } from '../ids.ts';
import { type Millis, SECOND } from '../time.ts';
import { domainNamed } from './right.ts';
import { type Refusal, refuse } from './verdict.ts';
import { contentOf, type RuleView, stateOf } from './view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** The charter's version in force, where the members are still to ratify it; null where it is theirs. Spec §4. */
export function provisionalCharter(
  view: RuleView,
): { readonly id: DocumentId; readonly withinSeconds: number } | null {
  const id = stateOf(view, 'charter', 'charter')?.inForce;
  const withinSeconds = id === undefined ? undefined : contentOf(view, id, 'charter')?.ratifyWithinSeconds;
  return id === undefined || withinSeconds === undefined ? null : { id, withinSeconds };
}

/** By when the members are to ratify the charter, counted from its founding; null where nothing is to be ratified. */
export function ratifyUntil(view: RuleView): Millis | null {
  const provisional = provisionalCharter(view);
  const foundedAt = stateOf(view, 'charter', 'charter')?.foundedAt ?? null;
  if (provisional === null || foundedAt === null) return null;
  const founded = view.entries('charter').find(({ index }) => index === foundedAt);
  return founded === undefined ? null : founded.at + provisional.withinSeconds * SECOND;
}

/**
 * While the charter is provisional, nothing is done that cannot be undone, and a circle alone ratifies it; once it is
 * ratified, it stays so. Spec §4, [R-4.23].
 */
export function askRatified(view: RuleView, decided: Decides): Answer {
  const provisional = provisionalCharter(view);
  const versions = decided.binding.operations.flatMap((operation) => charterAdopted(view, operation) ?? []);
  if (provisional === null) {
    return versions.some(({ ratifies }) => !ratifies)
      ? refuse('contradictory', { charter: 'provisional' })
      : [];
  }
  if (decided.type === 'decision' && versions.some(({ ratifies }) => ratifies))
    return refuse('wrong-rung', { charter: provisional.id });
  return isIrreversible(view, decided) ? refuse('not-ratified', { charter: provisional.id }) : [];
}

/** A version of the charter that an operation adopts; null where it adopts none, or one that is not in its thread. */
function charterAdopted(view: RuleView, operation: Operation): { readonly ratifies: boolean } | null {
  if (operation.op !== 'adopt' || operation.adopts.type !== 'charter') return null;
  const { id } = operation.adopts;
  const isDraft = stateOf(view, 'charter', 'charter')?.drafts.includes(id) === true;
  const version = isDraft ? contentOf(view, id, 'charter') : null;
  return version === null ? null : { ratifies: version.ratifyWithinSeconds === undefined };
}

/** By the word of its domain, or of the proposal. */
function isIrreversible(view: RuleView, { proposal, domain, binding }: Decides): boolean {
  const versions =
    proposal === undefined ? [] : (stateOf(view, proposal.subject, 'proposal')?.versions ?? []);
  const put = versions.find(({ id }) => id === proposal?.id);
  const said = put === undefined ? undefined : contentOf(view, put.id, 'proposal')?.reversibility;
  return cannotBeUndone(view, { domain, binding, ...(said === undefined ? {} : { reversibility: said }) });
}

/** Whether what is put forward cannot be undone; what only ratifies, or rules on what was done, does nothing of the kind. */
export function cannotBeUndone(
  view: RuleView,
  { domain, binding, reversibility }: Pick<Proposal, 'domain' | 'binding' | 'reversibility'>,
): boolean {
  if (binding.operations.every(undoesNothing)) return false;
  return reversibility === 'irreversible' || domainNamed(view, domain)?.reversibility === 'irreversible';
}

function undoesNothing(operation: Operation): boolean {
  return operation.op === 'rule' || (operation.op === 'adopt' && operation.adopts.type === 'charter');
}
