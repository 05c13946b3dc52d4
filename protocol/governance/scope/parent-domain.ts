import type { Circle } from '../../documents/circle.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import type { ConsensusParameters, ConsentParameters, Ladder } from '../../documents/rung.ts';
import type { DocumentId, Ref } from '../../ids.ts';
import { DAY_SECONDS } from '../../time.ts';
import { OWN_KEYS_HIGH_IMPACT } from '../ladder/own-keys.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import type { Fallen } from './falls-to.ts';

/** How a circle decides where neither the charter nor a domain says so. Spec §5. */
export const CONSENT: ConsentParameters = {
  openSeconds: 7 * DAY_SECONDS,
  deadlineSeconds: 30 * DAY_SECONDS,
  quorum: 'two-thirds',
};
const CONSENSUS: ConsensusParameters = {
  openSeconds: 14 * DAY_SECONDS,
  deadlineSeconds: 42 * DAY_SECONDS,
  quorum: { num: 3, den: 4 },
  standAsidesMost: { num: 1, den: 4 },
  agree: { num: 1, den: 2, cmp: 'gt', base: 'roster' },
};

/** What a circle that decides for want of a single domain says of that: always the same. Spec §5. */
export function parentDomain(view: RuleView, { subject, id }: Ref): DomainBody | null {
  const circle = contentOf(view, id, 'circle');
  return circle === null ? null : bodyOf(circle, { subject, id });
}

function bodyOf({ name }: Circle, circle: Ref): DomainBody {
  return {
    title: name,
    scope: { effects: ['*'] },
    affected: [],
    knowledge: [],
    impact: 'medium',
    reversibility: 'costly',
    timeline: 'weeks',
    owner: { kind: 'circle', ...circle },
    rung: 'consent',
    parameters: {},
    limits: [],
    humanReserved: true,
    reviewAfterSeconds: 90 * DAY_SECONDS,
    escalation: [{ mode: 'default', maxSeconds: 1, fallback: { kind: 'status-quo' } }],
    disclosure: 'members',
    weight: 'light',
    rationale: name,
    status: 'active',
  };
}

/**
 * By what the circle above decides: as much as the strictest of the domains concerned asks for, and for as long as the
 * slowest of them; whoever one of them affects is heard. Spec §5.
 */
export function strictest(view: RuleView, body: DomainBody, { concerned }: Fallen): DomainBody {
  const bodies = concerned.map((domain) => domain.body);
  const defaults = charterLadder(view);
  const ladders = [defaults, ...bodies.map(({ parameters }) => parameters)];
  const high = bodies.some(({ impact }) => impact === 'high');
  const own = (declared: { readonly minOwnKeys?: unknown }) =>
    high && declared.minOwnKeys === undefined ? { minOwnKeys: OWN_KEYS_HIGH_IMPACT } : {};
  const { lazy: _, ...consent } = slowest(ladders.flatMap((ladder) => ladder.consent ?? [])) ?? CONSENT;
  const consensus = slowest(ladders.flatMap((ladder) => ladder.consensus ?? [])) ?? CONSENSUS;
  return {
    ...body,
    rung: bodies.some(({ rung }) => rung === 'consensus') ? 'consensus' : 'consent',
    parameters: {
      consent: { ...consent, ...own(consent) },
      consensus: { ...consensus, ...own(consensus) },
    },
    affected: [...new Set(bodies.flatMap(({ affected }) => affected))],
  };
}

/** What the charter in force says of each rung. Spec §6. */
export function charterLadder(view: RuleView): Ladder {
  const charter = stateOf(view, 'charter', 'charter');
  const id: DocumentId | undefined = charter?.inForce;
  return (id === undefined ? null : contentOf(view, id, 'charter'))?.ladder ?? {};
}

/** The first of those that stay open longest. */
function slowest<T extends { readonly openSeconds: number }>(all: readonly T[]): T | undefined {
  return all.reduce<T | undefined>(
    (slow, next) => (slow === undefined || next.openSeconds > slow.openSeconds ? next : slow),
    undefined,
  );
}
