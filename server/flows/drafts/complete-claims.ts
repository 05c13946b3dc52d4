import { openingOf } from '../../../protocol/governance/constraints/in-force.ts';
import { contentOf } from '../../../protocol/governance/view.ts';
import { type DocumentId, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { askFreely } from '../record/current.ts';
import type { DraftContext, Wish } from './draft.ts';

/**
 * Claims in their short form: `right`, `scope`, `limits`, or the subject of a constraint, of which the version is meant
 * that binds the matter. Spec §6.
 */
export async function completeClaims({ record }: DraftContext, wish: Wish): Promise<Wish> {
  if (!Array.isArray(wish.claims)) return wish;
  const claims = wish.claims as readonly unknown[];
  const proposal = subjectSchema.safeParse((wish.proposal as { readonly subject?: unknown } | null)?.subject);
  if (!proposal.success) return wish;
  return {
    ...wish,
    claims: await askFreely(record, (view) => {
      const bound = openingOf(view, proposal.data)?.constraints ?? [];
      const versions = new Map(bound.map((id) => [contentOf(view, id, 'constraint')?.subject, id]));
      return claims.map((claim) => wholeClaim(claim, (subject) => versions.get(subject)));
    }),
  };
}

function wholeClaim(claim: unknown, versionOf: (subject: Subject) => DocumentId | undefined): unknown {
  if (typeof claim !== 'string') return claim;
  const subject = subjectSchema.safeParse(claim);
  if (subject.success) return { what: 'constraint', constraint: versionOf(subject.data) ?? claim };
  return claim.startsWith('ni:') ? { what: 'constraint', constraint: claim } : { what: claim };
}
