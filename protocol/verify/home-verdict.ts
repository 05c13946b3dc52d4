import type { ReadLog } from './read-log.ts';
import type { ReplayedEntry } from './replay-log.ts';

/** Types that enter the logs of other commons. */
const TRAVELS: ReadonlySet<string> = new Set([
  'terms',
  'acceptance',
  'rejection',
  'withdrawal',
  'seal',
  'lapse',
  'event',
  'termination',
  'question',
  'answer',
]);

/** Whether the entry stands in the log of the commons that made it, and may stand in others'. */
export function isAtHome(entry: Pick<ReplayedEntry, 'document'>, log: Pick<ReadLog, 'commons'>): boolean {
  const { document } = entry;
  return document !== null && document.commons === log.commons && TRAVELS.has(document.type);
}

/**
 * Whether a document counts for other commons: it does if it counts in the log of the commons that made it. Terms bind
 * nobody: they count wherever their author's key was good, even while what they rest on is withheld.
 * Spec §9, §8.
 *
 * @returns null where the record at hand does not tell.
 */
export function homeVerdict({ signer, verdict, document }: ReplayedEntry, log: ReadLog): boolean | null {
  if (!log.authenticated || verdict === null) return null;
  if (signer === 'not-in-force') return false;
  if (signer !== 'in-force') return null;
  if (document?.type === 'terms') return true;
  switch (verdict.status) {
    case 'counted':
      return true;
    case 'not-counted':
      return false;
    case 'pending':
    case 'unresolved':
      return null;
  }
}
