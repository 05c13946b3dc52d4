import type { DocumentId } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';

/** A circle as the one who decides, by the version that a document names. */
export async function circleName(context: Context, id: DocumentId): Promise<string> {
  const document = await documentIn(context.store, await context.commons(), id);
  const name =
    document?.type === 'circle' ? (document.name.en ?? Object.values(document.name)[0]) : undefined;
  return name === undefined ? 'the circle' : `the circle “${name}”`;
}
