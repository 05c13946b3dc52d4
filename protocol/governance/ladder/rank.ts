import type { Rung } from '../../documents/rung.ts';

/**
 * How much a way of deciding asks for. A vote asks more people than a consultation, and less of them than consent: it
 * overrides an objection, which consent may not. Spec §12.
 */
const RANK: Readonly<Record<Rung, number>> = {
  delegation: 0,
  consultation: 1,
  vote: 2,
  consent: 3,
  consensus: 4,
};

/** The rung to which a departure from a soft constraint raises a matter: a vote is only where a domain chose it. */
const ABOVE: Readonly<Record<Rung, Rung>> = {
  delegation: 'consultation',
  consultation: 'consent',
  vote: 'consent',
  consent: 'consensus',
  consensus: 'consensus',
};

/** Whether one way of deciding asks for at least as much as another. Spec §12. */
export function asksAsMuch(rung: Rung, least: Rung): boolean {
  return RANK[rung] >= RANK[least];
}

/** The next rung above; consensus has none. Spec §12. */
export function rungAbove(rung: Rung): Rung {
  return ABOVE[rung];
}
