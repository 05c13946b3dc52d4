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
]);

/** Whether the entry stands in the log of the commons that made it, and may stand in others'. */
export function isAtHome(entry: Pick<ReplayedEntry, 'document'>, log: Pick<ReadLog, 'commons'>): boolean {
  const { document } = entry;
  return document !== null && document.commons === log.commons && TRAVELS.has(document.type);
}

/**
 * Whether a document counts for other commons, by its entry in its own commons' log. Spec §9 [R-9.18], §8 [R-8.11].
 *
 * It must stand there, under a key in force there. A yes or a no must moreover rest on the commons' own decision; what
 * else its own log asks of it (a hold that fits, its order) is its own commons' matter.
 *
 * @returns null where the record at hand does not tell.
 */
export function homeVerdict(entry: ReplayedEntry, log: ReadLog): boolean | null {
  if (!log.authenticated || entry.document === null || entry.verdict === null) return null;
  if (entry.signer === 'not-in-force') return false;
  if (entry.signer !== 'in-force') return null;
  const { type } = entry.document;
  if (type !== 'acceptance' && type !== 'rejection') return true;
  const decision = entry.verdict.checks.find(({ name }) => name === 'decision');
  if (decision === undefined) return false; // refused before its decision was asked for
  return decision.result === 'unresolved' ? null : decision.result === 'pass';
}
