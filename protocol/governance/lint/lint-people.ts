import type { DomainBody } from '../../documents/domain-fields.ts';
import { isCircleRung } from '../../documents/response.ts';
import type { Subject } from '../../ids.ts';
import { formatMillis } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { isReachable } from '../ladder/reachable.ts';
import { membersOf } from '../ladder/roster.ts';
import { ladderOf } from '../right.ts';
import { retiresFrom } from '../scope/retired.ts';
import { type RuleView, stateOf } from '../view.ts';
import type { Found } from './lint-domain.ts';

/**
 * Whether the people of a circle who are there can reach its quorum, and whether it is asked for people who are not.
 * Spec §5.
 */
export function lintPeople(view: RuleView, body: DomainBody, found: Found) {
  const { owner, rung } = body;
  if (owner.kind !== 'circle' || !isCircleRung(rung) || inForce(view, owner.subject) === null) return [];
  const { roster, there } = peopleIn(view, owner.subject);
  const gone = roster - there;
  const quorum = ladderOf(view, body)[rung];
  return [
    ...(isReachable(ladderOf(view, body), rung, there, roster)
      ? []
      : [
          found('unreachable-quorum', {
            quorum: quorum !== undefined && 'quorum' in quorum ? quorum.quorum : null,
            members: there,
            ...(gone > 0 ? { roster } : {}),
          }),
        ]),
    ...retiring(view, owner.subject, found),
    ...(gone > 0 ? [found('asks-the-absent', { circle: owner.subject, members: roster, there })] : []),
  ];
}

function retiring(view: RuleView, circle: Subject, found: Found) {
  const from = retiresFrom(view, circle);
  return from === null ? [] : [found('owner-retires', { circle, retiresAt: formatMillis(from) })];
}

/** How many a circle asks, and how many of them are active. */
function peopleIn(view: RuleView, circle: Subject): { readonly roster: number; readonly there: number } {
  const members = new Set(membersOf(view, circle));
  const active = [...members].filter((person) => {
    const state = stateOf(view, person, 'participant');
    // Whoever has no key yet answers in a meeting.
    return state === null || state.status === 'active';
  });
  return { roster: members.size, there: active.length };
}
