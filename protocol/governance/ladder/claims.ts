import type { Claim } from '../../documents/claims.ts';
import type { Objection } from '../../documents/objection.ts';
import type { Opening } from '../../documents/opening.ts';
import type { Response } from '../../documents/response.ts';
import type { DocumentId } from '../../ids.ts';
import { type Refusal, refuse } from '../verdict.ts';
import type { JudgedEntry } from '../view.ts';

/** What an objection comes to by its claims: nothing yet, what they say, or what people find. Spec §6. */
export type Checked = 'waiting' | 'violated' | 'kept' | 'people';

/** An objection, or a block, with claims. */
export type Claiming = (Objection | Response) & { readonly claims: readonly Claim[] };

/** @returns null for a document of another type, and for an objection that people alone judge. */
export function claimingOf({ document }: Pick<JudgedEntry, 'document'>): Claiming | null {
  const may = document.type === 'objection' || document.type === 'response';
  return may && document.claims !== undefined ? { ...document, claims: document.claims } : null;
}

/** What became of the claims of an objection or block. Spec §6. */
export function checkedIn(
  entries: readonly JudgedEntry[],
  claiming: { readonly id: DocumentId; readonly document: Pick<Objection, 'claims' | 'besides'> },
): Checked {
  if (claiming.document.claims === undefined) return 'people';
  const check = entries.find(
    ({ document, verdict }) =>
      document.type === 'objection-check' && document.of.id === claiming.id && verdict.status === 'counted',
  );
  if (check?.document.type !== 'objection-check') return 'waiting';
  const { finds } = check.document;
  if (finds.includes('violated')) return 'violated';
  return claiming.document.besides !== true && finds.every((find) => find === 'kept') ? 'kept' : 'people';
}

/** Claims fit the ground on which somebody objects, and are about what binds this matter. Spec §6. */
export function askClaims(
  { claims, besides, ...document }: Objection | Response,
  { constraints, raisedBy = [] }: Opening,
): readonly DocumentId[] | Refusal {
  if (claims === undefined) return besides === undefined ? [] : refuse('contradictory', { what: 'besides' });
  const about = claims.map((claim) => (claim.what === 'constraint' ? 'value' : 'authority'));
  if (about.some((what) => what !== groundOf(document))) return refuse('contradictory', { what: 'claims' });
  const said = claims.map((claim) => (claim.what === 'constraint' ? claim.constraint : claim.what));
  if (new Set(said).size !== said.length) return refuse('contradictory', { what: 'claims' });
  const named = claims.flatMap((claim) => (claim.what === 'constraint' ? [claim.constraint] : []));
  // From a soft one it departs openly: that is decided by people, one rung higher.
  const unknown = named.find((id) => !constraints.includes(id) || raisedBy.includes(id));
  return unknown === undefined ? named : refuse('unknown-reference', { constraint: unknown });
}

function groundOf(document: Omit<Objection, 'claims'> | Omit<Response, 'claims'>): string | null {
  if (document.type === 'response')
    return document.value === 'block' && document.ground === 'value' ? 'value' : null;
  if (document.ground === 'violates-value') return 'value';
  return document.ground === 'exceeds-authority' ? 'authority' : null;
}
