import type { Bundle } from './bundle.ts';
import { addTarget, type EvidenceSource } from './collect-bundle.ts';
import { addMissing } from './collect-needs.ts';
import { beginParts, readLogOf } from './collect-parts.ts';
import { homeVerdict, isAtHome } from './home-verdict.ts';
import { replayAll } from './replay-all.ts';

/**
 * Whether a document counts for other commons, recomputed from the logs at hand: what a verifier would find in its
 * bundle. Spec §9.
 *
 * A log that contradicts itself in what the document rests on makes nothing count.
 *
 * @returns null where the logs at hand do not tell.
 * @throws {ProtocolError} `not-found` where the document is not in its log.
 */
export async function judgeAtHome(target: Bundle['target'], source: EvidenceSource): Promise<boolean | null> {
  const parts = beginParts(source);
  const { part, index, entry } = await addTarget(target, parts);
  if (entry.document === null) return null;
  await addMissing(parts, [{ part, index }]);
  const log = readLogOf(part);
  if (!isAtHome(entry, log)) return false;
  const replayed = replayAll([...parts.opened()].map(readLogOf));
  const judged = replayed.get(target.commons)?.byDocument.get(target.id);
  if (judged === undefined) return null;
  const contradicts = [...replayed.values()].some(({ faults }) => faults.length > 0);
  return contradicts ? false : homeVerdict(judged, log);
}
