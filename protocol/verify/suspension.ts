import { readAftermath } from '../governance/lifecycle/aftermath.ts';
import { lifecycleOf } from '../governance/lifecycle/lifecycle.ts';
import type { Millis } from '../time.ts';
import type { VerifiedLog } from './decided-levels.ts';
import type { End } from './end-of.ts';
import type { ReplayedEntry, ReplayedThread } from './replay-log.ts';

/** A challenge is open, and what was decided is hard to reverse: nobody may rely on it just now. Spec §9 [R-9.8c]. */
export function suspensionOf(
  thread: ReplayedThread | undefined,
  { document, leaf }: ReplayedEntry,
  { replayed }: VerifiedLog,
  asOf: Millis,
): End | null {
  const state = thread?.state;
  if (thread === undefined || (state?.kind !== 'proposal' && state?.kind !== 'decision')) return null;
  const decided = state.decided.find(({ id }) => id === leaf.doc);
  if (decided === undefined || (document?.type !== 'decision' && document?.type !== 'outcome')) return null;
  const aftermath = readAftermath(thread.entries, decided);
  const shown = replayed.byDocument.get(document.domain.id)?.document ?? null;
  const domain =
    shown?.type === 'set' && shown.content.of === 'domain'
      ? (shown.content.items.find(({ subject }) => subject === document.domain.subject) ?? null)
      : shown?.type === 'domain'
        ? shown
        : null;
  const { suspended } = lifecycleOf({ decided, document, aftermath, domain }, asOf);
  if (!suspended) return null;
  const open = aftermath.challenges.filter(({ ruled }) => ruled === null).map(({ id }) => id);
  return { reason: 'It is challenged, and suspended until that is settled.', proofs: open };
}
