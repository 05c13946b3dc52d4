import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { readMatter } from '../../../protocol/governance/ladder/matter.ts';
import { stageOf } from '../../../protocol/governance/ladder/stage.ts';
import { withWords } from '../../../protocol/governance/links/words.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * That an answer in somebody's name says nothing, because they have spoken for themself; told before it is signed.
 * Spec §17.
 *
 * @returns one sentence, or null.
 */
export async function inNameNote(
  record: StoredRecord,
  document: FolkmootDocument,
  now: number,
): Promise<string | null> {
  if (document.type !== 'response' || document.for === undefined || document.for === document.author)
    return null;
  const name = document.for;
  const own = await askFreely(record, (view) => {
    const stage = stageOf(view, document.proposal.subject, now);
    if (stage?.kind !== 'circle') return false;
    const entries = view
      .entries(document.proposal.subject)
      .filter((entry) => entry.index > stage.opened.index || entry.document.type === 'proposal');
    return readMatter(withWords(entries)).answers.get(name)?.own === true;
  });
  return own
    ? 'They have answered for themself: your answer in their name is logged, and changes nothing.'
    : null;
}
