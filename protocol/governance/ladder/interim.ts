import type { DomainBody, Limit } from '../../documents/domain-fields.ts';
import type { Terminal } from '../../documents/escalation-path.ts';
import type { Opening } from '../../documents/opening.ts';
import type { Binding, Operation } from '../../documents/operation.ts';
import type { Outcome } from '../../documents/outcome.ts';
import { usageThread } from '../../documents/thread-names.ts';
import type { Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { askOperations } from '../binding.ts';
import { actOfOutcome } from '../constraints/act.ts';
import { askConstraints } from '../constraints/ask-constraints.ts';
import { constraintsAsked } from '../constraints/in-force.ts';
import { concerns } from '../effects.ts';
import { askLimits } from '../limits.ts';
import { domainInForce } from '../right.ts';
import { type RuleView, stateOf } from '../view.ts';

type InterimCap = Extract<Terminal, { readonly kind: 'interim-cap' }>;

/**
 * What happens in the meantime where the path of a matter ended without a decision: its transfers, each cut down to a
 * share of what the commons agreed last that may be given in a period. Spec §6.
 *
 * @returns null where that cannot be computed, or could not take effect as things stand: then things stay as they are.
 */
export function interimOf(
  view: RuleView,
  opening: Opening,
  proposed: Pick<Outcome, 'proposal' | 'binding' | 'reviewAt'>,
  cap: InterimCap,
  at: Millis,
): Binding | null {
  const { domain, circle } = opening;
  const current = domainInForce(view, domain);
  const binding = 'code' in current ? null : cutTransfers(proposed.binding, current.body, cap);
  if (binding === null || 'code' in current) return null;
  const act = actOfOutcome({ at }, { ...proposed, binding, circle, domain }, opening, view);
  const name = usageThread(domain.subject);
  const usage = { name, state: () => stateOf(view, name, 'usage') };
  const asked = [
    () => askLimits(current.body.limits, act.effects, usage, at),
    () => askOperations(view, binding.operations, at),
    () => askConstraints(view, act, constraintsAsked(view, opening, at)),
  ];
  return asked.some((ask) => 'code' in ask()) ? null : binding;
}

/** In their order, as long as something is left; nothing but transfers can be cut down. */
function cutTransfers({ operations }: Binding, body: DomainBody, cap: InterimCap): Binding | null {
  const left = new Map<Subject, number>();
  const cut: Operation[] = [];
  for (const operation of operations) {
    if (operation.op !== 'transfer') return null;
    const { subject } = operation.resource;
    const rest = left.get(subject) ?? capOf(subject, body.limits, cap);
    if (rest === null || rest < 1) return null;
    const quantity = Math.min(operation.quantity, rest);
    left.set(subject, rest - quantity);
    cut.push({ ...operation, quantity });
  }
  return { operations: cut };
}

/** The share of the least that a limit lets be given of a resource in its period; null without such a limit. */
function capOf(resource: Subject, limits: readonly Limit[], { num, den }: InterimCap): number | null {
  const effect = { kind: 'transfer', resource, amount: 0 } as const;
  const agreed = limits.flatMap((limit) =>
    limit.perPeriod !== undefined && limit.measure === 'amount' && concerns(limit, effect)
      ? [limit.perPeriod.most]
      : [],
  );
  if (agreed.length === 0) return null;
  const share = (BigInt(Math.min(...agreed)) * BigInt(num)) / BigInt(den);
  return share > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(share);
}
