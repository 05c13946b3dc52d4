import type { DocumentId } from '../../../protocol/ids.ts';
import { anyLanguage } from '../../any-language.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** A circle as the one who decides, by the version that a document names. */
export async function circleName(record: StoredRecord, id: DocumentId, mayRead: MayRead): Promise<string> {
  const document = await record.document(id);
  return document?.type === 'circle' && mayRead(document)
    ? `the circle “${anyLanguage(document.name)}”`
    : 'the circle';
}
