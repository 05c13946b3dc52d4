import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { rosterOf } from '../../../protocol/governance/ladder/roster.ts';
import type { Stage } from '../../../protocol/governance/ladder/stage.ts';
import { withWords } from '../../../protocol/governance/links/words.ts';
import { meetingNow } from '../../../protocol/governance/meetings/meeting-named.ts';
import { withRecorded } from '../../../protocol/governance/meetings/recorded.ts';
import { attendanceOf } from '../../../protocol/governance/meetings/terms.ts';
import { type JudgedEntry, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';

/** The meeting that a proposal waits for, or was opened in. Spec §14. */
export interface OpensInView {
  readonly meeting: Subject;
  readonly startsAt: string;
}

export function opensInView(view: RuleView, { opensIn }: Proposal): OpensInView | null {
  const named = opensIn === undefined ? null : meetingNow(view, opensIn.subject);
  return opensIn === undefined || named === null
    ? null
    : { meeting: opensIn.subject, startsAt: formatMillis(named.startsAt) };
}

/** What counted in a matter, with what minutes say people said; `recorded` are the ids that only these give. Spec §14. */
export function recordedMatter(
  view: RuleView,
  proposal: Subject,
  stage: Stage | null,
): { readonly entries: readonly JudgedEntry[]; readonly recorded: ReadonlySet<DocumentId> } {
  const logged = withWords(view.entries(proposal), stateOf(view, proposal, 'proposal')?.held);
  const said = stage === null ? logged : expanded(view, logged, proposal, stage);
  const known = new Set(logged.map(({ id }) => id));
  return {
    entries: said.filter(({ verdict }) => verdict.status === 'counted'),
    recorded: new Set(said.flatMap(({ id }) => (known.has(id) ? [] : [id]))),
  };
}

function expanded(
  view: RuleView,
  logged: readonly JudgedEntry[],
  proposal: Subject,
  { opened: { opening } }: Stage,
): readonly JudgedEntry[] {
  const attendance = attendanceOf(opening);
  const roster = rosterOf(opening, view).map(({ subject }) => subject);
  return withRecorded(view, logged, { proposal, roster, attendance }).thread;
}
