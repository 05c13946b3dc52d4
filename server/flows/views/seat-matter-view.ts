import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { inForce } from '../../../protocol/governance/in-force.ts';
import { membersOf } from '../../../protocol/governance/ladder/roster.ts';
import type { Stage } from '../../../protocol/governance/ladder/stage.ts';
import type { Candidate } from '../../../protocol/governance/seats/candidates.ts';
import type { SelectionPhase } from '../../../protocol/governance/seats/evaluate-selection.ts';
import { supportNeeded } from '../../../protocol/governance/seats/judge-support.ts';
import { seatActOf } from '../../../protocol/governance/seats/seat-act.ts';
import { contentOf, type JudgedEntry, type RuleView } from '../../../protocol/governance/view.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { lacksCall } from '../drafts/terms-note.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { personBy } from './people.ts';

/** People for a role, as far as their matter has come. Spec §15. */
export interface SelectionView {
  readonly method: 'consent' | 'approval';
  readonly phase: SelectionPhase;
  readonly nominateUntil: string;
  readonly changeUntil: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly candidates: readonly {
    readonly subject: Subject;
    readonly name: string;
    readonly nominations: number;
    readonly answer: 'stands' | 'declines' | 'silent';
    readonly approvals: number | null;
    readonly chosen: boolean;
    /** Has had the role for as long as it allows: only a call that finds nobody else lets them go on. Spec §15. */
    readonly needsCall: boolean;
    /** Why people would see them in the role, as far as it is shown. */
    readonly reasons: readonly string[];
  }[];
  readonly none: number | null;
}

/** How many of those whom a role serves have asked for a recall. Spec §15. */
export interface SupportView {
  readonly given: number;
  readonly needed: number;
}

/** What a matter about seats shows besides what every matter does; null of each where it is another one. */
export async function seatMatterView(
  context: Context,
  proposal: Proposal,
  stage: Stage | null,
  entries: readonly JudgedEntry[],
  said: (text: { readonly attachment: string } | undefined) => string | null,
  { whole, mayRead }: { readonly whole: boolean; readonly mayRead: MayRead },
): Promise<{ readonly selection: SelectionView | null; readonly support: SupportView | null }> {
  const act = seatActOf(proposal.binding);
  if (act === null) return { selection: null, support: null };
  const record = await currentRecord(context, await context.commons());
  if (act.op === 'recall') {
    const needed = await askFreely(record, (view) => neededIn(view, act.role, act.mandate.id));
    const given = new Set(
      entries.flatMap(({ document }) => (document.type === 'support' ? [document.author] : [])),
    );
    return { selection: null, support: { given: given.size, needed } };
  }
  const evaluation = stage?.kind === 'circle' ? stage.evaluation.selection : undefined;
  if (evaluation === undefined) return { selection: null, support: null };
  const now = await context.now();
  const lacking = await askFreely(record, (view) =>
    evaluation.candidates.filter(({ nominee }) => lacksCall(view, act, nominee, now)),
  );
  const candidates = await Promise.all(
    // Who was named, and how many are for whom, is made of what people said.
    (whole ? evaluation.candidates : []).map(async (candidate) => ({
      subject: candidate.nominee,
      name: (await personBy(context, record, candidate.nominee, mayRead)).name,
      nominations: candidate.nominations,
      answer: answerOf(candidate),
      approvals: candidate.approvals,
      chosen: candidate.chosen,
      needsCall: lacking.includes(candidate),
      reasons: entries.flatMap(({ document }) =>
        document.type === 'nomination' && document.nominee === candidate.nominee
          ? (said(document.reason) ?? [])
          : [],
      ),
    })),
  );
  return {
    support: null,
    selection: {
      method: act.method,
      phase: evaluation.phase,
      nominateUntil: formatMillis(evaluation.nominateUntil),
      changeUntil: formatMillis(evaluation.changeUntil),
      startsAt: act.startsAt,
      endsAt: act.endsAt,
      candidates,
      none: whole ? evaluation.none : null,
    },
  };
}

function answerOf({ mandate, declined }: Candidate): SelectionView['candidates'][number]['answer'] {
  if (mandate !== null) return 'stands';
  return declined ? 'declines' : 'silent';
}

function neededIn(view: RuleView, role: Subject, mandate: Proposal['domain']['id']): number {
  const current = inForce(view, role);
  const circle = current === null ? undefined : contentOf(view, current.id, 'role')?.circle.subject;
  const members = circle === undefined ? [] : membersOf(view, circle);
  const holder = contentOf(view, mandate, 'mandate')?.holder;
  return supportNeeded(members.length, members.filter((subject) => subject !== holder).length);
}
