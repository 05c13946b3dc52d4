import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { DecisionState, ProposalState } from '../../../protocol/governance/state.ts';
import { type Author, type DocumentId, isScid } from '../../../protocol/ids.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { personBy } from './people.ts';

/** One step on the way to a decision, as its thread has it. */
export interface DecisionStep {
  readonly what: 'proposal' | 'opening' | 'decision';
  readonly id: DocumentId;
  readonly at: string;
  /** Whoever did it, by name. */
  readonly by: string;
}

/** The thread of a decision or of the proposal that it decides; null where it is undefined. */
export async function decidedThread(
  record: StoredRecord,
  document: Decision | Outcome,
): Promise<DecisionState | ProposalState | null> {
  const subject = document.proposal?.subject ?? document.subject;
  const { state } = await record.ask((known) => known.thread(subject));
  return state?.kind === 'decision' || state?.kind === 'proposal' ? state : null;
}

/** How a decision came about: versions of the proposal, its opening, the decision. Spec §4. */
export async function decisionSteps(
  context: Context,
  record: StoredRecord,
  state: DecisionState | ProposalState | null,
  decided: { readonly id: DocumentId; readonly at: Millis; readonly author: Author },
  mayRead: MayRead,
): Promise<readonly DecisionStep[]> {
  const steps: { what: DecisionStep['what']; id: DocumentId; at: Millis; author: Author | null }[] = [];
  if (state?.kind === 'proposal') {
    for (const { id, at, author } of state.versions) steps.push({ what: 'proposal', id, at, author });
    if (state.opening !== null) steps.push({ what: 'opening', ...state.opening, author: null });
  }
  steps.push({ what: 'decision', ...decided });
  const shown: DecisionStep[] = [];
  for (const { what, id, at, author } of steps) {
    const document = at <= decided.at ? await record.document(id) : null;
    if (document === null || !mayRead(document)) continue;
    shown.push({ what, id, at: formatMillis(at), by: await nameOf(context, record, author, mayRead) });
  }
  return shown;
}

/** The commons itself opens proposals and signs what a circle decided. */
async function nameOf(
  context: Context,
  record: StoredRecord,
  author: Author | null,
  mayRead: MayRead,
): Promise<string> {
  if (author === null || isScid(author)) return 'this commons';
  return (await personBy(context, record, author, mayRead)).name;
}
