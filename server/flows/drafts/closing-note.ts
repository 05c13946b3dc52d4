import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Withdrawal } from '../../../protocol/documents/withdrawal.ts';
import { hindranceNow, yieldOutcome } from '../../../protocol/governance/ladder/judge-outcome.ts';
import { stageOf } from '../../../protocol/governance/ladder/stage.ts';
import { contentOf, type JudgedEntry, type RuleView } from '../../../protocol/governance/view.ts';
import type { DocumentId, Multikey, Subject } from '../../../protocol/ids.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * What taking back an objection brings about, told before it is signed: nothing may stand in the way any more, and once
 * the proposal is adopted nobody objects anew. Spec §6, §10 [R-10.30a].
 *
 * @returns one sentence, or null.
 */
export async function closingNote(
  record: StoredRecord,
  document: FolkmootDocument,
  now: Millis,
): Promise<string | null> {
  if (document.type !== 'withdrawal') return null;
  const of = await record.document(document.of.id);
  if (of?.type !== 'objection' || of.author !== document.author) return null;
  return askFreely(record, (view) => followsFrom(view, document, of.proposal.subject, now));
}

function followsFrom(view: RuleView, document: Withdrawal, proposal: Subject, now: Millis): string | null {
  const stands = standingIn(view, proposal, now);
  if (stands === null || !stands.has(document.of.id)) return null;
  const after = withEntry(view, proposal, document, now);
  const stage = stageOf(after, proposal, now);
  if (stage?.kind !== 'circle') return null;
  const { evaluation } = stage;
  const changed = changedText(view, document, evaluation.current);
  if (evaluation.state === 'adopted') {
    const yielded = yieldOutcome(after, proposal, stage, now);
    return yielded?.fields.result !== 'adopted' || hindranceNow(after, proposal, stage, yielded, now) !== null
      ? null
      : `Nothing else stands in the way: once you take it back the proposal is adopted at once, and nobody can object to it any more.${changed}`;
  }
  const waits = evaluation.state === 'open' && evaluation.unmet.every((unmet) => unmet === 'time');
  return waits
    ? `Nothing else stands in the way: once you take it back, and as people have answered by now, the proposal is adopted at ${formatMillis(evaluation.closesAt)}, unless somebody objects until then.${changed}`
    : null;
}

/** Objections that stand now; null where no circle is asked. */
function standingIn(view: RuleView, proposal: Subject, now: Millis): ReadonlySet<DocumentId> | null {
  const stage = stageOf(view, proposal, now);
  if (stage?.kind !== 'circle') return null;
  const { objections } = stage.evaluation;
  return new Set(objections.flatMap(({ objection, fate }) => (fate === 'standing' ? [objection] : [])));
}

/** Whoever objected to an earlier version may not have seen what it became. */
function changedText(view: RuleView, { of }: Withdrawal, current: DocumentId): string {
  const objection = contentOf(view, of.id, 'objection');
  return objection === null || objection.proposal.id === current ? '' : ' It was changed since you objected.';
}

/** The record as it would be with the withdrawal logged now. */
function withEntry(view: RuleView, thread: Subject, document: Withdrawal, at: Millis): RuleView {
  const index = (view.entries(thread).at(-1)?.index ?? 0) + 1;
  const entry: JudgedEntry = {
    index,
    at,
    id: `drafted ${index}` as DocumentId, // in no log yet, and nothing names it
    key: '' as Multikey, // nobody has signed it
    document,
    verdict: { status: 'counted' } as JudgedEntry['verdict'], // asked about as if it counted
  };
  return {
    ...view,
    entries: (name) => (name === thread ? [...view.entries(name), entry] : view.entries(name)),
  };
}
