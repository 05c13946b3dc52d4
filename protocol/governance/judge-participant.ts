import type { Participant } from '../documents/participant.ts';
import { judgeBy, refuse, type Verdict } from './verdict.ts';
import { contentOf, type RuleView, stateOf } from './view.ts';

/** A participant's own next version, on top of the one in force. Spec §1. */
export function judgeParticipant(document: Participant, view: RuleView): Verdict {
  return judgeBy([
    {
      level: 'V2',
      name: 'own-document',
      ask: () => (document.author === document.subject ? [] : refuse('not-author')),
    },
    { level: 'V2', name: 'kind', ask: () => askKind(document, view) },
    {
      level: 'V3',
      name: 'supersedes',
      ask: () => {
        const before = stateOf(view, document.subject, 'participant');
        // A founder's keys stand in the charter, which is no version of the participant.
        const current =
          before === null || contentOf(view, before.id, 'participant') === null ? undefined : before.id;
        return document.supersedes === current ? [] : refuse('stale-version', { inForce: current ?? null });
      },
    },
  ]);
}

/** Who is an agent stays one, says so to everybody, and names a human who answers for it. Spec §13, [R-13.2]. */
function askKind({ subject, kind, steward, audience }: Participant, view: RuleView) {
  const before = stateOf(view, subject, 'participant');
  if (before !== null && before.nature !== kind) return refuse('contradictory', { kind: before.nature });
  if (kind === 'human') return [];
  if (steward === undefined || steward === subject) return refuse('no-steward', { steward: steward ?? null });
  return audience === 'public' ? [] : refuse('contradictory', { audience: 'public' });
}
