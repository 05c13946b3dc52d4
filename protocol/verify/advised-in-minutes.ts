import type { Decision } from '../documents/decision.ts';
import type { DocumentId } from '../ids.ts';
import { ownThread } from './own-thread.ts';
import type { ReplayedEntry, ReplayedLog } from './replay-log.ts';

/** Minutes that say what people advised whoever decided, confirmed since they were asked. Spec §14. */
export function advisedInMinutes(
  { index }: ReplayedEntry,
  document: Decision,
  replayed: ReplayedLog,
): readonly DocumentId[] {
  const { consulted, proposal } = document;
  if (consulted === undefined || proposal === undefined) return [];
  const asked = replayed.byDocument.get(consulted.opening)?.index ?? 0;
  const entries = replayed.threadOf(ownThread(document))?.entries ?? [];
  return entries.flatMap((entry) => {
    const { document: said, verdict } = entry;
    const within = entry.index > asked && entry.index < index && verdict?.status === 'counted';
    if (!within || said?.type !== 'confirmation' || said.minutes === undefined) return [];
    const minutes = replayed.byDocument.get(said.of.id)?.document;
    const matter =
      minutes?.type === 'minutes'
        ? minutes.matters.find((one) => one.proposal.subject === proposal.subject)
        : undefined;
    return matter?.advice === undefined ? [] : [said.of.id];
  });
}
