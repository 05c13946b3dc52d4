import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import type { Bundle } from '../../../protocol/verify/bundle.ts';
import { type CollectOptions, collectBundle } from '../../../protocol/verify/collect-bundle.ts';
import type { Context } from '../../context.ts';
import { evidenceSource, type MayRead } from '../record/evidence-source.ts';

/** Everybody's view. */
export const publicOnly: MayRead = (document) => document.audience === 'public';

/**
 * The proof bundle of one document of our own log, or of a peer's as we mirror it. Spec §9.
 *
 * @throws {ProtocolError} `not-found`
 */
export async function exportBundle(
  context: Context,
  id: DocumentId,
  mayRead: MayRead,
  options: CollectOptions = {},
  log?: Scid,
): Promise<Bundle> {
  const commons = log ?? (await context.commons());
  return collectBundle({ commons, id }, evidenceSource(context, mayRead), options);
}
