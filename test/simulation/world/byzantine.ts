import type { Run } from '../run.ts';
import type { Founding } from './foundings.ts';
import type { SiteParts } from './site.ts';

/** The last commons does what its kind of dishonesty is. @returns ends what it does not do for ever. */
export function disguise(
  _run: Run,
  _parts: Omit<SiteParts, 'founding' | 'tampering' | 'complain'>,
  _foundings: readonly Founding[],
): () => void {
  return () => undefined;
}
