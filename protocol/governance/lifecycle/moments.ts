import type { Notice } from '../../documents/notice.ts';
import type { DocumentId } from '../../ids.ts';
import { type Millis, parseTime } from '../../time.ts';
import { signBy } from '../limits.ts';
import { type Facts, lifecycleOf } from './lifecycle.ts';

/** Something that time alone brings about in the life of a decision. */
export interface Moment {
  readonly id: DocumentId;
  readonly event: Notice['event'];
  readonly at: Millis;
}

/**
 * What happens to a decision by itself, in its order: as far as nobody has acted before it came. Those that are still to
 * come are among them, as things stand. Spec §4, §6.
 *
 * @param asOf not before the last entry.
 */
export function momentsOf(facts: Facts, asOf: Millis): readonly Moment[] {
  const { decided, document, aftermath } = facts;
  const { id } = decided;
  if (decided.status === 'pending')
    return [{ id, event: 'second-signature-missing', at: signBy(decided.at) }];
  const stands = (at: Millis) => !ENDED.has(lifecycleOf(facts, Math.max(asOf, at)).standing);
  const challenges = aftermath.challenges.flatMap((challenge): Moment[] =>
    challenge.ruled === null ? [{ id: challenge.id, event: 'lapsed', at: challenge.lapsesAt }] : [],
  );
  const requests = aftermath.requests.flatMap((request): Moment[] =>
    request.ruled === null ? [{ id: request.id, event: 'ruling-overdue', at: request.dueAt }] : [],
  );
  const actions = aftermath.actions.flatMap((action): Moment[] =>
    action.done === null ? [{ id: action.id, event: 'action-overdue', at: action.dueAt }] : [],
  );
  const expiresAt = parseTime(document.expiresAt ?? '') ?? Number.POSITIVE_INFINITY;
  const review: Moment = { id, event: 'review-due', at: aftermath.reviewAt };
  return [
    ...[...challenges, ...requests, ...actions, review].filter(({ at }) => at < expiresAt && stands(at)),
    ...(standsBut(facts, asOf) && Number.isFinite(expiresAt)
      ? [{ id, event: 'expired', at: expiresAt } as const]
      : []),
  ].sort((a, b) => a.at - b.at);
}

/** Nothing is awaited of a decision any more. */
const ENDED: ReadonlySet<string> = new Set([
  'void',
  'turned-down',
  'default',
  'reversed',
  'superseded',
  'expired',
]);

/** Whether it stands, but for its own end. */
function standsBut(facts: Facts, asOf: Millis): boolean {
  const { standing } = lifecycleOf(facts, asOf);
  return standing === 'expired' || !ENDED.has(standing);
}
