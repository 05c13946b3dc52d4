import type { Adoptable } from '../../documents/adoptable.ts';
import type { Claim } from '../../documents/claim.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import { type Mandate, termOf } from '../../documents/mandate.ts';
import type { DocumentId } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { askHuman, domainInForce } from '../right.ts';
import type { SeatState } from '../state.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';
import { millisOf } from './seat-act.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Somebody claims a seat that a domain in force names, before it ends. Spec §15. */
export function judgeClaim({ at }: Entry, document: Claim, view: RuleView): Verdict {
  const { author } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    { level: 'V2', name: 'seat', ask: () => askNamed(document, view, at) },
    { level: 'V3', name: 'term', ask: () => askSigned(document, view) },
    {
      level: 'V3',
      name: 'free',
      ask: () => {
        const state = stateOf(view, document.seat, 'seat');
        const term = contentOf(view, document.mandate.id, 'mandate');
        if (state?.claims.some(({ mandate }) => mandate.id === document.mandate.id))
          return refuse('duplicate');
        return term === null ? [] : askFree(state, term);
      },
    },
  ]);
}

/** A term in a seat is granted to whoever claimed it, by just the version that they signed. Spec §15. */
export function askClaimed(view: RuleView, adopts: Adoptable): Answer {
  if (adopts.type !== 'mandate') return [];
  const term = contentOf(view, adopts.id, 'mandate');
  if (term?.seat !== adopts.seat) return refuse('contradictory', { seat: term?.seat ?? null });
  if (adopts.seat === undefined || term === null) return [];
  const state = stateOf(view, adopts.seat, 'seat');
  const claimed = state?.claims.find(({ mandate }) => mandate.id === adopts.id);
  if (claimed === undefined) return refuse('unknown-reference', { claim: adopts.id });
  const free = askFree(state, term);
  return 'code' in free ? free : [claimed.id];
}

/** Whoever holds a seat of a domain decides under it. Spec §15. */
export function holdsSeat(view: RuleView, { owner }: DomainBody, mandate: DocumentId): boolean {
  const seat = contentOf(view, mandate, 'mandate')?.seat;
  return owner.kind === 'seats' && seat !== undefined && owner.seats.includes(seat);
}

/** One person at a time: the seat stands for one. */
function askFree(state: SeatState | null, term: Mandate): Answer {
  const held = state?.held ?? null;
  const { startsAt } = termOf(term);
  return held === null || held.mandate.subject === term.subject || held.endsAt <= startsAt
    ? []
    : refuse('seats-taken', { seats: 1 });
}

function askNamed({ seat, domain }: Claim, view: RuleView, at: Millis): Answer {
  const current = domainInForce(view, domain);
  if ('code' in current) return current;
  const { owner } = current.body;
  if (owner.kind !== 'seats' || !owner.seats.includes(seat)) return refuse('unknown-reference', { seat });
  return at < millisOf(owner.endsAt) ? current.proofs : refuse('too-late', { endsAt: owner.endsAt });
}

function askSigned({ seat, mandate, author }: Claim, view: RuleView): Answer {
  const thread = stateOf(view, mandate.subject, 'thing');
  const term = thread?.drafts.includes(mandate.id) ? contentOf(view, mandate.id, 'mandate') : null;
  if (term === null) return refuse('unknown-reference', { mandate: mandate.id });
  const same: boolean = term.holder === author && term.author === author && term.seat === seat;
  return same ? [mandate.id] : refuse('contradictory', { seat: term.seat ?? null });
}
