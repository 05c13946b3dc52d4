import type { DocumentId } from '../../../protocol/ids.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';

/** A circle as the one who decides, by the version that a document names. */
export async function circleName(context: Context, id: DocumentId, mayRead: MayRead): Promise<string> {
  const document = await documentIn(context.store, await context.commons(), id);
  return document?.type === 'circle' && mayRead(document)
    ? `the circle “${anyLanguage(document.name)}”`
    : 'the circle';
}
