import type { DomainBody } from '../../documents/domain-fields.ts';
import type { EscalationStep } from '../../documents/escalation-path.ts';
import type { Ladder } from '../../documents/rung.ts';
import { DAY_SECONDS } from '../../time.ts';
import { concerns } from '../effects.ts';
import { inForce } from '../in-force.ts';
import { withinStep } from '../ladder/path-step.ts';
import { membersOf } from '../ladder/roster.ts';
import { isSquareRootQuorum } from '../ladder/threshold.ts';
import { ladderOf } from '../right.ts';
import { contentOf, type RuleView } from '../view.ts';
import type { Found } from './lint-domain.ts';

/** A matter comes to an end within this, also where the log falls silent. Spec §5. */
const MATTER_SECONDS_MAX = 90 * DAY_SECONDS;

/** What is wrong with the escalation path of a domain. Each path ends: one that does not is no path. */
export function lintPath(view: RuleView, body: DomainBody, found: Found) {
  const path = body.escalation ?? [];
  const ladder = ladderOf(view, body);
  const { consultation, consent, consensus, vote } = ladder;
  const asked = {
    delegation: 0,
    consultation: consultation?.deadlineSeconds ?? 0,
    consent: consent?.deadlineSeconds ?? 0,
    consensus: consensus?.deadlineSeconds ?? 0,
    vote: vote?.openSeconds ?? 0,
  }[body.rung];
  // A silence doubles every time but that of a default, which takes none.
  const steps = path.filter(({ mode }) => mode !== 'default');
  const seconds = 2 * steps.reduce((sum, { maxSeconds }) => sum + maxSeconds, asked);
  const last = path.at(-1)?.fallback;
  return [
    ...steps.flatMap((step, index) => lintStep(view, ladder, { step, number: index + 1 }, found)),
    ...(last?.kind === 'interim-cap' && !body.limits.some(isPeriodOfTransfers)
      ? [found('default-not-computable')]
      : []),
    ...(seconds > MATTER_SECONDS_MAX && path.length > 0 ? [found('outlives-its-time', { seconds })] : []),
  ];
}

function isPeriodOfTransfers(limit: DomainBody['limits'][number]): boolean {
  const { resource } = limit;
  const effect = { kind: 'transfer', amount: 0, ...(resource === undefined ? {} : { resource }) } as const;
  return limit.perPeriod !== undefined && limit.measure === 'amount' && concerns(limit, effect);
}

function lintStep(
  view: RuleView,
  ladder: Ladder,
  { step, number }: { readonly step: EscalationStep; readonly number: number },
  found: Found,
) {
  const { body, rung, maxSeconds } = step;
  if (step.mode !== 'decide' || body === undefined || rung === undefined) return [];
  const current = inForce(view, body);
  const circle = current === null ? null : contentOf(view, current.id, 'circle');
  if (circle === null) return [found('step-without-circle', { step: number, circle: body })];
  const parameters = ladder[rung];
  const size = membersOf(view, body).length;
  if (parameters === undefined || size === 0) return [found('step-undecidable', { step: number, rung })];
  const { consent, consensus, vote } = withinStep({ [rung]: parameters }, maxSeconds);
  const quorum = consent?.quorum ?? vote?.quorum;
  const outOfReach = quorum === 'square-root' && consent?.lazy !== true && !isSquareRootQuorum(size, size);
  const late =
    consensus !== undefined &&
    consensus.openSeconds + (consensus.fallback?.afterSeconds ?? 0) > consensus.deadlineSeconds;
  return outOfReach || late ? [found('step-undecidable', { step: number, rung })] : [];
}
