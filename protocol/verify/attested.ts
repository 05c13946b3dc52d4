import { ballotsIn } from '../governance/votes/ballots.ts';
import { ownThread } from './own-thread.ts';
import type { ReplayedEntry, ReplayedLog } from './replay-log.ts';
import type { LevelReport } from './report.ts';

/**
 * What rests on somebody's word alone: of a secret vote the count, which two tellers say. Spec §17.
 *
 * @returns null where the whole process stands in the log.
 */
export function attestedBy({ document }: ReplayedEntry, replayed: ReplayedLog): LevelReport | null {
  if (document?.type !== 'outcome' || document.result === 'default') return null;
  const opening = replayed.byDocument.get(document.opening)?.document;
  if (opening?.type !== 'opening' || opening.parameters.vote?.secret === undefined) return null;
  const ballots = ballotsIn(replayed.threadOf(ownThread(document))?.entries ?? []);
  return {
    result: 'attested',
    reason: 'The vote was secret: two tellers say what was counted, and nobody’s answer is in the log.',
    proofs: ballots?.proofs ?? [],
  };
}
