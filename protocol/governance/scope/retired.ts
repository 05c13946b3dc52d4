import type { Circle } from '../../documents/circle.ts';
import type { Subject } from '../../ids.ts';
import { type Millis, parseTime, SECOND } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { isReachable } from '../ladder/reachable.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import { CONSENT, charterLadder } from './parent-domain.ts';

/** Whether a circle has retired by some moment. Spec §5. */
export function isRetired(view: RuleView, circle: Subject, at: Millis): boolean {
  const from = retiresFrom(view, circle);
  return from !== null && from <= at;
}

/**
 * From when on a circle has retired as things stand, or will have: so long after it lost its quorum as it says of itself;
 * null while those of its members who are there can reach it, and where no circle is above it. Spec §5.
 */
export function retiresFrom(view: RuleView, circle: Subject): Millis | null {
  const current = inForce(view, circle);
  const body = current === null ? null : contentOf(view, current.id, 'circle');
  const seconds = body?.retiresWithoutQuorumAfterSeconds;
  if (current === null || body === null || seconds === undefined || body.parent === undefined) return null;
  const lost = withoutQuorumSince(view, body);
  if (lost === null) return null;
  // It could not be without quorum before there was such a circle.
  const adopted = parseTime(view.content(current.by).issuedAt) ?? lost;
  return Math.max(lost, adopted) + seconds * SECOND;
}

function withoutQuorumSince(view: RuleView, { members }: Circle): Millis | null {
  const { agents = [], away = [] } = stateOf(view, 'constraints', 'constraints') ?? {};
  const people = new Set(members.filter((member) => !agents.includes(member)));
  const gone = away.filter(({ subject }) => people.has(subject));
  const ladder = { consent: charterLadder(view).consent ?? CONSENT };
  // By the order in which they went: the first with whom the others were too few.
  const last = gone.find((_, index) => !isReachable(ladder, 'consent', people.size - index - 1, people.size));
  return last?.at ?? null;
}
