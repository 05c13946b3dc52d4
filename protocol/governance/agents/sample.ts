import { canonicalBytes } from '../../canonical.ts';
import { sha256 } from '../../hash.ts';
import { formatMillis } from '../../time.ts';
import type { Entry } from '../view.ts';

/** One decision of an agent in so many waits for a human. Spec §13. */
const SAMPLE_OF = 10;

/**
 * Whether a human looks at an agent's decision before it takes effect. Spec §13.
 *
 * The time is the log's and not the agent's, so an agent cannot look for a document that is spared.
 */
export function isSampled({ at, id }: Pick<Entry, 'at' | 'id'>): boolean {
  const digest = sha256(canonicalBytes({ at: formatMillis(at), doc: id }));
  return new DataView(digest.buffer, digest.byteOffset, 4).getUint32(0) % SAMPLE_OF === 0;
}
