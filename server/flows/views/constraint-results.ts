import type { AttachedText } from '../../../protocol/documents/common.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { Check } from '../../../protocol/governance/verdict.ts';
import { type DocumentId, documentIdSchema } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { type ConstraintView, constraintsBy } from './constraints-view.ts';
import type { Reader } from './shown-domains.ts';

/** One constraint that was asked of a decision, and the answer. Spec §12. */
export interface ConstraintResult extends Pick<ConstraintView, 'id' | 'title' | 'hard' | 'words'> {
  readonly result: 'kept' | 'departed' | 'violated';
  /** Why the proposal departs from it, where it does. */
  readonly reason: string | null;
}

/** What the recomputed check of a decision says of each constraint. Where one is violated, the first such is named. */
export async function constraintResults(
  context: Context,
  record: StoredRecord,
  document: Decision | Outcome,
  checks: readonly Check[],
  { reader, wordsOf }: { readonly reader: Reader; readonly wordsOf: (text: AttachedText) => string | null },
): Promise<readonly ConstraintResult[]> {
  const check = checks.find(({ name }) => name === 'constraints');
  const violated =
    check?.result === 'fail' ? documentIdSchema.safeParse(check.refusal.detail?.constraint) : null;
  const asked = check?.result === 'pass' ? check.proofs : violated?.success === true ? [violated.data] : [];
  if (asked.length === 0) return [];
  const departures = await departuresOf(record, document);
  return (await constraintsBy(context, record, asked, reader)).map(({ subject, id, title, hard, words }) => {
    const departs = departures.raisedBy.includes(id);
    const departure = departs
      ? departures.departs.find(({ constraint }) => constraint === subject)
      : undefined;
    const result = check?.result === 'fail' ? 'violated' : departs ? 'departed' : 'kept';
    return {
      id,
      title,
      hard,
      words,
      result,
      reason: departure === undefined ? null : wordsOf(departure.reason),
    };
  });
}

/** Soft constraints that the opening names, and what the proposal says of them. */
async function departuresOf(record: StoredRecord, document: Decision | Outcome) {
  const id: DocumentId | undefined =
    document.type === 'outcome' ? document.opening : document.consulted?.opening;
  const opening = id === undefined ? null : await record.document(id);
  const proposal = document.proposal === undefined ? null : await record.document(document.proposal.id);
  return {
    raisedBy: opening?.type === 'opening' ? (opening.raisedBy ?? []) : [],
    departs: proposal?.type === 'proposal' ? (proposal.departs ?? []) : [],
  };
}
