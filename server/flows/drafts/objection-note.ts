import type { Objection } from '../../../protocol/documents/objection.ts';
import type { Response } from '../../../protocol/documents/response.ts';
import { stageOf } from '../../../protocol/governance/ladder/stage.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * What becomes of an objection that somebody has raised already, told before they answer or object anew: an answer does
 * not end it, and another one takes its place. Spec §6 [R-6.24a], [R-6.26].
 *
 * @returns one sentence, or null.
 */
export async function objectionNote(
  record: StoredRecord,
  document: Objection | Response,
  now: number,
): Promise<string | null> {
  const whose = 'for' in document ? (document.for ?? document.author) : document.author;
  const standing = await askFreely(record, (view) => {
    const stage = stageOf(view, document.proposal.subject, now);
    const objections = stage?.kind === 'circle' ? stage.evaluation.objections : [];
    return objections.some(({ author, fate }) => author === whose && fate === 'standing');
  });
  if (!standing) return null;
  if (document.type === 'objection') return 'It takes the place of the objection that you raised before.';
  return whose === document.author
    ? 'Your objection still stands: until you take it back nothing is adopted, and this answer is not counted.'
    : 'Their objection still stands: until they take it back nothing is adopted, and this answer is not counted.';
}
