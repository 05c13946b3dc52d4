import type { Approval } from '../../documents/approval.ts';
import type { Candidacy } from '../../documents/candidacy.ts';
import type { Nomination } from '../../documents/nomination.ts';
import type { DocumentId, Ref } from '../../ids.ts';
import { formatMillis } from '../../time.ts';
import { rosterOf } from '../ladder/roster.ts';
import { askHuman } from '../right.ts';
import { judgeBy, type Refusal, type Rule, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';
import { askApproved, askBallotPhase } from './ask-ballot.ts';
import type { SelectionEvaluation } from './evaluate-selection.ts';
import { seatActIn } from './seat-act.ts';
import { openSelection } from './seat-phase.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Somebody whom the role serves names somebody for it; in the change round only who has named somebody before. Spec §15. */
export function judgeNomination(entry: Entry, document: Nomination, view: RuleView): Verdict {
  const { proposal, nominee, author } = document;
  return judgeBy([
    ...asked(document, view),
    {
      level: 'V3',
      name: 'phase',
      ask: () =>
        during(entry, proposal, view, ({ phase, changeUntil }) => {
          if (phase === 'decide') return refuse('too-late', { until: formatMillis(changeUntil) });
          const before = view
            .entries(proposal.subject)
            .some(
              ({ document: other, verdict }) =>
                other.type === 'nomination' && other.author === author && verdict.status === 'counted',
            );
          return phase === 'nominate' || before ? [] : refuse('too-late', { phase });
        }),
    },
    { level: 'V3', name: 'version', ask: () => askVersion(proposal, view) },
    { level: 'V3', name: 'nominee', ask: () => askHuman(view, nominee) },
  ]);
}

/** A nominee says yes, by a term that they drafted as it was asked for, or no. Spec §15. */
export function judgeCandidacy(entry: Entry, document: Candidacy, view: RuleView): Verdict {
  const { proposal, author, accepts } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V3',
      name: 'nominated',
      ask: () =>
        during(entry, proposal, view, ({ candidates }) =>
          candidates.some(({ nominee }) => nominee === author) ? [] : refuse('not-eligible'),
        ),
    },
    {
      level: 'V3',
      name: 'phase',
      ask: () =>
        during(entry, proposal, view, ({ phase, changeUntil }) =>
          accepts && phase === 'decide' ? refuse('too-late', { until: formatMillis(changeUntil) }) : [],
        ),
    },
    { level: 'V3', name: 'version', ask: () => askVersion(proposal, view) },
    { level: 'V3', name: 'term', ask: () => askSigned(document, view) },
  ]);
}

/** Somebody whom the role serves approves of some of those who stand, or of none of these. Spec §15. */
export function judgeApproval(entry: Entry, document: Approval, view: RuleView): Verdict {
  const { proposal, approves } = document;
  return judgeBy([
    ...asked(document, view),
    {
      level: 'V3',
      name: 'phase',
      ask: () => during(entry, proposal, view, askBallotPhase),
    },
    { level: 'V3', name: 'version', ask: () => askVersion(proposal, view) },
    {
      level: 'V3',
      name: 'candidates',
      ask: () => during(entry, proposal, view, (selection) => askApproved(approves, selection)),
    },
  ]);
}

/** An active human on the roster that was frozen. */
function asked({ author, proposal }: Nomination | Approval, view: RuleView): readonly Rule[] {
  return [
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V3',
      name: 'eligible',
      ask: () => {
        const opening = stateOf(view, proposal.subject, 'proposal')?.opening ?? null;
        const document = opening === null ? null : contentOf(view, opening.id, 'opening');
        if (document === null || document.seat === undefined) return refuse('not-open');
        return rosterOf(document, view).some(({ subject }) => subject === author)
          ? document.roster.pages
          : refuse('not-eligible');
      },
    },
  ];
}

function during(
  { at }: Entry,
  proposal: Ref,
  view: RuleView,
  ask: (selection: SelectionEvaluation) => Answer,
): Answer {
  const selection = openSelection(view, proposal, at);
  return 'code' in selection ? selection : ask(selection);
}

/** One of its versions: once it is open all of them ask the same. */
function askVersion({ subject, id }: Ref, view: RuleView): Answer {
  const versions = stateOf(view, subject, 'proposal')?.versions ?? [];
  const current = versions.at(-1);
  const named = versions.find((version) => version.id === id);
  return current !== undefined && named?.binding === current.binding
    ? [id]
    : refuse('stale-version', { current: current?.id ?? null });
}

/** Whoever says yes has signed for just the term that is to be filled. */
function askSigned({ accepts, author, mandate, proposal }: Candidacy, view: RuleView): Answer {
  if (!accepts) return mandate === undefined ? [] : refuse('contradictory', { mandate: mandate.subject });
  if (mandate === undefined) return refuse('unknown-reference', { what: 'mandate' });
  const thread = stateOf(view, mandate.subject, 'thing');
  const term = thread?.drafts.includes(mandate.id) ? contentOf(view, mandate.id, 'mandate') : null;
  const state = stateOf(view, proposal.subject, 'proposal');
  const select = state === null ? null : seatActIn(view, state);
  if (term === null || select?.op !== 'select') return refuse('unknown-reference', { mandate: mandate.id });
  const same =
    term.holder === author &&
    term.author === author &&
    term.role.subject === select.role.subject &&
    term.startsAt === select.startsAt &&
    term.endsAt === select.endsAt &&
    thread?.inForce === null;
  return same ? [mandate.id] : refuse('contradictory', { startsAt: select.startsAt, endsAt: select.endsAt });
}
