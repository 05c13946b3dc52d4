import { askReport } from '../../../protocol/agreement/judge-event.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { NOT_COUNTED } from '../../../protocol/governance/codes.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * That what is said of a promise would not count, though the decision would. Told before it is signed.
 * Spec §8, §10.
 *
 * @returns one sentence or more, or null.
 */
export async function reportNote(record: StoredRecord, document: FolkmootDocument): Promise<string | null> {
  if (document.type !== 'decision' && document.type !== 'proposal') return null;
  const notes: string[] = [];
  for (const operation of document.binding.operations) {
    if (operation.op !== 'report') continue;
    const said = await askFreely(record, (view) => askReport(view, operation));
    if ('code' in said) notes.push(`The others would not be told: ${NOT_COUNTED[said.code].sentence}`);
  }
  return notes.length === 0 ? null : notes.join(' ');
}
