import type { Resource } from '../../../protocol/documents/resource.ts';
import type { Commitment } from '../../../protocol/documents/terms-fields.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';

/**
 * What is promised, as its provider's own log says: ours, or the mirror of theirs. Of theirs only what everybody may read
 * is told on. Spec §8.
 *
 * @returns null where that log does not show it to this reader.
 */
export async function promisedResource(
  { store, commons }: Pick<Context, 'store' | 'commons'>,
  { provider, resource }: Pick<Commitment, 'provider' | 'resource'>,
  mayRead: MayRead,
): Promise<Resource | null> {
  const document = await documentIn(store, provider, resource.id);
  if (document?.type !== 'resource') return null;
  const isShown = provider === (await commons()) ? mayRead(document) : document.audience === 'public';
  return isShown ? document : null;
}
