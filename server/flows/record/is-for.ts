import type { DocumentId } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { documentIn } from './document-in.ts';
import type { MayRead } from './evidence-source.ts';

/** Whether something is in our log, and for this reader: what is not is answered alike. Spec §16. */
export async function isFor(
  { store, commons }: Pick<Context, 'store' | 'commons'>,
  id: DocumentId | null | undefined,
  mayRead: MayRead,
): Promise<boolean> {
  if (id === null || id === undefined) return false;
  const document = await documentIn(store, await commons(), id);
  return document !== null && mayRead(document);
}
