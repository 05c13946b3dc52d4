import type { DomainRef } from '../../documents/common.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import type { Opening } from '../../documents/opening.ts';
import { ANSWERS, type CircleRung } from '../../documents/response.ts';
import type { Ladder, Rung } from '../../documents/rung.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { endsMatter } from '../binding.ts';
import { inForce } from '../in-force.ts';
import { domainInForce, ladderOf } from '../right.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import type { RosterWish } from './roster.ts';
import { consultationOf } from './yield-consultation.ts';

/** Rungs that are opened: people are asked, and what they are asked by is frozen. */
type OpenRung = CircleRung | 'consultation';

/** What an opening of a proposal would have to say just now. */
export interface OpeningPlan extends Pick<Opening, 'rung' | 'parameters' | 'circle'> {
  readonly role?: Ref;
  readonly wish: RosterWish;
  /** Documents that give the domain its force. */
  readonly proofs: readonly DocumentId[];
}

/** Rungs on which a circle answers, person by person. */
export function isCircleRung(rung: Rung): rung is CircleRung {
  return Object.hasOwn(ANSWERS, rung);
}

/**
 * How a proposal is opened: by its domain's rung; and once more, by consent, where those whom it affects were against
 * what a role was about to decide. Spec §6, [R-6.43].
 */
export function planOpening(
  view: RuleView,
  { subject, domain }: { readonly subject: Subject; readonly domain: DomainRef },
  at: Millis,
): OpeningPlan | Refusal {
  const state = stateOf(view, subject, 'proposal');
  if (state === null || state.versions.length === 0)
    return refuse('unknown-reference', { proposal: subject });
  if (state.withdrawnBy !== null || state.decided.some((decided) => endsMatter(decided, at)))
    return refuse('closed');
  const moved = state.opening !== null;
  if (moved && consultationOf(view, subject, at)?.evaluation.state !== 'moved') return refuse('closed');
  const current = domainInForce(view, domain);
  if ('code' in current) return current;
  const { body, proofs } = current;
  const rung = moved ? 'consent' : body.rung;
  if (rung !== 'consultation' && !isCircleRung(rung)) return refuse('wrong-rung', { rung });
  const parameters = parametersOf(view, body, rung);
  if (parameters === null) return refuse('rules-disagree', { what: 'parameters' });
  const deciders = decidersOf(view, body, rung, moved);
  if ('code' in deciders) return deciders;
  const wish = {
    circle: rung === 'consultation' ? null : deciders.circle.subject,
    affected: body.affected,
    knowing: rung === 'consultation' ? body.knowledge : [],
  };
  return { rung, parameters, ...deciders, wish, proofs };
}

/** Silence decides only what hardly matters. Spec §6. */
function parametersOf(view: RuleView, body: DomainBody, rung: OpenRung): Ladder | null {
  const parameters = ladderOf(view, body)[rung];
  if (parameters === undefined) return null;
  const lazy = 'lazy' in parameters && parameters.lazy === true;
  return lazy && body.impact !== 'low' ? null : { [rung]: parameters };
}

/** The circle that owns the domain; or the role that does, with its circle. */
function decidersOf(
  view: RuleView,
  { owner }: DomainBody,
  rung: OpenRung,
  moved: boolean,
): { readonly circle: Ref; readonly role?: Ref } | Refusal {
  const kind = rung === 'consultation' || moved ? 'role' : 'circle';
  if (owner.kind !== kind || (owner.kind !== 'circle' && owner.kind !== 'role'))
    return refuse('no-right', { owner: owner.kind });
  const current = inForce(view, owner.subject);
  if (current === null) return refuse('no-right', { owner: owner.subject });
  const ref = { subject: owner.subject, id: current.id };
  if (owner.kind === 'circle') return { circle: ref };
  const circle = contentOf(view, ref.id, 'role')?.circle.subject;
  const its = circle === undefined ? null : inForce(view, circle);
  return circle === undefined || its === null
    ? refuse('no-right', { circle: circle ?? null })
    : { circle: { subject: circle, id: its.id }, role: ref };
}
